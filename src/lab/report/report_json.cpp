// report.json, both ways, and its schema. The one place where the report's codec is made.
#include <fmt/format.h>

#include <boost/json.hpp>

#include "json_schema.h"
#include "kernel/detail/describe_impl.h"
#include "kernel/json.h"
#include "lab/report/report.h"

template const kernel::Type& kernel::type_of<lab::Report>() noexcept;

namespace lab {
namespace {

namespace json = boost::json;

// Two spaces a level, so that a change of the schema reads as one.
void append_indented(std::string& out, const json::value& value, std::size_t level) {
  const auto begin_line = [&](std::size_t at) { out += '\n' + std::string(at * 2, ' '); };
  if (const auto* object = value.if_object(); object != nullptr && !object->empty()) {
    char separator = '{';
    for (const auto& member : *object) {
      out += separator;
      separator = ',';
      begin_line(level + 1);
      out += json::serialize(json::string(member.key())) + ": ";
      append_indented(out, member.value(), level + 1);
    }
    begin_line(level);
    out += '}';
  } else {
    out += json::serialize(value);
  }
}

[[noreturn]] void refuse(const std::string& pointer, const std::string& detail) {
  throw kernel::Error(kernel::Code::invalid_argument, fmt::format("{} {}", pointer, detail),
                      {{pointer, detail}});
}

}  // namespace

std::string to_json(const Report& report) { return kernel::json::to_json(report); }

Report parse_report(const std::string& text) {
  Report report;
  const auto faults =
      kernel::json::read(text, kernel::type_of<Report>(), &report, kernel::json::Mode::lenient);
  if (!faults.empty()) {
    const auto& first = faults.front();
    refuse(first.pointer.empty() ? "the file" : first.pointer, first.detail);
  }
  if (report.format != Report{}.format)
    refuse("/format", fmt::format("is {}; this program reads {}", report.format, Report{}.format));
  if (report.fingerprint.started_at.empty() && report.arms.empty())
    refuse("/fingerprint/started_at", "is missing: this is no report of cleave compare");
  return report;
}

std::string report_schema() {
  app::JsonSchemas schemas(app::JsonSchemas::Bounds::none);
  schemas.of(kernel::type_of<Report>());
  json::object definitions = schemas.definitions();
  json::object schema{{"$schema", "https://json-schema.org/draft/2020-12/schema"},
                      {"title", "report.json of cleave compare"}};
  const std::string root(kernel::type_of<Report>().name);
  for (const auto& member : definitions.at(root).as_object()) schema[member.key()] = member.value();
  definitions.erase(root);
  schema["$defs"] = definitions;
  std::string out;
  append_indented(out, schema, 0);
  return out + '\n';
}

}  // namespace lab
