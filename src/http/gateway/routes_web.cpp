#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "call.h"
#include "routes.h"
#include "web_files.h"

namespace gateway {

namespace {

constexpr std::string_view folder = "/assets/";
constexpr std::string_view guide_path = "/docs/guide";

struct Shown {
  std::string_view path;
  std::string_view page;
};

constexpr std::array shown{
    Shown{"/", shop_page},
    Shown{"/products/{id}", shop_page},
    Shown{"/cart", shop_page},
    Shown{"/checkout", shop_page},
    Shown{"/orders", shop_page},
    Shown{"/orders/{id}", shop_page},
    Shown{"/login", shop_page},
    Shown{"/register", shop_page},
    Shown{"/forgot", shop_page},
    Shown{"/reset", shop_page},
    Shown{"/verify", shop_page},
    Shown{"/admin", "admin.html"},
    Shown{"/admin/{section}", "admin.html"},
    Shown{"/admin/{section}/{id}", "admin.html"},
    Shown{"/console", "console.html"},
    Shown{"/console/{section}", "console.html"},
    Shown{"/console/{section}/{id}", "console.html"},
};

kernel::Task<http::Response> answer_page(Call& call) {
  const auto* const place = std::ranges::find(shown, call.route().row.path, &Shown::path);
  const WebFile* const page = find_web_file(call.services().web, place->page);
  co_return web_response(*page, call.request());
}

// "/docs/guide/labs/1-break-a-boundary" is kept as "guide/labs/1-break-a-boundary.html".
std::string guide_file(std::string_view path) {
  auto rest = path.substr(guide_path.size());
  if (rest.empty()) rest = "/README";
  return fmt::format("guide{}.html", rest);
}

kernel::Task<http::Response> answer_guide(Call& call) {
  const auto web = call.services().web;
  const WebFile* const page = find_web_file(web, guide_file(call.request().path()));
  if (page != nullptr) co_return web_response(*page, call.request());
  if (auto lost = lost_page(web, call.request())) co_return std::move(*lost);
  throw kernel::Error(kernel::Code::not_found, "the guide has no such page");
}

kernel::Task<http::Response> answer_asset(Call& call) {
  const auto name = call.request().path().substr(folder.size());
  const WebFile* const file = find_web_file(call.services().web, name);
  if (file == nullptr || is_page(*file))
    throw kernel::Error(kernel::Code::not_found, "no such file; load the page anew");
  co_return web_response(*file, call.request());
}

Row page_row(std::string_view path, kernel::Task<http::Response> (*answer)(Call&)) {
  return {.method = "GET",
          .path = path,
          .action = {nullptr, nullptr, answer},
          .etag = true,
          .media = http::html_type};
}

}  // namespace

std::vector<Row> served_rows(std::span<const WebFile> web) {
  auto rows = all_rows();
  if (web.empty()) return rows;
  for (const auto& [path, page] : shown)
    if (find_web_file(web, page) != nullptr) rows.push_back(page_row(path, &answer_page));
  if (find_web_file(web, guide_file(guide_path)) != nullptr)
    for (const std::string_view path :
         {"/docs/guide", "/docs/guide/{page}", "/docs/guide/{folder}/{page}"})
      rows.push_back(page_row(path, &answer_guide));
  rows.push_back({.method = "GET",
                  .path = "/assets/{name}",
                  .action = {nullptr, nullptr, &answer_asset},
                  .media = {}});  // each file has one type, whatever is accepted
  return rows;
}

}  // namespace gateway
