#include "kernel/inspect.h"

#include <fmt/format.h>

#include <algorithm>

#include "connection.h"
#include "kernel/error.h"

namespace kernel {

namespace {

struct Listed {
  std::string name;
  bool is_virtual = false;
};

std::vector<Listed> listed_tables(Queries& queries) {
  std::vector<Listed> found;
  queries.each(
      "SELECT name, coalesce(sql, '') LIKE 'CREATE VIRTUAL %' FROM sqlite_schema"
      " WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name",
      [&](const RowView& row) {
        found.push_back({row.get<std::string>(0), row.get<bool>(1)});
      });
  return found;
}

// A search index keeps its rows in tables that begin with its name.
bool is_inside_index(const Listed& table, const std::vector<Listed>& all) {
  return std::ranges::any_of(all, [&](const Listed& index) {
    return index.is_virtual && table.name.starts_with(index.name + "_");
  });
}

std::vector<ColumnFacts> columns_of(Queries& queries, const std::string& table) {
  std::vector<ColumnFacts> columns;
  queries.each(
      "SELECT c.name, c.type, c.pk, coalesce(f.\"table\", '') FROM pragma_table_info(?1) c"
      " LEFT JOIN pragma_foreign_key_list(?1) f ON f.\"from\" = c.name ORDER BY c.cid",
      [&](const RowView& row) {
        columns.push_back({row.get<std::string>(0), row.get<std::string>(1), row.get<int>(2),
                           row.get<std::string>(3)});
      },
      table);
  return columns;
}

}  // namespace

detail::HeldConnection::HeldConnection(const std::string& file) {
  try {
    connection = std::make_unique<Connection>(file, SQLITE_OPEN_READONLY);
    connection->pragma("schema_version");  // the file is not looked at before
  } catch (const StorageFailure& failure) {
    throw Error(Code::failed_precondition, fmt::format("{}: {}", file, failure.what()));
  }
}

detail::HeldConnection::~HeldConnection() = default;

ReadOnlyDatabase::ReadOnlyDatabase(const std::string& file)
    : HeldConnection(file), Queries(*connection) {}

std::vector<TableFacts> ReadOnlyDatabase::tables() {
  const auto all = listed_tables(*this);
  std::vector<TableFacts> found;
  for (const auto& table : all) {
    if (table.is_virtual || is_inside_index(table, all)) continue;
    found.push_back({table.name, columns_of(*this, table.name)});
  }
  return found;
}

}  // namespace kernel
