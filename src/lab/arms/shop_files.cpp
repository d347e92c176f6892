#include "lab/arms/shop_files.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <filesystem>

#include "kernel/error.h"
#include "kernel/inspect.h"
#include "lab/arms/seeding.h"

namespace lab {
namespace {

namespace fs = std::filesystem;
using kernel::Code;
using kernel::Error;

// What waits in a table, if the database has it.
bool is_empty(kernel::Queries& database, const std::string& table, const std::string& waiting) {
  if (!database.one("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?", table))
    return true;
  return !database.one(fmt::format("SELECT 1 FROM {} WHERE {} LIMIT 1", table, waiting));
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
      kernel::ReadOnlyDatabase database(entry.path().string());
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
