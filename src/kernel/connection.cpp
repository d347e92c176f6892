#include "connection.h"

#include <fmt/format.h>

#include <cassert>
#include <memory>

#include "kernel/error.h"
#include "kernel/sync_count.h"

namespace kernel {

namespace {

class Cursor final : public detail::RowAccess {
 public:
  explicit Cursor(sqlite3_stmt* statement) : statement_(statement) {}
  int columns() const override { return sqlite3_column_count(statement_); }
  Kind kind(int column) const override {
    switch (sqlite3_column_type(statement_, column)) {
      case SQLITE_NULL:
        return Kind::null;
      case SQLITE_INTEGER:
        return Kind::integer;
      case SQLITE_FLOAT:
        return Kind::real;
      default:
        return Kind::bytes;
    }
  }
  std::int64_t integer(int column) const override {
    return sqlite3_column_int64(statement_, column);
  }
  double real(int column) const override { return sqlite3_column_double(statement_, column); }
  std::string_view bytes(int column) const override {
    const auto* data = static_cast<const char*>(sqlite3_column_blob(statement_, column));
    if (data == nullptr) return "";
    return {data, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
  }

 private:
  sqlite3_stmt* statement_;
};

struct Binder {
  sqlite3_stmt* statement;
  int at;
  int operator()(Null) const { return sqlite3_bind_null(statement, at); }
  int operator()(std::int64_t value) const { return sqlite3_bind_int64(statement, at, value); }
  int operator()(double value) const { return sqlite3_bind_double(statement, at, value); }
  // The arguments outlive the call: nothing is copied.
  int operator()(std::string_view text) const {
    return sqlite3_bind_text64(statement, at, text.data() != nullptr ? text.data() : "",
                               text.size(), SQLITE_STATIC, SQLITE_UTF8);
  }
  int operator()(Blob blob) const {
    return sqlite3_bind_blob64(statement, at, blob.bytes.data(), blob.bytes.size(), SQLITE_STATIC);
  }
};

// A statement goes back to its cache reset and unbound, however its use ends.
struct Reset {
  sqlite3_stmt* statement;
  ~Reset() {
    sqlite3_reset(statement);
    sqlite3_clear_bindings(statement);
  }
};

}  // namespace

Connection::Connection(const std::string& file, int flags) {
  const int code = sqlite3_open_v2(file.c_str(), &db_, flags | SQLITE_OPEN_NOMUTEX, storage_vfs());
  if (code != SQLITE_OK) {
    const std::string why = db_ != nullptr ? sqlite3_errmsg(db_) : sqlite3_errstr(code);
    sqlite3_close(db_);
    throw StorageFailure(why);
  }
  sqlite3_extended_result_codes(db_, 1);
  sqlite3_busy_timeout(db_, 5000);
}

Connection::~Connection() {
  for (const auto& [sql, statement] : statements_) sqlite3_finalize(statement);
  sqlite3_close(db_);
}

void Connection::fail(int code, std::string_view sql) const {
  const std::string why = sqlite3_errmsg(db_);
  switch (code & 0xff) {
    case SQLITE_CONSTRAINT:
      if (code == SQLITE_CONSTRAINT_UNIQUE || code == SQLITE_CONSTRAINT_PRIMARYKEY)
        throw Error(Code::already_exists, "it exists already");
      throw std::logic_error(fmt::format("{} in {}", why, sql));
    case SQLITE_FULL:
    case SQLITE_IOERR:
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
    case SQLITE_READONLY:
    case SQLITE_CANTOPEN:
    case SQLITE_BUSY:
    case SQLITE_NOMEM:
      throw StorageFailure(why);
    default:
      throw std::logic_error(fmt::format("{} in {}", why, sql));
  }
}

sqlite3_stmt* Connection::prepare(std::string_view sql) {
  if (const auto found = statements_.find(sql); found != statements_.end()) return found->second;
  sqlite3_stmt* statement = nullptr;
  const int code = sqlite3_prepare_v3(db_, sql.data(), static_cast<int>(sql.size()),
                                      SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
  if (code != SQLITE_OK) fail(code, sql);
  statements_.emplace(sql, statement);
  return statement;
}

std::int64_t Connection::run(std::string_view sql, std::span<const Value> values,
                             const std::function<bool(const RowView&)>* each) {
  sqlite3_stmt* statement = prepare(sql);
  // In use further up the stack (a query inside the loop of the same query): one of its own.
  sqlite3_stmt* own = nullptr;
  if (sqlite3_stmt_busy(statement) != 0) {
    sqlite3_prepare_v2(db_, sql.data(), static_cast<int>(sql.size()), &own, nullptr);
    statement = own;
  }
  const std::unique_ptr<sqlite3_stmt, int (*)(sqlite3_stmt*)> owned(own, &sqlite3_finalize);
  const Reset reset{statement};
  assert(sqlite3_bind_parameter_count(statement) == static_cast<int>(values.size()));
  for (std::size_t i = 0; i < values.size(); ++i) {
    const int code = std::visit(Binder{statement, static_cast<int>(i + 1)}, values[i].get());
    if (code != SQLITE_OK) fail(code, sql);
  }
  const Cursor cursor(statement);
  for (;;) {
    const int code = sqlite3_step(statement);
    if (code == SQLITE_DONE) break;
    if (code != SQLITE_ROW) fail(code, sql);
    if (each != nullptr && !(*each)(RowView(cursor))) break;
  }
  return sqlite3_changes64(db_);
}

void Connection::execute_script(std::string_view sql) {
  char* message = nullptr;
  const int code = sqlite3_exec(db_, std::string(sql).c_str(), nullptr, nullptr, &message);
  sqlite3_free(message);
  if (code != SQLITE_OK) fail(code, sql);
}

std::int64_t Connection::pragma(std::string_view name) {
  std::int64_t value = 0;
  const std::function<bool(const RowView&)> take = [&](const RowView& row) {
    value = row.get<std::int64_t>(0);
    return false;
  };
  run(fmt::format("PRAGMA {}", name), {}, &take);
  return value;
}

void Connection::copy_to(Connection& target) {
  sqlite3_backup* const backup = sqlite3_backup_init(target.db_, "main", db_, "main");
  if (backup == nullptr) target.fail(sqlite3_extended_errcode(target.db_), "backup");
  const int code = sqlite3_backup_step(backup, -1);
  sqlite3_backup_finish(backup);
  if (code != SQLITE_DONE) target.fail(code, "backup");
}

void Connection::enter_read() {
  if (readers_++ == 0) run("BEGIN", {}, nullptr);
}

void Connection::leave_read() noexcept {
  if (--readers_ == 0) sqlite3_exec(db_, "COMMIT", nullptr, nullptr, nullptr);
}

}  // namespace kernel
