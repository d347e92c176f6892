// kernel: the one exception type that crosses module boundaries, local or remote alike.
#pragma once

#include <exception>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kernel {

enum class Code {
  invalid_argument,     // the message is wrong whatever the state: malformed, out of bounds
  unauthenticated,      // nobody, or a token that does not hold
  permission_denied,    // somebody, but not allowed
  not_found,            // no such thing, or not the caller's
  already_exists,       // the thing to create is there
  conflict,             // another change came first; reading again and retrying may help
  failed_precondition,  // the state does not allow it; retrying the same does not help
  resource_exhausted,   // a bound is reached: queue, quota
  deadline_exceeded,    // no answer in time; the outcome is unknown
  unavailable,          // nobody answered; retrying later may help
  cancelled,            // the caller went away
  internal,             // we are wrong
};

std::string_view code_name(Code code) noexcept;
std::optional<Code> parse_code(std::string_view name) noexcept;

// One fault of one field. `pointer` is an RFC 6901 JSON Pointer into the message.
struct Fault {
  std::string pointer;
  std::string detail;
  bool operator==(const Fault&) const = default;
};

// A request that cannot be served. `message` may be read by customers: no internals, no secrets.
class Error : public std::exception {
 public:
  Error(Code code, std::string message, std::vector<Fault> details = {})
      : code(code), message(std::move(message)), details(std::move(details)) {}

  const char* what() const noexcept override { return message.c_str(); }

  Code code;
  std::string message;
  std::vector<Fault> details;
};

}  // namespace kernel
