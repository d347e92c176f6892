#include <doctest/doctest.h>

#include <boost/json.hpp>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include "kernel/error.h"
#include "lab/report/report.h"
#include "sample_report.h"

namespace json = boost::json;

namespace {

// What the refusal says; empty when there is none.
std::string refusal(const std::string& text) {
  try {
    lab::parse_report(text);
    return {};
  } catch (const kernel::Error& error) {
    CHECK(error.code == kernel::Code::invalid_argument);
    return error.message;
  }
}

// The subset of JSON Schema that report_schema uses. Returns where `value` breaks it, or nothing.
std::string fault_of(const json::value& value, const json::object& schema, const json::object& root,
                     const std::string& pointer) {
  if (const auto* reference = schema.if_contains("$ref")) {
    const auto name = std::string(reference->as_string()).substr(std::string("#/$defs/").size());
    return fault_of(value, root.at("$defs").at(name).as_object(), root, pointer);
  }
  if (schema.at("type").is_array()) return value.is_number() || value.is_null() ? "" : pointer;
  const std::string type(schema.at("type").as_string());
  if (type == "string") return value.is_string() ? "" : pointer;
  if (type == "boolean") return value.is_bool() ? "" : pointer;
  if (type == "integer") return value.is_int64() || value.is_uint64() ? "" : pointer;
  if (type == "array") {
    if (!value.is_array()) return pointer;
    std::size_t index = 0;
    for (const auto& item : value.as_array()) {
      const auto& items = schema.at("items").as_object();
      const auto fault = fault_of(item, items, root, pointer + "/" + std::to_string(index++));
      if (!fault.empty()) return fault;
    }
    return {};
  }
  if (!value.is_object()) return pointer;
  for (const auto& name : schema.at("required").as_array())
    if (!value.as_object().contains(name.as_string()))
      return pointer + "/" + name.as_string().c_str();
  for (const auto& [name, property] : schema.at("properties").as_object()) {
    const auto fault =
        fault_of(value.at(name), property.as_object(), root, pointer + "/" + std::string(name));
    if (!fault.empty()) return fault;
  }
  return {};
}

std::string against_schema(const json::value& value) {
  const auto schema = json::parse(lab::report_schema());
  return fault_of(value, schema.as_object(), schema.as_object(), "");
}

}  // namespace

TEST_CASE("a report comes back from its JSON as it was") {
  for (const auto& report : {sample_report(), quick_report(), refused_report(), empty_report()}) {
    const auto text = lab::to_json(report);
    CHECK(lab::to_json(lab::parse_report(text)) == text);
  }
}

TEST_CASE("report.json has the keys that are promised") {
  const auto report = json::parse(lab::to_json(empty_report())).as_object();
  for (const auto* key : {"fingerprint", "workload", "arms", "pairs", "aa_control", "audit",
                          "equality", "ledger", "prediction", "blast_radius", "deployment", "sweep",
                          "verdicts", "format", "quick", "partial", "summary", "modules"})
    CHECK_MESSAGE(report.contains(key), key);
}

TEST_CASE("an older report, with less and with other fields, can be read") {
  const auto report =
      lab::parse_report(R"({"fingerprint":{"started_at":"2024-01-01T00:00:00Z"},"gone":[1],)"
                        R"("arms":[{"name":"split","later":{}}]})");
  CHECK(report.arms.at(0).name == "split");
  CHECK(report.pairs.empty());
}

TEST_CASE("what is no report is refused with the place that is wrong") {
  CHECK(refusal("nonsense").find("is not JSON") != std::string::npos);
  CHECK(refusal("{}").find("/fingerprint/started_at is missing") == 0);
  CHECK(refusal(R"({"arms":[{"name":3}]})") == "/arms/0/name must be a string");
  CHECK(refusal(R"({"format":9,"arms":[{}]})") == "/format is 9; this program reads 1");
}

// With CLEAVE_REGENERATE set, it writes the file instead.
TEST_CASE("docs/report.schema.json is the schema of the code") {
  const char* source = std::getenv("CLEAVE_SOURCE");
  REQUIRE(source != nullptr);
  const auto path = std::string(source) + "/docs/report.schema.json";
  if (std::getenv("CLEAVE_REGENERATE") != nullptr) std::ofstream(path) << lab::report_schema();
  std::ifstream file(path);
  std::ostringstream text;
  text << file.rdbuf();
  CHECK(text.str() == lab::report_schema());
}

TEST_CASE("reports keep to the schema, and the schema notices when one does not") {
  for (const auto& report : {sample_report(), quick_report(), refused_report(), empty_report()})
    CHECK(against_schema(json::parse(lab::to_json(report))) == "");

  auto wrong = json::parse(lab::to_json(sample_report()));
  wrong.at("arms").at(0).at("ready_ms").as_object().erase("n");
  CHECK(against_schema(wrong) == "/arms/0/ready_ms/n");
  wrong = json::parse(lab::to_json(sample_report()));
  wrong.at("audit").at("valid") = "yes";
  CHECK(against_schema(wrong) == "/audit/valid");
}
