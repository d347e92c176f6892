#include "lab/arms/shop_files.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sqlite3.h>
#include <unistd.h>

#include <filesystem>
#include <memory>

#include "kernel/error.h"
#include "lab/arms/seeding.h"

namespace lab {
namespace {

namespace fs = std::filesystem;
using kernel::Code;
using kernel::Error;

struct Close {
  void operator()(sqlite3* database) const { sqlite3_close(database); }
  void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};

class Reading {
 public:
  explicit Reading(const fs::path& path) : path_(path.string()) {
    sqlite3* opened = nullptr;
    const int result = sqlite3_open_v2(path_.c_str(), &opened, SQLITE_OPEN_READONLY, nullptr);
    database_.reset(opened);
    if (result != SQLITE_OK) fail();
  }

  // A number; 0 when nothing is found.
  std::int64_t number(const char* sql) {
    sqlite3_stmt* prepared = nullptr;
    if (sqlite3_prepare_v2(database_.get(), sql, -1, &prepared, nullptr) != SQLITE_OK) fail();
    const std::unique_ptr<sqlite3_stmt, Close> statement(prepared);
    const int result = sqlite3_step(prepared);
    if (result == SQLITE_DONE) return 0;
    if (result != SQLITE_ROW) fail();
    return sqlite3_column_int64(prepared, 0);
  }

 private:
  [[noreturn]] void fail() const {
    throw Error(Code::internal, fmt::format("{}: {}", path_, sqlite3_errmsg(database_.get())));
  }

  std::string path_;
  std::unique_ptr<sqlite3, Close> database_;
};

// What waits in a table, if the database has it.
bool is_empty(Reading& database, const std::string& table, const std::string& waiting) {
  const auto exists =
      fmt::format("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = '{}'", table);
  if (database.number(exists.c_str()) == 0) return true;
  const auto any = fmt::format("SELECT EXISTS (SELECT 1 FROM {} WHERE {})", table, waiting);
  return database.number(any.c_str()) == 0;
}

bool is_part_of_shop(const fs::path& path) {
  const auto name = path.filename().string();
  return name.ends_with(".db") || name.ends_with(".db-wal");
}

// So that no arm's first fsyncs pay for the copying.
void write_through(const std::string& directory) {
  const int folder = ::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder < 0) return;
  ::syncfs(folder);
  ::close(folder);
}

}  // namespace

bool is_quiet(const std::string& directory) {
  // Mails last: an event that is no longer owed has left its mail by then.
  for (const auto& [table, waiting] :
       {std::pair("delivery", "dead = 0"), std::pair("mails", "status = 0")})
    for (const auto& entry : fs::directory_iterator(directory)) {
      if (entry.path().extension() != ".db") continue;
      Reading database(entry.path());
      if (!is_empty(database, table, waiting)) return false;
    }
  return true;
}

void copy_shop(const SeededShop& shop, const std::string& directory) {
  try {
    if (!fs::create_directories(directory))
      throw Error(Code::internal, directory + " is there already");
    for (const auto& entry : fs::directory_iterator(shop.directory))
      if (is_part_of_shop(entry.path()))
        fs::copy_file(entry.path(), directory / entry.path().filename());
  } catch (const fs::filesystem_error& error) {
    throw Error(Code::internal, error.what());
  }
  write_through(directory);
}

void retire_shop(const std::string& directory) {
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(directory, ignored))
    if (is_part_of_shop(entry.path())) fs::remove(entry.path(), ignored);
}

}  // namespace lab
