#include "entity_tag.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <string>

#include "http/negotiate.h"

namespace gateway {

namespace {

// To tell versions apart, not to protect: eight bytes at a time.
std::string entity_tag(std::string_view body) {
  constexpr std::uint64_t odd = 0x9e3779b97f4a7c15ULL;
  std::uint64_t hash = body.size() * odd;
  const auto mix = [&](std::uint64_t word) {
    hash = (hash ^ word) * 0xff51afd7ed558ccdULL;
    hash ^= hash >> 32;
  };
  while (!body.empty()) {
    std::uint64_t word = 0;
    const auto size = std::min(body.size(), sizeof word);
    std::memcpy(&word, body.data(), size);
    mix(word);
    body.remove_prefix(size);
  }
  mix(odd);
  return fmt::format("\"{:016x}\"", hash);
}

}  // namespace

void add_entity_tag(const Visit& visit, http::Response& response) {
  const std::string tag = entity_tag(response.body);
  const Coding coding = coding_for(visit, response);
  response.headers.add("ETag", coding == Coding::gzip ? "W/" + tag : tag);
  const auto known = visit.request.header("If-None-Match");
  if (!known || !http::names_tag(*known, tag)) return;
  if (coding != Coding::identity) response.headers.add_lines(vary_by_coding);
  response.status = 304;
  response.body.clear();
}

}  // namespace gateway
