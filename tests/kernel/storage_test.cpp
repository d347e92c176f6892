#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "kernel/real_runtime.h"
#include "sample_module.h"
#include "support/bench.h"

using kernel::Code;
using kernel::Store;

namespace {

struct Directory {
  std::string path;
  Directory() {
    path = (std::filesystem::temp_directory_path() / "cleave-storage-XXXXXX").string();
    REQUIRE(::mkdtemp(path.data()) != nullptr);
  }
  ~Directory() { std::filesystem::remove_all(path); }
};

constexpr std::array<std::string_view, 1> version_1{"CREATE TABLE thing (id INTEGER PRIMARY KEY)"};
constexpr std::array<std::string_view, 2> version_2{"CREATE TABLE thing (id INTEGER PRIMARY KEY)",
                                                    "ALTER TABLE thing ADD name TEXT"};

std::string refusal(const std::string& directory, const std::string& module,
                    kernel::Migrations migrations) {
  try {
    kernel::StorageOptions options;
    options.directory = directory;
    options.owner = "second";
    Store::open(options, module, migrations);
  } catch (const kernel::Error& error) {
    CHECK(error.code == Code::failed_precondition);
    return error.message;
  }
  return "";
}

kernel::StorageOptions in(const Directory& directory) {
  kernel::StorageOptions options;
  options.directory = directory.path;
  options.owner = "first";
  return options;
}

}  // namespace

TEST_CASE("a database that another holds is refused, and the holder is named") {
  const Directory directory;
  const auto store = Store::open(in(directory), "order", version_1);

  const std::string why = refusal(directory.path, "order", version_1);

  CHECK(why.find("held by first (pid " + std::to_string(::getpid())) != std::string::npos);
}

TEST_CASE("a database of a newer version, of another module or of something else is refused") {
  const Directory directory;
  Store::open(in(directory), "order", version_2);

  CHECK(refusal(directory.path, "order", version_1).find("newer version") != std::string::npos);

  std::filesystem::rename(directory.path + "/order.db", directory.path + "/cart.db");
  CHECK(refusal(directory.path, "cart", version_2).find("of module order") != std::string::npos);

  std::ofstream(directory.path + "/auth.db") << std::string(5000, 'x');
  CHECK(refusal(directory.path, "auth", version_1).find("not a database") != std::string::npos);
}

TEST_CASE("a directory that cannot be written is refused in one line") {
  const std::string why = refusal("/proc/nothing", "order", version_1);

  CHECK(why.find("/proc/nothing") != std::string::npos);
  CHECK(why.find('\n') == std::string::npos);
}

TEST_CASE("migrations run once, from whatever version is there") {
  const Directory directory;
  Store::open(in(directory), "order", version_1);
  const auto store = Store::open(in(directory), "order", version_2);

  kernel::Queries queries(store->writer());
  CHECK(queries.one("SELECT count(*) FROM pragma_table_info('thing')")->get<int>(0) == 2);
}

namespace {

kernel::Task<> write_many(kernel::Database& database, int from, int& failures) {
  for (int i = from; i < from + 50; ++i) {
    const auto insert = [&](kernel::Transaction& tx) {
      tx.run("INSERT INTO thing (id) VALUES (?)", i);
      if (i % 10 == 3) throw kernel::Error(Code::conflict, "as told");
    };
    try {
      co_await database.write(insert);
    } catch (const kernel::Error&) {
      ++failures;
    }
  }
}

}  // namespace

TEST_CASE("on the real runtime a failing transaction rolls back alone, and the rest is durable") {
  const Directory directory;
  constexpr int clients = 20;
  {
    kernel::RealRuntime runtime({1, 1});
    kernel::Database database(runtime, Store::open(in(directory), "order", version_1));
    int failures = 0;
    int running = clients;
    const auto client = [](kernel::RealRuntime& loops, kernel::Database& target, int from,
                           int& failed, int& left) -> kernel::Task<> {
      co_await write_many(target, from, failed);
      if (--left == 0) loops.stop();
    };
    for (int i = 0; i < clients; ++i)
      runtime.spawn(client(runtime, database, i * 50, failures, running));
    runtime.run();
    CHECK(failures == clients * 5);
    database.close();
    runtime.destroy_frames();
  }
  const auto store = Store::open(in(directory), "order", version_1);
  kernel::Queries queries(store->writer());
  CHECK(queries.one("SELECT count(*) FROM thing")->get<int>(0) == clients * 45);
}

TEST_CASE("a full write queue refuses at once") {
  kernel::sim::World world{1};
  auto& host = world.host("a");
  kernel::StorageOptions small;
  small.queue_max = 2;
  const auto store = Store::open(small, "order", version_1);
  kernel::Database database(host, store);
  int refused = 0;
  const auto client = [](kernel::Database& target, int id, int& full) -> kernel::Task<> {
    const auto insert = [&](kernel::Transaction& tx) {
      tx.run("INSERT INTO thing (id) VALUES (?)", id);
    };
    try {
      co_await target.write(insert);
    } catch (const kernel::Error& error) {
      if (error.code == Code::resource_exhausted) ++full;
    }
  };

  host.enter([&] {
    for (int i = 0; i < 10; ++i) host.spawn(client(database, i, refused));
  });
  world.run_for(std::chrono::seconds(1));

  CHECK(refused == 7);  // one is being committed, two wait
  host.crash();
}
