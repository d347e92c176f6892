// gateway: the web pages. They are files that the build made of web/ and put into the executable:
// HTML documents (of the shop, its office, the console), whose modules show whatever the address
// says, and what they refer to, each under a name that holds a hash of what is in it.
#pragma once

#include <span>
#include <string_view>

namespace gateway {

struct WebFile {
  std::string_view name;  // "app.0f498cf26a73.js"; of a document: "index.html", without a hash
  std::string_view type;  // Content-Type
  std::string_view text;
  std::string_view gzip;  // the same, compressed; empty where that is not worth it
};

inline constexpr std::string_view shop_page = "index.html";

// All of them, for as long as the process lives; none when the build could not make them.
std::span<const WebFile> embedded_web() noexcept;

}  // namespace gateway
