// gateway: what the table of a type does not tell about its fields: how a text must look, what a
// number means, and a value that shows it. For /openapi.json and /docs only: nothing is checked by
// it.
#pragma once

#include <cstdint>
#include <string_view>

namespace gateway {

struct Hint {
  std::string_view field;    // "email", or of one type only: "auth.Register.email"
  std::string_view example;  // JSON
  std::string_view text = {};
  std::string_view format = {};   // as JSON Schema names it
  std::string_view pattern = {};  // of a request's text
  std::int64_t amount_min = 0;    // of Money in a request; 0: any
  std::int64_t amount_max = 0;
  bool may_be_absent = false;  // in a reply
};

// The one for the field of that type, or else for any field of that name; null when there is none.
const Hint* hint_of(std::string_view type, std::string_view field) noexcept;

// Texts of requests hold no control characters (bind.h); descriptions may have lines.
std::string_view text_pattern(std::string_view field) noexcept;

}  // namespace gateway
