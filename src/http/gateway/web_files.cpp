#include "web_files.h"

#include <algorithm>

#include "http/negotiate.h"
#include "outgoing.h"

namespace gateway {

namespace {

// Its own files and its own API, nothing else; no script and no style stands in the page.
constexpr std::string_view page_policy =
    "Content-Security-Policy: default-src 'none'; script-src 'self'; style-src 'self'; "
    "img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'\r\n";
constexpr std::string_view for_ever = "Cache-Control: public, max-age=31536000, immutable\r\n";
constexpr std::string_view coded_by_gzip = "Content-Encoding: gzip\r\n";
constexpr std::string_view api = "/api/";

// Browsers name it; what programs send by themselves is "*/*".
bool asks_for_html(const http::Request& request) noexcept {
  const auto accept = request.header("Accept");
  return accept && accept->find("text/html") != std::string_view::npos;
}

}  // namespace

const WebFile* find_web_file(std::span<const WebFile> files, std::string_view name) noexcept {
  const auto found = std::ranges::find(files, name, &WebFile::name);
  return found == files.end() ? nullptr : &*found;
}

bool is_page(const WebFile& file) noexcept { return file.type == http::html_type; }

http::Response web_response(const WebFile& file, const http::Request& request) {
  http::Response response;
  response.content_type = file.type;
  response.headers.add_lines(is_page(file) ? page_policy : for_ever);
  const auto accepted = request.header("Accept-Encoding");
  const bool coded = !file.gzip.empty() && accepted && http::accepts_gzip(*accepted);
  response.body = coded ? file.gzip : file.text;
  if (!coded) return response;
  response.headers.add_lines(vary_by_coding);
  response.headers.add_lines(coded_by_gzip);
  return response;
}

std::optional<http::Response> lost_page(std::span<const WebFile> files,
                                        const http::Request& request) {
  const WebFile* const page = find_web_file(files, shop_page);
  const bool wanted =
      request.method == "GET" && asks_for_html(request) && !request.path().starts_with(api);
  if (page == nullptr || !wanted) return std::nullopt;
  auto response = web_response(*page, request);
  response.status = 404;
  response.headers.add("Cache-Control", "no-store");
  return response;
}

}  // namespace gateway
