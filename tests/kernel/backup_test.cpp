#include "kernel/backup.h"

#include <doctest/doctest.h>
#include <unistd.h>

#include <array>
#include <filesystem>
#include <fstream>

#include "connection.h"
#include "kernel/error.h"
#include "kernel/inspect.h"
#include "kernel/storage.h"

namespace fs = std::filesystem;

namespace {

constexpr std::array<std::string_view, 1> migrations{
    "CREATE TABLE owner (id INTEGER PRIMARY KEY) STRICT;"
    "CREATE TABLE pet (owner INTEGER NOT NULL REFERENCES owner (id)) STRICT;"};

// A folder that is gone with the test.
struct Folder {
  Folder() { fs::create_directories(path); }
  ~Folder() { fs::remove_all(path); }
  fs::path path = fs::temp_directory_path() / ("cleave-backup-" + std::to_string(getpid()));
  std::string file(const std::string& name) const { return (path / name).string(); }
};

std::shared_ptr<kernel::Store> open_store(const Folder& folder) {
  kernel::StorageOptions options;
  options.directory = folder.file("data");
  return kernel::Store::open(options, "sample", migrations);
}

std::int64_t owners_in(const std::string& file) {
  kernel::ReadOnlyDatabase database(file);
  return database.one("SELECT count(*) FROM owner")->get<std::int64_t>(0);
}

std::string refusal_of(const std::string& file) {
  try {
    kernel::check_database(file);
  } catch (const kernel::Error& error) {
    CHECK(error.code == kernel::Code::failed_precondition);
    return error.message;
  }
  return {};
}

}  // namespace

TEST_CASE("a snapshot holds what was there when it was made, whatever is written meanwhile") {
  const Folder folder;
  const auto store = open_store(folder);
  store->writer().execute_script("INSERT INTO owner VALUES (1)");

  kernel::Snapshot snapshot(folder.file("data/sample.db"));
  store->writer().execute_script("INSERT INTO owner VALUES (2)");
  snapshot.copy_to(folder.file("copy.db"));

  CHECK(owners_in(folder.file("copy.db")) == 1);
  CHECK(owners_in(folder.file("data/sample.db")) == 2);
  const auto facts = kernel::check_database(folder.file("copy.db"));
  CHECK(facts.module == "sample");
  CHECK(facts.module_version == 1);
  CHECK(facts.kernel_version >= 1);
}

TEST_CASE("a copy is one file, and becomes a module's database again") {
  const Folder folder;
  {
    const auto store = open_store(folder);
    store->writer().execute_script("INSERT INTO owner VALUES (1)");
    kernel::Snapshot(folder.file("data/sample.db")).copy_to(folder.file("copy.db"));
  }
  CHECK_FALSE(fs::exists(folder.file("copy.db-wal")));
  CHECK_THROWS_AS(kernel::Snapshot(folder.file("data/sample.db")).copy_to(folder.file("copy.db")),
                  kernel::Error);

  fs::remove_all(folder.file("data"));
  fs::create_directories(folder.file("data"));
  fs::copy_file(folder.file("copy.db"), folder.file("data/sample.db"));

  const auto store = open_store(folder);
  store->writer().execute_script("INSERT INTO owner VALUES (2)");
  CHECK(owners_in(folder.file("data/sample.db")) == 2);
}

TEST_CASE("a database that is not sound says what is wrong") {
  const Folder folder;
  const auto file = folder.file("data/sample.db");
  open_store(folder)->writer().execute_script("INSERT INTO owner VALUES (1)");

  SUBCASE("a row that belongs to none") {
    kernel::Connection(file, SQLITE_OPEN_READWRITE).execute_script("INSERT INTO pet VALUES (7)");
    CHECK(refusal_of(file).find("a row of pet") != std::string::npos);
  }
  SUBCASE("torn pages") {
    std::fstream bytes(file, std::ios::binary | std::ios::in | std::ios::out);
    bytes.seekp(4096);
    bytes << std::string(4096, 'x');
    bytes.close();
    CHECK_FALSE(refusal_of(file).empty());
  }
  SUBCASE("something else") {
    kernel::Connection(folder.file("other.db"), SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE)
        .execute_script("CREATE TABLE t (a)");
    CHECK(refusal_of(folder.file("other.db")).find("something else") != std::string::npos);
  }
  SUBCASE("nothing") {
    CHECK(refusal_of(folder.file("absent.db")).find("absent.db") != std::string::npos);
    CHECK_THROWS_AS(kernel::Snapshot(folder.file("absent.db")), kernel::Error);
  }
}

TEST_CASE("while somebody holds a module's lock, nobody else opens its database") {
  const Folder folder;
  const kernel::ModuleLock lock(folder.file("data"), "sample", "a restore");
  try {
    open_store(folder);
    FAIL("it opened");
  } catch (const kernel::Error& error) {
    CHECK(error.message.find("held by a restore") != std::string::npos);
  }
}
