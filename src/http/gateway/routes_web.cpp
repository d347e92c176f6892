#include "call.h"
#include "routes.h"
#include "web_files.h"

namespace gateway {

namespace {

constexpr std::string_view folder = "/assets/";

kernel::Task<http::Response> answer_page(Call& call) {
  const WebFile* const page = find_web_file(call.services().web, web_page_name);
  if (page == nullptr) throw kernel::Error(kernel::Code::not_found, "nothing is here");
  co_return web_response(*page, call.request());
}

kernel::Task<http::Response> answer_asset(Call& call) {
  const auto name = call.request().path().substr(folder.size());
  const WebFile* const file = find_web_file(call.services().web, name);
  if (file == nullptr || name == web_page_name)
    throw kernel::Error(kernel::Code::not_found, "no such file; load the page anew");
  co_return web_response(*file, call.request());
}

Row page_row(std::string_view path) {
  return {.method = "GET",
          .path = path,
          .action = {nullptr, nullptr, &answer_page},
          .etag = true,
          .media = http::html_type};
}

}  // namespace

std::vector<Row> served_rows(std::span<const WebFile> web) {
  auto rows = all_rows();
  if (web.empty()) return rows;
  for (const std::string_view path :
       {"/", "/products/{id}", "/cart", "/checkout", "/orders", "/orders/{id}", "/login",
        "/register", "/forgot", "/reset", "/verify"})
    rows.push_back(page_row(path));
  rows.push_back({.method = "GET",
                  .path = "/assets/{name}",
                  .action = {nullptr, nullptr, &answer_asset},
                  .media = {}});  // each file has one type, whatever is accepted
  return rows;
}

}  // namespace gateway
