// http: what a client would rather have (RFC 9110 §12, §13).
#pragma once

#include <string_view>

namespace http {

// Whether an Accept header takes `media` ("application/json", parameters left out). The most
// specific range decides; parameters other than q are not looked at. An empty header, or one in
// which nothing can be read, takes everything.
bool accepts_media(std::string_view accept, std::string_view media) noexcept;

// Whether an Accept-Encoding header takes gzip.
bool accepts_gzip(std::string_view accept_encoding) noexcept;

// Whether an If-None-Match header names `tag` ("\"abc\""), weakly compared, or all by "*".
bool names_tag(std::string_view if_none_match, std::string_view tag) noexcept;

}  // namespace http
