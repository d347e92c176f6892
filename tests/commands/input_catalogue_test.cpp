#include <doctest/doctest.h>

#include <map>
#include <set>
#include <string>

#include "commands/input/catalogue_file.h"
#include "input_files.h"
#include "kernel/error.h"

namespace commands {
namespace {

const std::string header = "sku,name,description,category,price,currency,stock\n";

Catalogue read(const std::string& text, CatalogueFormat format) {
  return test::read_text(text, [format](std::istream& in) { return read_catalogue(in, format); });
}

Catalogue read_csv(const std::string& rows) { return read(header + rows, CatalogueFormat::csv); }

Catalogue read_json(const std::string& text) { return read(text, CatalogueFormat::json); }

std::string json_fault(const std::string& text) {
  try {
    read_json(text);
  } catch (const kernel::Error& error) {
    CHECK(error.code == kernel::Code::invalid_argument);
    return error.message;
  }
  return "";
}

// What makes a good element one, with one member replaced.
std::string element(const std::string& key = "", const std::string& value = "") {
  std::map<std::string, std::string> members = {
      {"sku", R"("MUG")"},      {"name", R"("Mug")"},
      {"description", R"("")"}, {"category", R"("Kitchen")"},
      {"stock", "7"},           {"price", R"({"amount":255,"currency":"GBP"})"}};
  if (!key.empty()) members[key] = value;
  std::string text = "{";
  for (const auto& [name, member] : members) {
    if (!member.empty()) text += (text.size() > 1 ? ",\"" : "\"") + name + "\":" + member;
  }
  return text + "}";
}

TEST_CASE("a csv row becomes a product, trimmed, its price in minor units of its currency") {
  const auto catalogue = read_csv(
      " MUG , Mug ,\"Holds tea.\nAnd coffee.\", Kitchen , 12.50 , GBP , 96\n"
      "PEN,Pen,,Paper,1500,JPY,0\n"
      "CUP,Cup,,Kitchen,1.250,KWD,1\n");

  CHECK(catalogue.refusals.empty());
  CHECK(catalogue.rows == 3);
  REQUIRE(catalogue.products.size() == 3);
  const CatalogueRow& mug = catalogue.products[0];
  CHECK(mug.sku == "MUG");
  CHECK(mug.name == "Mug");
  CHECK(mug.description == "Holds tea.\nAnd coffee.");
  CHECK(mug.category == "Kitchen");
  CHECK(mug.price == kernel::Money{1250, {}});
  CHECK(mug.stock == 96);
  CHECK(mug.line == 2);
  CHECK(catalogue.products[1].price == kernel::Money{1500, *kernel::Currency::parse("JPY")});
  CHECK(catalogue.products[1].line == 4);
  CHECK(catalogue.products[2].price == kernel::Money{1250, *kernel::Currency::parse("KWD")});
}

TEST_CASE("a csv row that is no product is refused with its reason, and the rest is read") {
  const struct {
    std::string row;
    const char* reason;
  } cases[] = {
      {",Mug,,Kitchen,1,GBP,1", "sku is empty"},
      {std::string(65, 'S') + ",Mug,,Kitchen,1,GBP,1", "sku is longer than 64 bytes"},
      {"MUG,   ,,Kitchen,1,GBP,1", "name is empty"},
      {"MUG," + std::string(201, 'n') + ",,Kitchen,1,GBP,1", "name is longer than 200 bytes"},
      {"MUG,\"Two\nlines\",,Kitchen,1,GBP,1", "name has control characters"},
      {"MUG,Mug,\x07,Kitchen,1,GBP,1", "description has control characters"},
      {"MUG,Mug,,,1,GBP,1", "category is empty"},
      {"MUG,Mug,,Kitchen,0,GBP,1", "price is not above 0"},
      {"MUG,Mug,,Kitchen,-1,GBP,1", "price is not above 0"},
      {"MUG,Mug,,Kitchen,100000000.01,GBP,1", "price is above 10000000000 minor units"},
      {"MUG,Mug,,Kitchen,£1,GBP,1", "price is not a decimal with at most 2 places for GBP: '£1'"},
      {"MUG,Mug,,Kitchen,1.005,GBP,1",
       "price is not a decimal with at most 2 places for GBP: '1.005'"},
      {"MUG,Mug,,Kitchen,1.5,JPY,1", "price is not a decimal with at most 0 places for JPY: '1.5'"},
      {"MUG,Mug,,Kitchen,1,gbp,1", "currency is not three capital letters: 'gbp'"},
      {"MUG,Mug,,Kitchen,1,,1", "currency is not three capital letters: ''"},
      {"MUG,Mug,,Kitchen,1,GBP,-1", "stock is below 0"},
      {"MUG,Mug,,Kitchen,1,GBP,1000000001", "stock is above 1000000000"},
      {"MUG,Mug,,Kitchen,1,GBP,1.5", "stock is not a whole number: '1.5'"},
      {"MUG,Mug,,Kitchen,1,GBP,", "stock is not a whole number: ''"},
      {"MUG,Mug,,Kitchen,1,GBP,99999999999999999999",
       "stock is not a whole number: '99999999999999999999'"},
      {"MUG,Mug,,Kitchen,1,GBP", "6 fields instead of 7"},
  };
  for (const auto& c : cases) {
    CAPTURE(c.row);
    const auto catalogue = read_csv(c.row + "\nPEN,Pen,,Paper,1,GBP,1\n");

    REQUIRE(catalogue.refusals.size() == 1);
    CHECK(catalogue.refusals[0].reason == c.reason);
    CHECK(catalogue.refusals[0].line == 2);
    CHECK(catalogue.rows == 2);
    REQUIRE(catalogue.products.size() == 1);
    CHECK(catalogue.products[0].sku == "PEN");
  }
}

TEST_CASE("a sku that stands twice is refused the second time, with the line of the first") {
  const auto catalogue = read_csv(
      "MUG,Mug,,Kitchen,1,GBP,1\nmug,Another,,Kitchen,1,GBP,1\nMUG,Again,,Kitchen,2,GBP,2\n");

  CHECK(catalogue.products.size() == 2);
  REQUIRE(catalogue.refusals.size() == 1);
  CHECK(catalogue.refusals[0].line == 4);
  CHECK(catalogue.refusals[0].reason == "sku MUG already stands in line 2");
  CHECK(catalogue.refusals[0].text == "MUG,Again,,Kitchen,2,GBP,2");
}

TEST_CASE("a JSON array becomes the same products as the csv file") {
  const auto catalogue = read_json(
      "\xEF\xBB\xBF[\n  {\"sku\": \"MUG\", \"name\": \" Mug \", \"description\": \"[{\\\"\",\n"
      "   \"category\": \"Kitchen\", \"price\": {\"amount\": 1250, \"currency\": \"GBP\"},\n"
      "   \"stock\": 96, \"active\": true},\n\n  {\"sku\": \"PEN\", \"name\": \"Pen\","
      " \"description\": \"\", \"category\": \"Paper\",\n   \"stock\": 0, \"currency\": \"JPY\","
      " \"price\": {\"amount\": 1500, \"currency\": \"JPY\"}}\n]\n");

  CHECK(catalogue.refusals.empty());
  CHECK(catalogue.rows == 2);
  REQUIRE(catalogue.products.size() == 2);
  CHECK(catalogue.products[0].name == "Mug");
  CHECK(catalogue.products[0].description == "[{\"");
  CHECK(catalogue.products[0].price == kernel::Money{1250, {}});
  CHECK(catalogue.products[0].line == 2);
  CHECK(catalogue.products[1].price == kernel::Money{1500, *kernel::Currency::parse("JPY")});
  CHECK(catalogue.products[1].line == 6);
}

TEST_CASE("a JSON element that is no product is refused with its line, and the rest is read") {
  const struct {
    std::string element;
    const char* reason;
  } cases[] = {
      {"7", "not an object"},
      {"\"]\"", "not an object"},
      {"[[]]", "not an object"},
      {element("sku", ""), "no sku"},
      {element("name", "7"), "name is not a string"},
      {element("name", R"("a\u0000b")"), "name has control characters"},
      {element("price", "2.55"), R"(price is not {"amount":…,"currency":"…"} in minor units)"},
      {element("price", R"({"amount":2.55,"currency":"GBP"})"),
       "price: amount is not a whole number of 64 bits"},
      {element("price", R"({"amount":18446744073709551615,"currency":"GBP"})"),
       "price: amount is not a whole number of 64 bits"},
      {element("price", R"({"amount":255})"), "price: no currency"},
      {element("price", R"({"amount":255,"currency":"pound"})"),
       "price: currency is not three capital letters"},
      {element("price", R"({"amount":-1,"currency":"GBP"})"), "price is not above 0"},
      {element("currency", R"("EUR")"), "currency is not that of the price"},
      {element("stock", "\"7\""), "stock is not a whole number of 64 bits"},
      {element("sku", R"("PEN")"), "sku PEN already stands in line 2"},
  };
  for (const auto& c : cases) {
    CAPTURE(c.element);
    const auto text =
        "[\n" + element("sku", R"("PEN")") + ",\n" + c.element + ",\n" + element() + "]";
    const auto catalogue = read_json(text);

    REQUIRE(catalogue.refusals.size() == 1);
    CHECK(catalogue.refusals[0].reason == c.reason);
    CHECK(catalogue.refusals[0].line == 3);
    CHECK(catalogue.rows == 3);
    CHECK(catalogue.products.size() == 2);
  }
}

TEST_CASE("a file that is no array of JSON is refused as a whole, with the line") {
  CHECK(json_fault("").starts_with("line 1: not JSON: "));
  CHECK(json_fault("[\n{}\n,,]").starts_with("line 3: not JSON: "));
  CHECK(json_fault("[\n{}\n").starts_with("line 3: not JSON: "));
  CHECK(json_fault("[]\n[]").starts_with("line 2: not JSON: "));
  CHECK(json_fault("[\"caf\xE9\"]").starts_with("line 1: not JSON: "));
  CHECK(json_fault(std::string(100'000, '[')).starts_with("line 1: not JSON: "));
  CHECK(json_fault("{}") == "line 1: the JSON is not an array of products");
  CHECK(read_json(" [ ] ").rows == 0);
}

TEST_CASE("the demo shop is whole: 100 products in 8 categories, none refused") {
  auto file = test::open_source("demo/products.csv");
  REQUIRE(file.is_open());

  const auto catalogue = read_catalogue(file, CatalogueFormat::csv);

  CHECK(catalogue.refusals.empty());
  CHECK(catalogue.rows == 100);
  CHECK(catalogue.products.size() == 100);
  std::set<std::string> categories, names, descriptions;
  int sold_out = 0;
  for (const auto& product : catalogue.products) {
    categories.insert(product.category);
    names.insert(product.name);
    descriptions.insert(product.description);
    CHECK_FALSE(product.description.empty());
    CHECK(product.price.currency.text() == "GBP");
    CHECK(product.stock <= 400);
    sold_out += product.stock == 0 ? 1 : 0;
  }
  CHECK(categories.size() == 8);
  CHECK(names.size() == 100);
  CHECK(descriptions.size() == 100);
  CHECK(sold_out == 3);
}

}  // namespace
}  // namespace commands
