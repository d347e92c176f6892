// kernel, inside: one SQLite connection with its prepared statements.
#pragma once

#include <sqlite3.h>

#include <functional>
#include <map>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>

#include "kernel/row.h"

namespace kernel {

// The disk or the engine failed, not the request: full, I/O error, corrupt. Whoever waits for the
// batch hears `unavailable`.
struct StorageFailure : std::runtime_error {
  using std::runtime_error::runtime_error;
};

class Connection {
 public:
  // Opens `file` (":memory:" too). Throws StorageFailure.
  Connection(const std::string& file, int flags);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  // Runs one statement with bound values; `each` sees its rows until it returns false. Returns the
  // number of changed rows. Throws already_exists for a violated key, StorageFailure for a failing
  // disk, std::logic_error for wrong SQL.
  std::int64_t run(std::string_view sql, std::span<const Value> values,
                   const std::function<bool(const RowView&)>* each);

  void execute_script(std::string_view sql);   // several statements, nothing bound
  std::int64_t pragma(std::string_view name);  // its integer value

  // Every page, as this connection's read transaction sees them, over whatever `target` holds.
  void copy_to(Connection& target);

  // Read transactions nest: the outermost begins and ends it.
  void enter_read();
  void leave_read() noexcept;
  bool in_transaction() const noexcept { return sqlite3_get_autocommit(db_) == 0; }

 private:
  sqlite3_stmt* prepare(std::string_view sql);
  [[noreturn]] void fail(int code, std::string_view sql) const;

  sqlite3* db_ = nullptr;
  std::map<std::string, sqlite3_stmt*, std::less<>> statements_;
  int readers_ = 0;
};

}  // namespace kernel
