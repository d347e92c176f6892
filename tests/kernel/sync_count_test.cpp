#include "kernel/sync_count.h"

#include <sqlite3.h>
#include <unistd.h>

#include <array>
#include <filesystem>
#include <vector>

#include "commit.h"
#include "connection.h"
#include "kernel/sim/world.h"
#include "kernel/storage.h"
#include "support/bench.h"

namespace {

constexpr std::array<std::string_view, 1> things{
    "CREATE TABLE thing (id INTEGER PRIMARY KEY, text TEXT)"};

// A database on the disk, and the syncs since somebody last asked.
struct Disk {
  std::string directory = (std::filesystem::temp_directory_path() / "cleave-syncs-XXXXXX").string();
  kernel::sim::World world{1};
  std::shared_ptr<kernel::Store> store;
  std::unique_ptr<kernel::Database> database;
  std::uint64_t before = 0;
  int next = 0;

  Disk() {
    REQUIRE(::mkdtemp(directory.data()) != nullptr);
    kernel::StorageOptions options;
    options.directory = directory;
    store = kernel::Store::open(options, "order", things);
    database = std::make_unique<kernel::Database>(world.host("a"), store);
    commit(1);  // the first one syncs the log's head, too
    since();
  }
  ~Disk() {
    database.reset();
    store.reset();
    std::filesystem::remove_all(directory);
  }

  std::uint64_t since() {
    const std::uint64_t now = kernel::storage_syncs();
    return now - std::exchange(before, now);
  }

  static void insert(void* object, kernel::Transaction& tx) {
    tx.run("INSERT INTO thing (id) VALUES (?)", (*static_cast<int*>(object))++);
  }
  // One batch of so many transactions.
  void commit(std::size_t transactions) {
    std::vector<kernel::PendingWrite> batch(transactions);
    for (auto& write : batch) write.job = {database.get(), &next, &insert};
    kernel::commit_batch(store->writer(), batch);
    for (const auto& write : batch) CHECK(write.error == nullptr);
  }
};

}  // namespace

TEST_CASE("a commit is one sync, however many transactions it holds") {
  Disk disk;
  disk.commit(1);
  CHECK(disk.since() == 1);
  disk.commit(50);
  CHECK(disk.since() == 1);
  for (int i = 0; i < 5; ++i) disk.commit(2);
  CHECK(disk.since() == 5);
}

TEST_CASE("reading syncs nothing") {
  Disk disk;
  {
    auto reader = disk.database->read();
    CHECK(reader.one("SELECT count(*) FROM thing")->get<int>(0) == 1);
  }
  CHECK(disk.since() == 0);
}

TEST_CASE("a checkpoint syncs the log and the database, and the next commit the log's new head") {
  Disk disk;
  disk.store->writer().execute_script("PRAGMA wal_checkpoint(FULL)");
  CHECK(disk.since() == 2);
  disk.commit(1);
  CHECK(disk.since() == 2);
  disk.commit(1);
  CHECK(disk.since() == 1);
}

TEST_CASE("a database in memory syncs nothing") {
  const std::uint64_t before = kernel::storage_syncs();
  const auto store = kernel::Store::open({}, "order", things);
  store->writer().run("INSERT INTO thing (id) VALUES (1)", {}, nullptr);
  CHECK(kernel::storage_syncs() == before);
}

TEST_CASE("what goes through the counting file system is what the system's own would read") {
  Disk disk;
  const std::string long_text(100'000, 'x');
  const kernel::Value value(long_text);
  disk.store->writer().run("UPDATE thing SET text = ?", {&value, 1}, nullptr);
  disk.store->writer().execute_script("PRAGMA wal_checkpoint(TRUNCATE)");
  {  // by memory map, which the readers of modules use
    kernel::Connection reader(disk.directory + "/order.db", SQLITE_OPEN_READONLY);
    reader.execute_script("PRAGMA mmap_size = 268435456");
    CHECK(reader.pragma("mmap_size") == 268435456);
    std::string read;
    const std::function<bool(const kernel::RowView&)> take = [&](const kernel::RowView& row) {
      read = row.get<std::string>(0);
      return true;
    };
    reader.run("SELECT text FROM thing", {}, &take);
    CHECK(read == long_text);
  }
  sqlite3* plain = nullptr;
  REQUIRE(sqlite3_open_v2((disk.directory + "/order.db").c_str(), &plain, SQLITE_OPEN_READONLY,
                          "unix") == SQLITE_OK);
  sqlite3_stmt* statement = nullptr;
  REQUIRE(sqlite3_prepare_v2(plain, "SELECT length(text) FROM thing", -1, &statement, nullptr) ==
          SQLITE_OK);
  CHECK(sqlite3_step(statement) == SQLITE_ROW);
  CHECK(sqlite3_column_int(statement, 0) == 100'000);
  sqlite3_finalize(statement);
  sqlite3_close(plain);
}
