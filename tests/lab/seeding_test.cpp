#include "lab/arms/seeding.h"

#include <doctest/doctest.h>

#include <fstream>
#include <iterator>
#include <map>
#include <set>

#include "api_client.h"
#include "kernel/error.h"
#include "lab/arms/arm.h"
#include "lab/arms/shop_files.h"
#include "lab_support.h"

namespace lab::test {
namespace {

namespace fs = std::filesystem;

std::map<std::string, std::string> files_of(const std::string& directory) {
  std::map<std::string, std::string> files;
  for (const auto& entry : fs::recursive_directory_iterator(directory)) {
    if (!entry.is_regular_file()) continue;
    std::ifstream file(entry.path(), std::ios::binary);
    files[fs::relative(entry.path(), directory).string()] =
        std::string((std::istreambuf_iterator<char>(file)), {});
  }
  return files;
}

std::size_t mails_in(const std::string& directory) {
  std::size_t count = 0;
  for (const auto& [name, text] : files_of(directory)) count += name.starts_with("mail/");
  return count;
}

TEST_CASE("a seeded shop has the demo's products, customers with tokens, and is at rest") {
  const auto& shop = small_shop();

  CHECK(shop.products.size() == 100);
  CHECK(shop.tokens.size() == 12);
  CHECK(std::set(shop.tokens.begin(), shop.tokens.end()).size() == 12);
  CHECK(!shop.admin_token.empty());
  CHECK(is_quiet(shop.directory));
  CHECK(mails_in(shop.directory) >= 12);  // each was welcomed
  for (const auto& product : shop.products) {
    CHECK(product.stock % 100 == 0);  // multiplied
    CHECK(product.price > 0);
    CHECK(!product.id.empty());
    CHECK(!product.sku.empty());
    CHECK(!product.category.empty());
  }
}

TEST_CASE("nothing is left in a write-ahead log of a seeded shop") {
  for (const auto& [name, text] : files_of(small_shop().directory)) {
    CAPTURE(name);
    if (name.ends_with("-wal")) CHECK(text.empty());
  }
}

TEST_CASE("copies of a shop are the same, without locks and sockets") {
  const Folder folder;
  copy_shop(small_shop(), folder.path() + "/a");
  copy_shop(small_shop(), folder.path() + "/b");

  const auto a = files_of(folder.path() + "/a");
  CHECK(a == files_of(folder.path() + "/b"));
  CHECK(a.contains("order.db"));
  for (const auto& [name, text] : a) {
    CAPTURE(name);
    CHECK((name.ends_with(".db") || name.ends_with(".db-wal") || name.starts_with("mail/")));
  }
}

TEST_CASE("a directory that is there already is not overwritten") {
  const Folder folder;
  CHECK_THROWS_AS(copy_shop(small_shop(), folder.path()), kernel::Error);
}

struct Stocks {
  std::int64_t in_changed = 0;
  std::int64_t in_other = 0;
};

kernel::Task<std::int64_t> stock_seen(app::ApiClient& api, const std::string& id) {
  app::ApiRequest request{"GET", "/api/v1/products/" + id};
  const auto reply = co_await api.send(request);
  CHECK(reply.status == 200);
  const auto at = reply.body.find("\"stock\":");
  CHECK(at != reply.body.npos);
  co_return std::stoll(reply.body.substr(at + 8));
}

kernel::Task<> change_one(Lab& lab, const SeededShop& shop, Stocks& seen) {
  const auto plan = plan_arm("monolith");
  Arm changed(lab, plan, lab.directory + "/a");
  Arm other(lab, plan, lab.directory + "/b");
  co_await changed.start();
  co_await other.start();
  app::ApiClient changed_api(lab.runtime, changed.url());
  app::ApiClient other_api(lab.runtime, other.url());
  const auto& id = shop.products.front().id;
  const kernel::SecretText admin(shop.admin_token);
  app::ApiRequest request{"PUT", "/api/v1/products/" + id + "/stock"};
  request.body = R"({"stock":7})";
  request.token = &admin;
  const auto reply = co_await changed_api.send(request);
  CHECK(reply.status == 200);
  seen.in_changed = co_await stock_seen(changed_api, id);
  seen.in_other = co_await stock_seen(other_api, id);
  co_await changed.stop();
  co_await other.stop();
}

TEST_CASE("what happens in one copy is not seen in another, and tokens hold in both") {
  const Folder folder;
  copy_shop(small_shop(), folder.path() + "/a");
  copy_shop(small_shop(), folder.path() + "/b");
  Bench bench(folder.path());
  Stocks seen;

  bench.run(change_one(bench.lab, small_shop(), seen));

  CHECK(seen.in_changed == 7);
  CHECK(seen.in_other == small_shop().products.front().stock);
}

kernel::Task<> seed_from(Lab& lab, const SeedingOptions& options, SeededShop& shop) {
  shop = co_await seed_shop(lab, options);
}

TEST_CASE("a catalogue of one's own fills the shop") {
  const Folder folder;
  std::ofstream(folder.path() + "/own.json")
      << R"([{"sku":"A-1","name":"Anvil","description":"","category":"Tools",)"
      << R"("price":{"amount":1250,"currency":"GBP"},"stock":3}])";
  Bench bench(folder.path());
  SeedingOptions options;
  options.catalogue = folder.path() + "/own.json";
  options.format = "json";
  options.stock_factor = 1'000;
  options.customers = 1;
  SeededShop shop;

  bench.run(seed_from(bench.lab, options, shop));

  REQUIRE(shop.products.size() == 1);
  CHECK(shop.products[0].sku == "A-1");
  CHECK(shop.products[0].name == "Anvil");
  CHECK(shop.products[0].category == "Tools");
  CHECK(shop.products[0].price == 1250);
  CHECK(shop.products[0].stock == 3'000);
}

TEST_CASE("a catalogue that cannot be read ends the seeding and says so") {
  const Folder folder;
  Bench bench(folder.path());
  SeedingOptions options;
  options.catalogue = folder.path() + "/none.csv";
  SeededShop shop;

  CHECK_THROWS_WITH_AS(bench.run(seed_from(bench.lab, options, shop)),
                       doctest::Contains("cannot be opened"), kernel::Error);
}

}  // namespace
}  // namespace lab::test
