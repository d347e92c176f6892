// The script: the catalogue, and what a process says of itself.
#include <fmt/format.h>

#include <algorithm>

#include "http/text.h"
#include "lab/oracle/oracle_scenes.h"

namespace lab {

namespace {

constexpr const char* nowhere = "01890000-0000-7000-8000-000000000000";  // no product has this id

const std::string products = "/api/v1/products";

// The longest run of letters: a word that search will find.
std::string word_of(const std::string& name) {
  const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
  std::string longest, word;
  for (const char c : name + " ") {
    if (is_letter(c)) {
      word += c;
    } else {
      if (word.size() > longest.size()) longest = word;
      word.clear();
    }
  }
  return longest;
}

}  // namespace

void Scenes::list_products() {
  const auto category = http::percent_encode(product().category);
  const auto word = word_of(product().name);
  get(products);
  get(products + "?category=" + category);
  get(products + "?category=No%20such%20thing");
  for (const std::string_view sort : {"relevance", "price", "-price", "name"})
    get(fmt::format("{}?limit=7&sort={}", products, sort));
  get(products + "?q=" + word);
  get(products + "?q=" + word.substr(0, 3));
  get(products + "?q=" + word.substr(0, 1));
  get(fmt::format("{}?q={}&sort=-price&category={}", products, word, category));
  get(products + "?q=");
  get(products + "?q=nothingislikethis");
  get(products + "?q=%22%2A%20OR%20%28");
  get("/api/v1/categories").keep("tag of categories", "ETag");
  get("/api/v1/categories").if_none_match = "<tag of categories>";
  turn_pages("limit=5&sort=-price");
  turn_pages("limit=3&q=th");
}

void Scenes::turn_pages(const std::string& query) {
  const auto first = products + "?" + query;
  get(first).keep("cursor", "/next_cursor");
  get(first + "&cursor=<cursor>").keep("cursor", "/next_cursor");
  get(first + "&cursor=<cursor>");
  get(products + "?sort=name&cursor=<cursor>");
}

void Scenes::list_badly() {
  for (const std::string_view query :
       {"limit=0", "limit=101", "limit=many", "limit=99999999999999999999", "sort=beauty",
        "cursor=nonsense", "colour=red", "limit=5&limit=6", "category=", "q=%00", "q=%E0%80"})
    get(fmt::format("{}?{}", products, query));
}

void Scenes::look_at_products() {
  const auto path = products + "/" + any_product();
  get(path).keep("tag", "ETag");
  get(path).if_none_match = "<tag>";
  get(path).if_none_match = "\"another\"";
  get(fmt::format("{}/{}", products, nowhere));
  get(products + "/lantern");
  send("DELETE", path);
}

// What differs by layout, or counts, is looked at from outside only.
void Scenes::ask_process() {
  get("/healthz");
  for (const std::string_view path : {"/readyz", "/metrics"})
    get(std::string(path)).with_body = false;
  get("/api/v1/admin/topology").as("<admin>").with_body = false;
  get("/api/v1/admin/topology");
  get("/openapi.json");
  get("/docs");
  get("/.well-known/jwks.json").keep("tag of keys", "ETag");
  get("/.well-known/jwks.json").if_none_match = "<tag of keys>";
}

void Scenes::ask_oddly() {
  for (const std::string_view path : {"/api/v1/nothing", "/api/v1/products/", "/api/v1/../metrics",
                                      "/api/v1/%2e%2e/metrics", "//"})
    get(std::string(path));
  send("PATCH", "/api/v1/cart", "{}");
}

void Scenes::browse() {
  get("/api/v1/categories");
  if (chance_.happens(50)) {
    get(products + "?limit=10&category=" + http::percent_encode(product().category));
  } else {
    get(fmt::format("{}?limit=10&q={}", products, word_of(product().name)));
  }
  for (int looked = chance_.between(1, 3); looked > 0; --looked)
    get(products + "/" + any_product());
}

}  // namespace lab
