#include "media.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "call.h"
#include "http/negotiate.h"
#include "http/text.h"

namespace gateway {

namespace {

// What a client accepts must be what the row makes.
bool is_accepted(const Row& row, const http::Request& request) {
  if (row.status == 204 || row.media.empty() || has_own_media(row)) return true;
  const auto accept = request.header("Accept");
  return !accept || http::accepts_media(*accept, row.media);
}

// What comes with a body that the row does not read is not looked at.
bool takes_body(const Row& row, const http::Request& request) {
  if (request.body.empty() || request.method == "GET") return true;
  const auto type = single_header(request, "Content-Type");
  if (!type) return false;
  if (row.takes.empty()) return http::is_json(*type);
  const auto is_given = [&](std::string_view media) { return http::same_name(*type, media); };
  return std::ranges::any_of(row.takes, is_given);
}

}  // namespace

std::optional<Problem> media_problem(const Row& row, const http::Request& request) {
  if (!is_accepted(row, request))
    return Problem{406, "not_acceptable", "only " + std::string(row.media) + " can be had here"};
  if (takes_body(row, request)) return std::nullopt;
  const Names taken = row.takes.empty() ? Names{http::json_type} : row.takes;
  return Problem{415, "unsupported_media_type",
                 fmt::format("a body must be {}", fmt::join(taken, " or "))};
}

}  // namespace gateway
