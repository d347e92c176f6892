#include "tamper.h"

#include <doctest/doctest.h>
#include <sqlite3.h>

namespace lab::test {

void tamper(const std::string& directory, const std::string& module, const std::string& sql) {
  sqlite3* database = nullptr;
  REQUIRE(sqlite3_open((directory + "/" + module + ".db").c_str(), &database) == SQLITE_OK);
  const int result = sqlite3_exec(database, sql.c_str(), nullptr, nullptr, nullptr);
  const int changes = sqlite3_changes(database);
  INFO(sql, ": ", sqlite3_errmsg(database));
  CHECK(result == SQLITE_OK);
  CHECK(changes > 0);
  sqlite3_close(database);
}

void copy_directory(const std::string& from, const std::string& directory) {
  namespace fs = std::filesystem;
  fs::create_directories(directory);
  for (const auto& entry : fs::directory_iterator(from))
    if (!entry.is_socket())
      fs::copy(entry.path(), fs::path(directory) / entry.path().filename(),
               fs::copy_options::recursive);
}

}  // namespace lab::test
