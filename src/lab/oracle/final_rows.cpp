#include "lab/oracle/final_rows.h"

#include <fmt/format.h>
#include <sodium/crypto_hash_sha256.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <string_view>

#include "lab/oracle/mail_files.h"
#include "lab/oracle/oracle.h"

namespace lab {

namespace {

namespace fs = std::filesystem;
using Kind = kernel::detail::RowAccess::Kind;
using kernel::ColumnFacts;
using kernel::RowView;
using kernel::TableFacts;
using kernel::Uuid;

// Columns in which two runs differ, whatever they did: salts, hashes of random tokens, keys, ids
// for the mail world, traces, and what covers ids.
constexpr std::array<std::string_view, 11> random_columns = {
    "password", "hash",        "nonce",      "seed",   "public_key", "kid",
    "trace",    "traceparent", "message_id", "secret", "fingerprint"};

bool is_time(std::string_view column) noexcept {
  return column == "at" || column == "until" || column.ends_with("_at") ||
         column.ends_with("_until");
}

bool is_random(std::string_view column) noexcept {
  return std::ranges::find(random_columns, column) != random_columns.end();
}

bool is_number(const ColumnFacts& column) noexcept { return column.type == "INTEGER"; }

// The column by which rows are numbered as they come; none when the key is something else.
const ColumnFacts* counter_of(const TableFacts& table) {
  const ColumnFacts* counter = nullptr;
  for (const auto& column : table.columns) {
    if (column.key == 0) continue;
    if (counter != nullptr || !is_number(column)) return nullptr;
    counter = &column;
  }
  return counter;
}

// Row numbers of a table and the id beside each.
using Numbers = std::map<std::int64_t, Uuid>;

Numbers numbers_of(kernel::Queries& database, const TableFacts& table) {
  Numbers numbers;
  const auto* counter = counter_of(table);
  const auto id = std::ranges::find(table.columns, "BLOB", &ColumnFacts::type);
  if (counter == nullptr || id == table.columns.end()) return numbers;
  database.each(fmt::format("SELECT {}, {} FROM {}", counter->name, id->name, table.name),
                [&](const RowView& row) {
                  numbers.emplace(row.get<std::int64_t>(0), Uuid{row.get<kernel::Key>(1)});
                });
  return numbers;
}

// Writes the rows of one database.
class RowWriter {
 public:
  RowWriter(const std::string& module, kernel::ReadOnlyDatabase& database, Names& names,
            std::vector<std::string>& out)
      : module_(module), database_(database), names_(names), out_(out) {
    for (auto& table : database.tables()) {
      numbers_[table.name] = numbers_of(database, table);
      tables_.push_back(std::move(table));
    }
  }

  void write() {
    for (const auto& table : tables_)
      database_.each("SELECT * FROM " + table.name,
                     [&](const RowView& row) { out_.push_back(line(table, row)); });
  }

 private:
  std::string line(const TableFacts& table, const RowView& row) {
    const auto* counter = counter_of(table);
    std::string text = fmt::format("{}.{}", module_, table.name);
    for (int i = 0; i < row.access().columns(); ++i) {
      const auto& column = table.columns.at(static_cast<std::size_t>(i));
      if (is_time(column.name) || is_random(column.name)) continue;
      if (&column == counter && column.refers_to.empty()) continue;
      text += fmt::format(" | {}: {}", column.name, meaning(column, row, i));
    }
    return text;
  }

  std::string meaning(const ColumnFacts& column, const RowView& row, int i) {
    switch (row.access().kind(i)) {
      case Kind::null:
        return "null";
      case Kind::integer:
        return number(column, row.get<std::int64_t>(i));
      case Kind::real:
        return fmt::format("{}", row.get<double>(i));
      case Kind::bytes:
        break;
    }
    const auto bytes = row.get<std::string>(i);
    if (column.type == "BLOB")
      return bytes.size() == 16 ? names_.of(row.get<kernel::Key>(i)) : "id";
    if (column.name == "key" || column.name == "sku") return bytes;
    return bytes.starts_with('{') ? normalise_json(bytes, names_) : normalise_text(bytes, names_);
  }

  std::string number(const ColumnFacts& column, std::int64_t value) {
    if (!column.refers_to.empty()) {
      const auto& numbers = numbers_[column.refers_to];
      if (const auto found = numbers.find(value); found != numbers.end())
        return names_.of(found->second);
    }
    return std::to_string(value);
  }

  const std::string& module_;
  kernel::ReadOnlyDatabase& database_;
  Names& names_;
  std::vector<std::string>& out_;
  std::vector<TableFacts> tables_;
  std::map<std::string, Numbers> numbers_;
};

void write_mails(const std::string& directory, Names& names, std::vector<std::string>& out) {
  for (const auto& mail : mails_in(directory))
    out.push_back(fmt::format("mail | from: {} | to: {} | subject: {} | body: {}", mail.from,
                              mail.to, mail.subject, normalise_text(mail.body, names)));
}

// Names the ids in the first column of `query` by its other columns, where there is such a
// database; ids among those are named already.
template <class Name>
void name_rows(Databases& databases, const std::string& module, std::string_view query,
               const Name& name, Names& names) {
  const auto found = databases.find(module);
  if (found == databases.end()) return;
  found->second.each(query,
                     [&](const RowView& row) { names.give(row.get<kernel::Key>(0), name(row)); });
}

}  // namespace

Databases open_databases(const std::string& directory) {
  Databases databases;
  for (const auto& entry : fs::directory_iterator(directory))
    if (entry.path().extension() == ".db")
      databases.try_emplace(entry.path().stem().string(), entry.path().string());
  return databases;
}

Names names_in(Databases& databases) {
  Names names(Names::Unknown::alike);
  const auto text = [](const RowView& row) { return row.get<std::string>(1); };
  const auto id = [&](const RowView& row, int column) {
    return names.of(row.get<kernel::Key>(column));
  };
  name_rows(
      databases, "auth", "SELECT id, address FROM accounts",
      [&](const RowView& row) { return "customer " + text(row); }, names);
  name_rows(
      databases, "auth", "SELECT id, account FROM sessions",
      [&](const RowView& row) { return "session of " + id(row, 1); }, names);
  name_rows(
      databases, "catalog", "SELECT id, sku FROM products",
      [&](const RowView& row) { return "product " + text(row); }, names);
  name_rows(
      databases, "order", "SELECT id, key, user_id FROM orders",
      [&](const RowView& row) { return fmt::format("order {} of {}", text(row), id(row, 2)); },
      names);
  name_rows(
      databases, "payment", "SELECT id, order_id FROM payments",
      [&](const RowView& row) { return "payment of " + id(row, 1); }, names);
  return names;
}

std::vector<std::string> final_rows(const std::string& directory) {
  Databases databases = open_databases(directory);
  Names names = names_in(databases);
  std::vector<std::string> rows;
  for (auto& [module, database] : databases) RowWriter(module, database, names, rows).write();
  write_mails(directory, names, rows);
  std::ranges::sort(rows);
  return rows;
}

std::string digest_of(const std::vector<std::string>& rows) {
  crypto_hash_sha256_state state;
  crypto_hash_sha256_init(&state);
  for (const auto& row : rows) {
    // With its end: two rows must not look like one.
    const std::string line = row + '\0';
    crypto_hash_sha256_update(&state, reinterpret_cast<const unsigned char*>(line.data()),
                              line.size());
  }
  std::array<unsigned char, crypto_hash_sha256_BYTES> digest{};
  crypto_hash_sha256_final(&state, digest.data());
  std::string hex;
  for (const unsigned char byte : digest) hex += fmt::format("{:02x}", byte);
  return hex;
}

}  // namespace lab
