#include "kernel/cloud_event.h"

#include <simdjson.h>

#include "kernel/error.h"
#include "kernel/json.h"

namespace kernel {

std::string to_json_text(const CloudEvent& event) {
  std::string out = R"({"specversion":"1.0","id":")";
  append_text(out, event.id);
  out += R"(","source":)";
  json::append_quoted(out, event.source);
  out += R"(,"type":)";
  json::append_quoted(out, event.type);
  out += R"(,"subject":)";
  json::append_quoted(out, event.subject);
  out += R"(,"time":")" + to_text(event.time);
  out += R"(","datacontenttype":"application/json","data":)";
  out += event.data;
  out += '}';
  return out;
}

CloudEvent parse_cloud_event(std::string_view json) {
  namespace dom = simdjson::dom;
  dom::parser parser;
  dom::element root;
  if (parser.parse(json.data(), json.size()).get(root) != simdjson::SUCCESS || !root.is_object())
    throw Error(Code::invalid_argument, "a CloudEvent is a JSON object");
  const auto text = [&](std::string_view name) {
    std::string_view value;
    if (root[name].get(value) != simdjson::SUCCESS)
      throw Error(Code::invalid_argument, "the CloudEvent has no " + std::string(name));
    return value;
  };
  if (text("specversion") != "1.0")
    throw Error(Code::invalid_argument, "CloudEvents 1.0 is understood here");
  const auto id = EventId::parse(text("id"));
  if (!id) throw Error(Code::invalid_argument, "the CloudEvent's id is no UUID");
  const auto time = parse_time(text("time"));
  if (!time) throw Error(Code::invalid_argument, "the CloudEvent's time is malformed");
  dom::element data;
  if (root["data"].get(data) != simdjson::SUCCESS)
    throw Error(Code::invalid_argument, "the CloudEvent has no data");
  return {
      *id,   std::string(text("source")), std::string(text("type")), std::string(text("subject")),
      *time, simdjson::minify(data)};
}

}  // namespace kernel
