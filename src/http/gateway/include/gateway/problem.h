// gateway: how every refusal looks to the public: RFC 9457 application/problem+json
//
//     {"type","title","status","detail","code","trace_id","errors":[{"pointer","detail"}], …}
//
// `type` is about:blank, so `title` is the status's own phrase; `code` is what programs branch on.
// A pointer of `errors` points into the request's body, or is "/name" for a query parameter, a
// header or a path parameter of that name.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "http/message.h"
#include "kernel/context.h"
#include "kernel/error.h"

namespace gateway {

struct Problem {
  int status = 500;
  std::string_view code;  // of static storage
  std::string detail;     // for the customer
  std::vector<kernel::Fault> errors = {};
  std::string members = {};    // further members, as JSON: `,"order_id":"…"`
  unsigned retry_after_s = 1;  // of a 429, 503 or 504
};

// A 401 comes with WWW-Authenticate, a 429 and a 503 with Retry-After.
http::Response to_response(const Problem& problem, const kernel::Trace& trace);

// The status is kernel::http_status of the code.
Problem to_problem(kernel::Error error);

// Of what the server refuses by itself, which has no code of the kernel's.
Problem refusal(int status, std::string_view detail);

}  // namespace gateway
