#include "kernel/inspect.h"

#include <doctest/doctest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "connection.h"
#include "kernel/error.h"

namespace fs = std::filesystem;
using kernel::ReadOnlyDatabase;

namespace {

// A folder that is gone with the test.
struct Folder {
  Folder() { fs::create_directories(path); }
  ~Folder() { fs::remove_all(path); }
  fs::path path = fs::temp_directory_path() / ("cleave-inspect-" + std::to_string(getpid()));
  std::string file(const std::string& name) const { return (path / name).string(); }
};

void make_database(const std::string& file) {
  kernel::Connection(file, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE)
      .execute_script(
          "PRAGMA journal_mode = WAL;"
          "CREATE TABLE owners (id BLOB PRIMARY KEY, name TEXT NOT NULL) STRICT;"
          "CREATE TABLE pets (owner BLOB REFERENCES owners (id), number INTEGER) STRICT;"
          "CREATE VIRTUAL TABLE words USING fts5 (name);"
          "INSERT INTO owners VALUES (x'0102', 'Ada');");
}

}  // namespace

TEST_CASE("a tool sees a database's own tables with their columns, but not those of an index") {
  const Folder folder;
  make_database(folder.file("a.db"));

  ReadOnlyDatabase database(folder.file("a.db"));
  const auto tables = database.tables();

  REQUIRE(tables.size() == 2);
  CHECK(tables[0].name == "owners");
  CHECK(tables[0].columns[0].type == "BLOB");
  CHECK(tables[0].columns[0].key == 1);
  CHECK(tables[1].name == "pets");
  CHECK(tables[1].columns[0].refers_to == "owners");
  CHECK(tables[1].columns[1].refers_to.empty());
  CHECK(database.one("SELECT name FROM owners")->get<std::string>(0) == "Ada");
}

TEST_CASE("a tool cannot change what it looks at") {
  const Folder folder;
  make_database(folder.file("a.db"));

  ReadOnlyDatabase database(folder.file("a.db"));

  CHECK_THROWS(database.one("DELETE FROM owners"));
  CHECK(database.one("SELECT count(*) FROM owners")->get<int>(0) == 1);
}

TEST_CASE("a file that is absent or no database is refused by name") {
  const Folder folder;
  std::ofstream(folder.file("text.db")) << std::string(4096, 'x');
  for (const std::string name : {"absent.db", "text.db"}) {
    try {
      ReadOnlyDatabase database(folder.file(name));
      FAIL("opened ", name);
    } catch (const kernel::Error& error) {
      CHECK(error.code == kernel::Code::failed_precondition);
      CHECK(error.message.find(name) != std::string::npos);
    }
  }
}
