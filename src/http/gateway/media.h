// gateway: whether a request's body is of a type that its row takes, and whether the client takes
// what the row makes.
#pragma once

#include <optional>

#include "gateway/problem.h"
#include "gateway/route.h"
#include "http/message.h"

namespace gateway {

// 406 or 415, with what would be right; none when all is well. Errors come as they are, whatever is
// accepted.
std::optional<Problem> media_problem(const Row& row, const http::Request& request);

}  // namespace gateway
