#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <string>

#include "commands/input/catalogue_file.h"
#include "commands/input/retail_orders.h"
#include "input_files.h"
#include "kernel/error.h"

namespace commands {
namespace {

const std::string header =
    "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n";

struct Totals {
  std::size_t products = 0;
  std::size_t orders = 0;
  std::int64_t lines = 0;
  std::int64_t units = 0;
  std::int64_t revenue = 0;  // pence, at the catalogue's prices
  std::int64_t refused = 0;
  std::int64_t rows = 0;
  bool operator==(const Totals&) const = default;
};

struct Shop {
  Catalogue catalogue;
  RetailOrders orders;
  std::map<std::string, CatalogueRow> products;

  explicit Shop(const std::filesystem::path& path) {
    std::ifstream first(path, std::ios::binary);
    REQUIRE(first.is_open());
    catalogue = read_catalogue(first, CatalogueFormat::online_retail);
    std::ifstream second(path, std::ios::binary);
    orders = read_retail_orders(second);
    for (const auto& product : catalogue.products) products[product.sku] = product;
  }

  Totals totals() const {
    Totals totals{.products = catalogue.products.size(), .orders = orders.orders.size()};
    totals.refused = static_cast<std::int64_t>(orders.refusals.size());
    totals.rows = orders.rows;
    for (const auto& order : orders.orders) {
      for (const auto& line : order.lines) {
        ++totals.lines;
        totals.units += line.quantity;
        totals.revenue += products.at(line.sku).price.amount * line.quantity;
      }
    }
    return totals;
  }

  const RetailOrder& order(const std::string& invoice) const {
    const auto found = std::find_if(orders.orders.begin(), orders.orders.end(),
                                    [&](const auto& o) { return o.invoice == invoice; });
    REQUIRE(found != orders.orders.end());
    return *found;
  }

  std::map<std::string, std::int64_t> stock_after_all_orders() const {
    std::map<std::string, std::int64_t> stock;
    for (const auto& [sku, product] : products) stock[sku] = product.stock;
    for (const auto& order : orders.orders) {
      for (const auto& line : order.lines) stock[line.sku] -= line.quantity;
    }
    return stock;
  }
};

Shop synthetic(const std::string& name) {
  return Shop(test::source_folder() / "tests/data" / name);
}

void check_that_everything_is_sold(const Shop& shop) {
  for (const auto& [sku, stock] : shop.stock_after_all_orders()) {
    CAPTURE(sku);
    CHECK(stock == 0);
  }
}

using Lines = std::vector<RetailOrderLine>;

TEST_CASE("the synthetic shop has the counts that were computed by other means") {
  const Shop shop = synthetic("online-retail-small.csv");

  CHECK(shop.totals() == Totals{.products = 25,
                                .orders = 15,
                                .lines = 36,
                                .units = 81'445,
                                .revenue = 17'412'143,
                                .refused = 0,
                                .rows = 55});
  CHECK(shop.catalogue.rows == 55);
  CHECK(shop.catalogue.refusals.empty());
  check_that_everything_is_sold(shop);
}

TEST_CASE("a retail product has the price of its first sale, its first name, all that is sold") {
  const Shop shop = synthetic("online-retail-small.csv");
  const struct {
    const char* sku;
    std::int64_t pence;
    const char* name;
    std::int64_t stock;
  } cases[] = {
      {"21001", 425, "BLUE GLAZED PIE DISH", 34},     // sold at three prices, under two names
      {"21003A", 85, "SET OF 3 JAM LABELS", 12},      // a cancellation takes nothing back
      {"21003a", 95, "SET OF 3 JAM LABELS PINK", 6},  // case counts
      {"21006", 850, "PICTURE FRAME 7\" OAK", 3},     // trimmed
      {"21007", 1125, "TRAY, \"GOOD MORNING\", ROUND", 1},
      {"21008", 105, "PAPER STAR GARLAND", 15},  // its first sale names nothing
      {"21010", 1335, "ENAMEL JUG", 2},          // "damaged" was no sale
      {"21014", 1, "PAPER CLIP LOOSE", 40},      // 0.005
      {"21016", 13, "STICKER SINGLE", 280},      // 0.125
      {"21018", 208, "PAPER CRAFT LITTLE WREN", 80'995},
      {"21019", 1995, "CAFÉ CUPS, SET/4", 2},
      {"21020", 999, "GARDEN SIGN TWO LINES", 2},  // a name is one line
      {"21021", 50, "21021", 3},                   // never named
      {"21023", 268, "FELT BRIEFCASE", 1},         // 2.675
      {"POST", 1800, "POSTAGE", 1},
  };
  for (const auto& c : cases) {
    CAPTURE(c.sku);
    REQUIRE(shop.products.count(c.sku) == 1);
    const CatalogueRow& product = shop.products.at(c.sku);
    CHECK(product.price == kernel::Money{c.pence, {}});
    CHECK(product.name == c.name);
    CHECK(product.stock == c.stock);
    CHECK(product.category == "Gifts");
    CHECK(product.description.empty());
  }
  for (const char* unsold : {"21011", "21013", "21015", "21022X", "B", "BANK CHARGES", "D"}) {
    CAPTURE(unsold);
    CHECK(shop.products.count(unsold) == 0);
  }
}

TEST_CASE("an order is an invoice's sale lines, repeated products added up, in file order") {
  const Shop shop = synthetic("online-retail-small.csv");

  CHECK(shop.order("900002").lines == Lines{{"21001", 3}, {"21004", 3}, {"21005", 1}});
  CHECK(shop.order("900010").lines == Lines{{"21012", 8}});
  CHECK(shop.order("900012").lines == Lines{{"21018", 80'995}});
  CHECK(shop.order("900018").lines == Lines{{"21016", 250}, {"21003a", 2}});
  CHECK(shop.order("900019").lines == Lines{{"21004", 12}, {"21005", 3}});
  CHECK(shop.orders.orders.front().invoice == "900001");
  CHECK(shop.orders.orders.front().line == 2);
  CHECK(shop.order("900018").recorded_at == kernel::parse_time("2011-03-01T13:00:00.000Z"));
  const auto by_line = [](const auto& a, const auto& b) { return a.line < b.line; };
  CHECK(std::is_sorted(shop.orders.orders.begin(), shop.orders.orders.end(), by_line));
}

TEST_CASE("who has no customer number is a guest of that invoice alone") {
  const Shop shop = synthetic("online-retail-small.csv");

  CHECK(shop.order("900001").customer_id == "70001.0");
  CHECK(shop.order("900001").buyer() == shop.order("900017").buyer());
  CHECK(shop.order("900002").customer_id == "");
  CHECK(shop.order("900002").buyer() != shop.order("900016").buyer());
  std::set<std::string> buyers;
  for (const auto& order : shop.orders.orders) buyers.insert(order.buyer());
  CHECK(buyers.size() == 8 + 2);
  CHECK(RetailOrder{"7", "", {}, {}, 1}.buyer() != RetailOrder{"8", "7", {}, {}, 2}.buyer());
}

TEST_CASE("malformed rows are refused one by one; rows that are no sales are not among them") {
  const Shop shop = synthetic("online-retail-bad.csv");

  CHECK(shop.totals() == Totals{.products = 3,
                                .orders = 3,
                                .lines = 4,
                                .units = 13,
                                .revenue = 2'049,
                                .refused = 13,
                                .rows = 18});
  const std::map<std::int64_t, std::string> expected = {
      {3, "6 fields instead of 8"},
      {4, "9 fields instead of 8"},
      {5, "Quantity is not a whole number within ±1000000000: 'two'"},
      {6, "Quantity is not a whole number within ±1000000000: '1.5'"},
      {7, "UnitPrice is not a decimal within ±1000000: ''"},
      {8, "UnitPrice is not a decimal within ±1000000: '£3.50'"},
      {9, "Quantity is not a whole number within ±1000000000: '99999999999999999999'"},
      {10, "StockCode is empty"},
      {11, "InvoiceNo is empty"},
      {12, "field 3: a quote inside an unquoted field"},
      {13, "field 3: text after its closing quote"},
      {14, "not valid UTF-8"},
      {17, "field 3: its quote is never closed"},
  };
  std::map<std::int64_t, std::string> refused;
  for (const auto& refusal : shop.orders.refusals) refused[refusal.line] = refusal.reason;
  CHECK(refused == expected);
  REQUIRE(shop.catalogue.refusals.size() == shop.orders.refusals.size());
  CHECK(shop.catalogue.refusals[11].text ==
        "910001,22012,CAF? CUP,1,2011-04-01 09:00:00,3.5,71001.0,United Kingdom");
  check_that_everything_is_sold(shop);
}

TEST_CASE("a date that is not understood costs the order nothing but its time") {
  const auto orders = test::read_text(
      header + "1,A,Mug,1,1/12/2010 8:26,2.5,7,UK\n2,A,Mug,1,2010-02-30 08:26:00,2.5,7,UK\n",
      read_retail_orders);

  CHECK(orders.refusals.empty());
  REQUIRE(orders.orders.size() == 2);
  CHECK_FALSE(orders.orders[0].recorded_at.has_value());
  CHECK_FALSE(orders.orders[1].recorded_at.has_value());
}

TEST_CASE("codes that could not become keys are refused") {
  const auto orders =
      test::read_text(header + "\"1\n2\",A,Mug,1,,2.5,7,UK\n1," + std::string(65, 'A') +
                          ",Mug,1,,2.5,7,UK\n1,A," + std::string(201, 'd') + ",1,,2.5,7,UK\n",
                      read_retail_orders);

  REQUIRE(orders.refusals.size() == 3);
  CHECK(orders.refusals[0].reason == "InvoiceNo has control characters");
  CHECK(orders.refusals[1].reason == "StockCode is longer than 64 bytes");
  CHECK(orders.refusals[2].reason == "Description is longer than 200 bytes");
  CHECK(orders.orders.empty());
}

TEST_CASE("a file of another format is refused by its header") {
  CHECK_THROWS_WITH_AS(
      test::read_text("sku,name\n", read_retail_orders),
      "line 1: no column InvoiceNo, StockCode, Description, Quantity, InvoiceDate, UnitPrice, "
      "CustomerID; found: sku,name; needed: InvoiceNo,StockCode,Description,Quantity,InvoiceDate,"
      "UnitPrice,CustomerID",
      kernel::Error);
}

TEST_CASE("the real shop has the counts that the data set's rules give") {
  const auto path = test::real_retail_file();
  if (!std::filesystem::exists(path)) {
    MESSAGE("SKIPPED: no real data at " << path.string() << " (set CLEAVE_RETAIL_DATA)");
    return;
  }
  const Shop shop(path);

  CHECK(shop.totals() == Totals{.products = 1'990,
                                .orders = 424,
                                .lines = 9'508,
                                .units = 90'121,
                                .revenue = 18'737'529,
                                .refused = 0,
                                .rows = 10'000});
  CHECK(shop.catalogue.refusals.empty());
  check_that_everything_is_sold(shop);
  std::size_t longest = 0;
  for (const auto& order : shop.orders.orders) {
    longest = std::max(longest, order.lines.size());
    CHECK(order.recorded_at.has_value());
  }
  CHECK(longest > 500);
}

}  // namespace
}  // namespace commands
