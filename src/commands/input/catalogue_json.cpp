#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>
#include <optional>
#include <string_view>

#include "commands/input/catalogue_builder.h"
#include "commands/input/text.h"
#include "kernel/error.h"

namespace commands {
namespace {

namespace json = boost::json;

constexpr std::size_t document_bytes_max = 256 * 1024 * 1024;
constexpr std::size_t chunk_bytes = 64 * 1024;
constexpr std::size_t excerpt_bytes = 200;

[[noreturn]] void refuse_file(std::string reason) {
  throw kernel::Error(kernel::Code::invalid_argument, std::move(reason));
}

std::string read_all(std::istream& input) {
  constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
  std::string text;
  for (std::size_t got = chunk_bytes; got > 0;) {
    const std::size_t before = text.size();
    text.resize(before + chunk_bytes);
    input.read(text.data() + before, static_cast<std::streamsize>(chunk_bytes));
    got = static_cast<std::size_t>(input.gcount());
    text.resize(before + got);
    if (text.size() > document_bytes_max) {
      refuse_file(fmt::format("more than {} MiB of JSON", document_bytes_max >> 20));
    }
  }
  if (input.bad()) throw kernel::Error(kernel::Code::unavailable, "the file cannot be read");
  if (text.starts_with(byte_order_mark)) text.erase(0, byte_order_mark.size());
  return text;
}

json::array parse(std::string_view text) {
  json::stream_parser parser;
  boost::system::error_code error;
  const std::size_t read = parser.write_some(text.data(), text.size(), error);
  if (!error && !trimmed(text.substr(read)).empty()) error = json::error::extra_data;
  if (!error) parser.finish(error);
  if (error) {
    const auto lines = std::count(text.begin(), text.begin() + static_cast<long>(read), '\n');
    refuse_file(fmt::format("line {}: not JSON: {}", 1 + lines, error.message()));
  }
  json::value document = parser.release();
  if (!document.is_array()) refuse_file("line 1: the JSON is not an array of products");
  return std::move(document.get_array());
}

struct Element {
  std::int64_t line = 0;
  std::string_view text;
};

// Where each element of the array stands in `text`, which is valid JSON.
std::vector<Element> locate_elements(std::string_view text) {
  std::vector<Element> elements;
  std::int64_t line = 1;
  int depth = 0;
  bool in_string = false;
  bool expected = true;  // an element begins with the next token at depth 1
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '\n') ++line;
    if (in_string) {
      if (c == '\\') ++i;
      if (c == '"') in_string = false;
      continue;
    }
    if (c == ' ' || c == '\t' || c == '\r' || c == '\n') continue;
    if (depth == 1 && c == ',') {
      expected = true;
    } else if (depth == 1 && expected && c != ']') {
      elements.push_back({line, text.substr(i)});
      expected = false;
    }
    if (c == '"') in_string = true;
    if (c == '[' || c == '{') ++depth;
    if (c == ']' || c == '}') --depth;
  }
  return elements;
}

// Answers the fault, empty if there is none.
std::string read_text(const json::object& object, std::string_view key, std::string& out) {
  const json::value* value = object.if_contains(key);
  if (value == nullptr) return fmt::format("no {}", key);
  if (!value->is_string()) return fmt::format("{} is not a string", key);
  const json::string& text = value->get_string();
  out = trimmed({text.data(), text.size()});
  return {};
}

std::string read_whole(const json::object& object, std::string_view key, std::int64_t& out) {
  const json::value* value = object.if_contains(key);
  if (value == nullptr) return fmt::format("no {}", key);
  const std::int64_t* whole = value->if_int64();
  if (whole == nullptr) return fmt::format("{} is not a whole number of 64 bits", key);
  out = *whole;
  return {};
}

std::string read_price(const json::object& object, kernel::Money& out) {
  const json::value* value = object.if_contains("price");
  if (value == nullptr) return "no price";
  const json::object* money = value->if_object();
  if (money == nullptr) return R"(price is not {"amount":…,"currency":"…"} in minor units)";
  std::string fault = read_whole(*money, "amount", out.amount);
  std::string currency;
  if (fault.empty()) fault = read_text(*money, "currency", currency);
  if (!fault.empty()) return "price: " + fault;
  const auto parsed = kernel::Currency::parse(currency);
  if (!parsed) return "price: currency is not three capital letters";
  out.currency = *parsed;
  // csv has the currency in a column of its own; whoever keeps it here must not contradict.
  if (object.contains("currency")) {
    fault = read_text(object, "currency", currency);
    if (!fault.empty()) return fault;
    if (currency != out.currency.text()) return "currency is not that of the price";
  }
  return {};
}

std::string read_product(const json::value& element, CatalogueRow& row) {
  const json::object* object = element.if_object();
  if (object == nullptr) return "not an object";
  std::string fault = read_text(*object, "sku", row.sku);
  if (fault.empty()) fault = read_text(*object, "name", row.name);
  if (fault.empty()) fault = read_text(*object, "description", row.description);
  if (fault.empty()) fault = read_text(*object, "category", row.category);
  if (fault.empty()) fault = read_price(*object, row.price);
  if (fault.empty()) fault = read_whole(*object, "stock", row.stock);
  return fault;
}

}  // namespace

Catalogue read_json_catalogue(std::istream& input) {
  const std::string text = read_all(input);
  const json::array array = parse(text);
  const std::vector<Element> elements = locate_elements(text);
  if (elements.size() != array.size()) throw kernel::Error(kernel::Code::internal, "JSON lines");

  CatalogueBuilder builder;
  for (std::size_t i = 0; i < array.size(); ++i) {
    CatalogueRow row;
    row.line = elements[i].line;
    std::string fault = read_product(array[i], row);
    std::string shown = excerpt(elements[i].text.substr(0, 2 * excerpt_bytes), excerpt_bytes);
    if (fault.empty()) {
      builder.add(std::move(row), shown);
    } else {
      builder.refuse(row.line, std::move(fault), std::move(shown));
    }
  }
  return std::move(builder).finish(static_cast<std::int64_t>(array.size()));
}

}  // namespace commands
