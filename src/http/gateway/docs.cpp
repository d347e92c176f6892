#include "docs.h"

#include <fmt/format.h>
#include <openssl/evp.h>
#include <openssl/sha.h>

#include <string_view>

#include "bind.h"

namespace gateway {

namespace {

constexpr std::string_view head = R"(<!DOCTYPE html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Cleave: the API</title>
<style>)";

constexpr std::string_view style = R"(
:root { color-scheme: light dark }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 64rem; margin: 2rem auto; padding: 0 1rem }
h2 { margin: 2rem 0 .5rem; text-transform: capitalize }
article { border-top: 1px solid #8884; padding: .6rem 0 }
code { font: 0.95em ui-monospace, monospace; overflow-wrap: anywhere }
b { display: inline-block; min-width: 4.5rem }
p { margin: .1rem 0 } small { opacity: .75 }
)";

constexpr std::string_view introduction = R"(</style>
<h1>The API</h1>
<p>JSON over HTTP. Errors are <code>application/problem+json</code> (RFC 9457): programs branch on
<code>code</code>, and <code>errors</code> points at each fault. Programs read
<a href="/openapi.json">/openapi.json</a>.</p>
)";

// All texts are the program's own; & and < may stand in them none the less.
std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '&') {
      out += "&amp;";
    } else if (c == '<') {
      out += "&lt;";
    } else {
      out += c;
    }
  }
  return out;
}

std::string_view caller_of(Who who) {
  switch (who) {
    case Who::all:
      return "anybody";
    case Who::guest:
      return "a user, or a guest with a Cart-Token";
    case Who::user:
      return "a user";
    case Who::admin:
      break;
  }
  return "an administrator";
}

std::string names_of(const kernel::Type& view) {
  std::string names;
  for (const auto& field : view.fields) {
    const bool may_be_absent = field.type().shape == kernel::Shape::optional;
    names += fmt::format("{}<code>{}{}</code>", names.empty() ? "" : ", ", field.name,
                         may_be_absent ? "?" : "");
  }
  return names;
}

void append_row(std::string& out, const Route& route) {
  const Row& row = route.row;
  out += fmt::format("<article><code><b>{}</b> {}</code><p>{}</p>\n", row.method, escaped(row.path),
                     escaped(row.text));
  out += fmt::format("<small><p>{} → {}", caller_of(row.who), row.status);
  for (const auto& outcome : row.outcomes)
    out += fmt::format(", {} {}", outcome.status, outcome.name);
  out += "</p>";
  if (route.key != nullptr) out += fmt::format("<p>header <code>{}</code></p>", key_header);
  if (route.resume != nullptr) out += fmt::format("<p>header <code>{}?</code></p>", resume_header);
  if (const auto names = names_of(route.body.type()); !names.empty())
    out += fmt::format("<p>body {}</p>", names);
  if (!row.query.empty()) {
    out += "<p>query";
    for (const auto name : row.query) out += fmt::format(" <code>{}</code>", name);
    out += "</p>";
  }
  out += "</small></article>\n";
}

}  // namespace

std::string docs_page(const std::vector<Route>& routes) {
  std::string out(head);
  out.append(style).append(introduction);
  std::string_view last;
  for (const auto& route : routes) {
    const bool sends = route.row.action.message != nullptr;
    const std::string_view part = sends ? route.row.action.message().module : "process";
    if (part != last) out += fmt::format("<h2>{}</h2>\n", part);
    last = part;
    append_row(out, route);
  }
  return out;
}

std::string docs_policy() {
  unsigned char digest[SHA256_DIGEST_LENGTH];
  SHA256(reinterpret_cast<const unsigned char*>(style.data()), style.size(), digest);
  unsigned char text[4 * ((sizeof digest + 2) / 3) + 1];
  EVP_EncodeBlock(text, digest, sizeof digest);
  return fmt::format(
      "default-src 'none'; style-src 'sha256-{}'; base-uri 'none'; form-action 'none'; "
      "frame-ancestors 'none'",
      reinterpret_cast<const char*>(text));
}

}  // namespace gateway
