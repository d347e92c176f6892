// gateway: the web pages. They are files that the build made of web/ and put into the executable:
// one HTML document, whose modules show whatever the address says, and what it refers to, each
// under a name that holds a hash of what is in it.
#pragma once

#include <span>
#include <string_view>

namespace gateway {

struct WebFile {
  std::string_view name;  // "app.0f498cf26a73.js"; of the page: web_page_name
  std::string_view type;  // Content-Type
  std::string_view text;
  std::string_view gzip;  // the same, compressed; empty where that is not worth it
};

inline constexpr std::string_view web_page_name = "index.html";

// All of them, for as long as the process lives; none when the build could not make them.
std::span<const WebFile> embedded_web() noexcept;

}  // namespace gateway
