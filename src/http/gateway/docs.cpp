#include "docs.h"

#include <fmt/format.h>
#include <openssl/evp.h>
#include <openssl/sha.h>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <string_view>

#include "docs_style.h"

namespace gateway {

namespace {

namespace json = boost::json;

constexpr std::string_view head = R"(<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>The API · Cleave</title><link rel="icon" href="data:,">
<style>)";

constexpr std::string_view beginning = R"(</style></head><body>
<a class="skip" href="#text">Skip to the text</a>
)";

// As the guide has it.
constexpr std::string_view header = R"(<header>
<a class="wordmark" href="/">Cleave</a>
<nav aria-label="Pages"><ul>
<li><a href="/docs/guide">Guide</a></li>
<li><a href="/docs" aria-current="page">API</a></li>
<li><a href="/console">Console</a></li>
</ul></nav>
</header>
)";

constexpr std::string_view introduction = R"(<main id="text" tabindex="-1">
<h1>The API</h1>
<p>Programs read <a href="/openapi.json">/openapi.json</a>.</p>
)";

constexpr std::string_view schema_prefix = "#/components/schemas/";

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

// Escaped, with `this` as code.
std::string prose(std::string_view text) {
  std::string out;
  bool inside = false;
  for (const char c : escaped(text)) {
    if (c != '`') {
      out += c;
      continue;
    }
    out += inside ? "</code>" : "<code>";
    inside = !inside;
  }
  return out;
}

std::string text_of(const json::object& object, std::string_view name) {
  const auto* const found = object.if_contains(name);
  return found != nullptr && found->is_string() ? std::string(found->as_string()) : std::string();
}

const json::object& object_in(const json::object& object, std::string_view name) {
  static const json::object none;
  const auto* const found = object.if_contains(name);
  return found != nullptr && found->is_object() ? found->as_object() : none;
}

const json::array& array_in(const json::object& object, std::string_view name) {
  static const json::array none;
  const auto* const found = object.if_contains(name);
  return found != nullptr && found->is_array() ? found->as_array() : none;
}

// Indented, two blanks a level.
void write_pretty(std::string& out, const json::value& value, std::size_t depth = 0) {
  const std::string indent(2 * depth + 2, ' ');
  const std::string end = "\n" + std::string(2 * depth, ' ');
  const auto separate = [&](bool& first) {
    out += first ? "\n" : ",\n";
    out += indent;
    first = false;
  };
  bool first = true;
  if (value.is_object() && !value.as_object().empty()) {
    out += '{';
    for (const auto& [name, member] : value.as_object()) {
      separate(first);
      out += json::serialize(json::string(name)) + ": ";
      write_pretty(out, member, depth + 1);
    }
    out += end + '}';
  } else if (value.is_array() && !value.as_array().empty()) {
    out += '[';
    for (const auto& item : value.as_array()) {
      separate(first);
      write_pretty(out, item, depth + 1);
    }
    out += end + ']';
  } else {
    out += json::serialize(value);
  }
}

// "min–max", "min" where both are the same, "from min", "up to max", or nothing.
std::string range(const json::object& schema, std::string_view least, std::string_view most) {
  const auto* const min = schema.if_contains(least);
  const auto* const max = schema.if_contains(most);
  if (min != nullptr && max != nullptr && *min == *max) return " " + json::serialize(*min);
  if (min != nullptr && max != nullptr)
    return fmt::format(" {}–{}", json::serialize(*min), json::serialize(*max));
  if (min != nullptr) return " from " + json::serialize(*min);
  return max != nullptr ? " up to " + json::serialize(*max) : std::string();
}

std::string form_of(const json::object& schema);

std::string form_of_type(const json::object& schema, std::string_view type) {
  const std::string format = text_of(schema, "format");
  if (type == "array")
    return "list of " + form_of(object_in(schema, "items")) + range(schema, "minItems", "maxItems");
  if (type == "integer") return "whole number" + range(schema, "minimum", "maximum");
  if (type != "string") return std::string(type);
  const std::string name = format.empty() ? "text" : format;
  return name + range(schema, "minLength", "maxLength");
}

// What a value of the schema is, as HTML: "text 1–200", "uuid", a link to a shape.
std::string form_of(const json::object& schema) {
  if (const auto reference = text_of(schema, "$ref"); !reference.empty()) {
    const std::string name = escaped(reference.substr(schema_prefix.size()));
    return fmt::format("<a href=\"#{0}\">{0}</a>", name);
  }
  if (const auto& names = array_in(schema, "enum"); !names.empty()) {
    std::string out;
    for (const auto& name : names)
      out += fmt::format("{}<code>{}</code>", out.empty() ? "" : " | ",
                         escaped(std::string_view(name.as_string())));
    return out;
  }
  std::string out;
  for (const auto& one : array_in(schema, "anyOf"))
    out += (out.empty() ? "" : " or ") + form_of(one.as_object());
  for (const auto& one : array_in(schema, "type"))
    out += (out.empty() ? "" : " or ") + form_of_type(schema, one.as_string());
  return out.empty() ? form_of_type(schema, text_of(schema, "type")) : out;
}

void open_table(std::string& out, std::initializer_list<std::string_view> columns) {
  out += "<div class=\"wide\" tabindex=\"0\"><table><tr>";
  for (const auto column : columns) out += fmt::format("<th scope=\"col\">{}</th>", column);
  out += "</tr>\n";
}

constexpr std::string_view table_end = "</table></div>\n";

void append_example(std::string& out, const json::object& holder) {
  const auto* const example = holder.if_contains("example");
  if (example == nullptr) return;
  std::string text;
  write_pretty(text, *example);
  out += "<pre tabindex=\"0\">" + escaped(text) + "</pre>\n";
}

bool holds(const json::array& list, std::string_view name) {
  for (const auto& item : list)
    if (item.as_string() == name) return true;
  return false;
}

// A row for each field; those of objects inside come behind, as "price.amount".
void append_fields(std::string& out, const json::object& schema, const std::string& prefix = {}) {
  const auto& required = array_in(schema, "required");
  for (const auto& [key, value] : object_in(schema, "properties")) {
    const json::object& field = value.as_object();
    const std::string name = prefix + std::string(key);
    out += fmt::format("<tr><td><code>{}{}</code></td><td>{}</td><td>{}</td></tr>\n", escaped(name),
                       holds(required, key) ? "" : "?", form_of(field),
                       prose(text_of(field, "description")));
    append_fields(out, field, name + ".");
    append_fields(out, object_in(field, "items"), name + "[].");
  }
}

void append_parameters(std::string& out, const json::array& parameters) {
  if (parameters.empty()) return;
  out += "<h4>Parameters</h4>\n";
  open_table(out, {"name", "in", "form", "example", "meaning"});
  for (const auto& one : parameters) {
    const json::object& parameter = one.as_object();
    const auto* const example = parameter.if_contains("example");
    const std::string shown = example == nullptr     ? std::string()
                              : example->is_string() ? std::string(example->as_string())
                                                     : json::serialize(*example);
    out += fmt::format(
        "<tr><td><code>{}{}</code></td><td>{}</td><td>{}</td><td><code>{}</code></td>"
        "<td>{}</td></tr>\n",
        escaped(text_of(parameter, "name")), parameter.at("required").as_bool() ? "" : "?",
        text_of(parameter, "in"), form_of(object_in(parameter, "schema")), escaped(shown),
        prose(text_of(parameter, "description")));
  }
  out += table_end;
}

void append_body(std::string& out, const json::object& body) {
  for (const auto& [media, value] : object_in(body, "content")) {
    out += fmt::format("<h4>Body: {}</h4>\n", escaped(media));
    if (object_in(object_in(value.as_object(), "schema"), "properties").empty()) continue;
    open_table(out, {"field", "form", "meaning"});
    append_fields(out, object_in(value.as_object(), "schema"));
    out += table_end;
    append_example(out, value.as_object());
  }
}

// The response itself, or the component that it refers to.
const json::object& resolved(const json::object& document, const json::object& response) {
  const auto reference = text_of(response, "$ref");
  if (reference.empty()) return response;
  const auto& components = object_in(document, "components");
  return object_in(object_in(components, "responses"), reference.substr(reference.rfind('/') + 1));
}

void append_answers(std::string& out, const json::object& document, const json::object& responses) {
  out += "<h4>Answers</h4>\n";
  open_table(out, {"status", "body", "when"});
  std::string examples;
  for (const auto& [status, value] : responses) {
    const json::object& response = resolved(document, value.as_object());
    std::string body;
    for (const auto& [media, content] : object_in(response, "content")) {
      body =
          fmt::format("{}, {}", escaped(media), form_of(object_in(content.as_object(), "schema")));
      if (value.as_object().contains("$ref") || !content.as_object().contains("example")) continue;
      examples += fmt::format("<h4>Example of {}</h4>\n", std::string_view(status));
      append_example(examples, content.as_object());
    }
    out += fmt::format("<tr><td>{}</td><td>{}</td><td>{}</td></tr>\n", std::string_view(status),
                       body, prose(text_of(response, "description")));
  }
  out.append(table_end).append(examples);
}

void append_operation(std::string& out, const json::object& document, std::string_view method,
                      std::string_view path, const json::object& operation) {
  std::string verb;
  for (const char c : method) verb += static_cast<char>(c - ('a' - 'A'));
  out += fmt::format(
      "<article id=\"{}\"><h3><code class=\"method\">{}</code> <code>{}</code></h3><p>{}</p>"
      "<p class=\"note\">{}</p>\n<details><summary>Parameters, body and answers</summary>\n",
      text_of(operation, "operationId"), verb, escaped(path), prose(text_of(operation, "summary")),
      prose(text_of(operation, "description")));
  append_parameters(out, array_in(operation, "parameters"));
  append_body(out, object_in(operation, "requestBody"));
  append_answers(out, document, object_in(operation, "responses"));
  out += "</details></article>\n";
}

void append_tag(std::string& out, const json::object& document, const json::object& tag) {
  const std::string name = text_of(tag, "name");
  out += fmt::format("<section><h2 id=\"{0}\">{0}</h2><p class=\"note\">{1}</p>\n", escaped(name),
                     prose(text_of(tag, "description")));
  for (const auto& [path, methods] : object_in(document, "paths"))
    for (const auto& [method, operation] : methods.as_object())
      if (holds(array_in(operation.as_object(), "tags"), name))
        append_operation(out, document, method, path, operation.as_object());
  out += "</section>\n";
}

void append_shapes(std::string& out, const json::object& document) {
  out += "<section><h2 id=\"shapes\">shapes</h2><p class=\"note\">What answers hold</p>\n";
  for (const auto& [name, value] : object_in(object_in(document, "components"), "schemas")) {
    const json::object& schema = value.as_object();
    out += fmt::format("<article id=\"{0}\"><h3><code>{0}</code></h3><p class=\"note\">{1}</p>\n",
                       escaped(name), prose(text_of(schema, "description")));
    open_table(out, {"field", "form", "meaning"});
    append_fields(out, schema);
    out.append(table_end).append("</article>\n");
  }
  out += "</section>\n";
}

}  // namespace

std::string docs_page(const json::object& document, bool beside_pages) {
  std::string out(head);
  out.append(docs_style).append(beginning);
  if (beside_pages) out.append(header);
  out.append(introduction);
  out += "<p>" + prose(text_of(object_in(document, "info"), "description")) +
         "</p>\n<nav aria-label=\"Contents\"><ul>";
  for (const auto& tag : array_in(document, "tags"))
    out += fmt::format("<li><a href=\"#{0}\">{0}</a></li>", text_of(tag.as_object(), "name"));
  out += "<li><a href=\"#shapes\">shapes</a></li></ul></nav>\n";
  for (const auto& tag : array_in(document, "tags")) append_tag(out, document, tag.as_object());
  append_shapes(out, document);
  out += "</main></body></html>\n";
  return out;
}

std::string docs_policy() {
  unsigned char digest[SHA256_DIGEST_LENGTH];
  SHA256(reinterpret_cast<const unsigned char*>(docs_style.data()), docs_style.size(), digest);
  unsigned char text[4 * ((sizeof digest + 2) / 3) + 1];
  EVP_EncodeBlock(text, digest, sizeof digest);
  return fmt::format(
      "default-src 'none'; style-src 'sha256-{}'; img-src data:; base-uri 'none'; "
      "form-action 'none'; frame-ancestors 'none'",
      reinterpret_cast<const char*>(text));
}

}  // namespace gateway
