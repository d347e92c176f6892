// http, internal: responses as bytes.
#pragma once

#include <string>
#include <string_view>

#include "http/message.h"
#include "kernel/time.h"

namespace http {

// "Date: Sun, 22 Nov 2026 03:11:00 GMT\r\n"
std::string date_line(kernel::WallTime now);

// The head of `response`, to the empty line, into `out` (cleared first).
void render_head(std::string& out, const Response& response, std::string_view date, bool keep_alive,
                 bool old_version);

// Whether the status allows a body at all (not 1xx, 204, 304).
bool may_have_body(int status) noexcept;

// Problem details (RFC 9457) that carry also code and message of an error between processes.
Response default_refusal(int status, std::string_view detail);

}  // namespace http
