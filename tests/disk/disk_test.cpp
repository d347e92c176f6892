// What the kernel's storage promises on a disk that breaks its own promises.
#include <doctest/doctest.h>

#include <array>
#include <filesystem>
#include <mutex>
#include <set>

#include "bad_disk.h"
#include "kernel/backup.h"
#include "kernel/error.h"
#include "kernel/real_runtime.h"
#include "kernel/storage.h"

using kernel::Code;
using test::BadDisk;
using test::Trouble;

namespace {

namespace fs = std::filesystem;

constexpr std::array<std::string_view, 1> migrations{
    "CREATE TABLE thing (id INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT;"};

constexpr int clients = 6;
constexpr int writes_each = 12;

struct Directory {
  std::string path;
  Directory() {
    path = (fs::temp_directory_path() / "cleave-disk-XXXXXX").string();
    REQUIRE(::mkdtemp(path.data()) != nullptr);
  }
  ~Directory() { fs::remove_all(path); }
  std::string data() const { return path + "/data"; }
  std::string found() const { return path + "/found"; }
};

std::shared_ptr<kernel::Store> open_store(const std::string& directory) {
  kernel::StorageOptions options;
  options.directory = directory;
  options.batch_max = 4;  // more commits, more moments
  return kernel::Store::open(options, "sample", migrations);
}

// What the clients were told, as far as they have heard at any moment.
struct Told {
  std::mutex mutex;
  std::set<int> acknowledged;
  std::set<int> refused;

  std::set<int> acknowledged_now() {
    const std::lock_guard lock(mutex);
    return acknowledged;
  }
};

kernel::Task<> client(kernel::RealRuntime& runtime, kernel::Database& database, int first,
                      Told& told, int& running) {
  for (int id = first; id < first + writes_each; ++id) {
    // Some rows are longer than a page: commits of several pages can tear.
    const std::string text(static_cast<std::size_t>(id % 5 == 0 ? 9000 : 40), 'x');
    const auto insert = [&](kernel::Transaction& tx) {
      tx.run("INSERT INTO thing (id, text) VALUES (?, ?)", id, text);
    };
    bool done = false;
    try {
      co_await database.write(insert);
      done = true;
    } catch (const kernel::Error& error) {
      CHECK(error.code == Code::unavailable);
    }
    const std::lock_guard lock(told.mutex);
    (done ? told.acknowledged : told.refused).insert(id);
  }
  if (--running == 0) runtime.stop();
}

// Opens the database of `directory`, lets all clients write, and closes it.
void write_all(const std::string& directory, Told& told) {
  kernel::RealRuntime runtime({.loops = 1, .workers = 1});
  kernel::Database database(runtime, open_store(directory));
  int running = clients;
  for (int i = 0; i < clients; ++i)
    runtime.spawn(client(runtime, database, i * writes_each, told, running));
  runtime.run();
  database.close();
  runtime.destroy_frames();
}

std::set<int> rows_in(const std::string& directory) {
  const auto store = open_store(directory);
  kernel::Queries queries(store->writer());
  std::set<int> ids;
  queries.each("SELECT id, length(text) FROM thing", [&](const kernel::RowView& row) {
    ids.insert(row.get<int>(0));
    CHECK(row.get<int>(1) == (row.get<int>(0) % 5 == 0 ? 9000 : 40));
  });
  return ids;
}

void check_sound(const std::string& directory) {
  CHECK(kernel::check_database(directory + "/sample.db").module == "sample");
}

bool includes(const std::set<int>& all, const std::set<int>& some) {
  return std::includes(all.begin(), all.end(), some.begin(), some.end());
}

std::uint64_t operations_of_one_run() {
  BadDisk& disk = BadDisk::instance();
  disk.begin();
  const Directory directory;
  Told told;
  write_all(directory.data(), told);
  CHECK(told.acknowledged.size() == clients * writes_each);
  return disk.operations();
}

// All of the table is read.
int rows_of(kernel::Database& database) {
  auto reader = database.read();
  return reader.one("SELECT count(*), sum(length(text)) FROM thing")->get<int>(0);
}

bool is_unavailable(kernel::Database& database) {
  try {
    rows_of(database);
    return false;
  } catch (const kernel::Error& error) {
    return error.code == Code::unavailable;
  }
}

kernel::Task<> ill_then_well(kernel::RealRuntime& runtime, kernel::Database& database,
                             Told& meanwhile, Told& later) {
  int running = 2;
  BadDisk::instance().fail(Trouble::read_error, 0, 1'000'000);
  for (int i = 0; i < 3; ++i) CHECK(is_unavailable(database));
  co_await client(runtime, database, 1000, meanwhile, running);
  BadDisk::instance().fail(Trouble::none, 0, 0);
  co_await client(runtime, database, 2000, later, running);
}

}  // namespace

TEST_CASE("after a power cut at any operation, all that was acknowledged is there, and sound") {
  BadDisk& disk = BadDisk::instance();
  const std::uint64_t operations = operations_of_one_run();
  REQUIRE(operations > 100);
  std::mt19937_64 random(7);
  int in_the_middle = 0;
  for (std::uint64_t at = 1; at <= operations; at += 1 + operations / 150) {
    CAPTURE(at);
    disk.begin();
    const Directory directory;
    Told told;
    std::set<int> acknowledged;
    bool cut = false;
    disk.at_operation(at, [&] {
      acknowledged = told.acknowledged_now();
      disk.cut_power(directory.data(), directory.found(), random);
      cut = true;
    });
    write_all(directory.data(), told);
    if (!cut) continue;  // commits fell together: fewer operations than in the first run
    disk.begin();

    const auto rows = rows_in(directory.found());

    CHECK(includes(rows, acknowledged));
    check_sound(directory.found());
    in_the_middle += !acknowledged.empty() && acknowledged.size() < clients * writes_each;
  }
  CHECK(in_the_middle > 30);
}

TEST_CASE("a disk that fails refuses writes with an error, and goes on when it is well again") {
  BadDisk& disk = BadDisk::instance();
  const std::uint64_t operations = operations_of_one_run();
  for (const Trouble trouble : {Trouble::full, Trouble::write_error, Trouble::sync_error}) {
    int refused = 0;
    // Not while the database is made: whoever cannot do that does not start.
    for (std::uint64_t from = operations / 3; from < operations; from += operations / 12) {
      CAPTURE(static_cast<int>(trouble));
      CAPTURE(from);
      disk.begin();
      const Directory directory;
      Told told;
      disk.fail(trouble, from, 5);

      write_all(directory.data(), told);

      CHECK(told.acknowledged.size() + told.refused.size() == clients * writes_each);
      refused += static_cast<int>(told.refused.size());
      disk.fail(Trouble::none, 0, 0);
      CHECK(includes(rows_in(directory.data()), told.acknowledged));
      check_sound(directory.data());
      Told later;
      kernel::RealRuntime runtime({.loops = 1, .workers = 1});
      kernel::Database database(runtime, open_store(directory.data()));
      int running = 1;
      runtime.spawn(client(runtime, database, 1000, later, running));
      runtime.run();
      database.close();
      runtime.destroy_frames();
      CHECK(later.acknowledged.size() == writes_each);
    }
    CHECK(refused > 0);
  }
}

TEST_CASE("a disk that is full for good refuses everything, and what was there stays readable") {
  BadDisk& disk = BadDisk::instance();
  disk.begin();
  const Directory directory;
  Told before;
  write_all(directory.data(), before);
  disk.fail(Trouble::full, 0, 1'000'000);
  Told told;
  {
    kernel::RealRuntime runtime({.loops = 1, .workers = 1});
    kernel::Database database(runtime, open_store(directory.data()));
    int running = 1;
    runtime.spawn(client(runtime, database, 1000, told, running));
    runtime.run();
    CHECK(told.refused.size() == writes_each);
    auto reader = database.read();
    CHECK(reader.one("SELECT count(*) FROM thing")->get<int>(0) == clients * writes_each);
    database.close();
    runtime.destroy_frames();
  }
  disk.fail(Trouble::none, 0, 0);
  CHECK(rows_in(directory.data()) == before.acknowledged);
}

TEST_CASE("a disk that cannot be read makes reads and writes unavailable until it is well again") {
  BadDisk& disk = BadDisk::instance();
  disk.begin();
  const Directory directory;
  Told before;
  write_all(directory.data(), before);
  kernel::RealRuntime runtime({.loops = 1, .workers = 1});
  kernel::Database database(runtime, open_store(directory.data()));
  Told meanwhile, later;

  runtime.spawn(ill_then_well(runtime, database, meanwhile, later));
  runtime.run();

  CHECK(!meanwhile.refused.empty());
  CHECK(later.acknowledged.size() == writes_each);
  CHECK(rows_of(database) ==
        static_cast<int>(before.acknowledged.size() + meanwhile.acknowledged.size() + writes_each));
  database.close();
  runtime.destroy_frames();
  check_sound(directory.data());
}
