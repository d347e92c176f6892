// gateway: how files of the web pages are found and answered.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "gateway/web.h"
#include "http/message.h"

namespace gateway {

// Null: there is none of that name.
const WebFile* find_web_file(std::span<const WebFile> files, std::string_view name) noexcept;

// An HTML document, as opposed to what documents refer to.
bool is_page(const WebFile& file) noexcept;

// The file in the coding that the client takes. What has a hash in its name may be kept for ever,
// a page only as long as it stays the same.
http::Response web_response(const WebFile& file, const http::Request& request);

// For a path that leads nowhere: the shop's page, which says so to people. None for programs, which
// want JSON, and where there are no pages.
std::optional<http::Response> lost_page(std::span<const WebFile> files,
                                        const http::Request& request);

}  // namespace gateway
