// fuzz: what the targets share. A target is one file that defines LLVMFuzzerTestOneInput: it takes
// any bytes, calls what reads strangers' bytes, and requires what must hold whatever they are.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "kernel/error.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace fuzz {

// Says what does not hold and for which value, then aborts: a finding.
[[noreturn]] void found(std::string_view what, std::string_view about);

inline void require(bool holds, std::string_view what, std::string_view about = {}) {
  if (!holds) found(what, about);
}

inline std::string_view text_of(const std::uint8_t* data, std::size_t size) noexcept {
  return {reinterpret_cast<const char*>(data), size};
}

// Cuts the first line off `rest`, without its end.
inline std::string_view take_line(std::string_view& rest) noexcept {
  const auto end = rest.find('\n');
  const auto line = rest.substr(0, end);
  rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
  return line;
}

// Whether `what()` ends without an error. The only other end is an Error{invalid_argument} that
// says something; any other exception is a finding.
template <class F>
bool succeeds(F what) {
  try {
    what();
    return true;
  } catch (const kernel::Error& error) {
    require(error.code == kernel::Code::invalid_argument, "refused with another code",
            kernel::code_name(error.code));
    require(!error.message.empty(), "refused without a word");
    return false;
  }
}

// How a stream of bytes arrives: in pieces whose sizes follow from `seed`. 0: all at once; 1: byte
// by byte.
class Pieces {
 public:
  explicit Pieces(std::uint64_t seed) noexcept : state_(seed) {}

  std::size_t next() noexcept {
    if (state_ < 2) return state_ == 0 ? static_cast<std::size_t>(-1) : 1;
    state_ ^= state_ << 13;
    state_ ^= state_ >> 7;
    state_ ^= state_ << 17;
    return state_ % 5 == 0 ? state_ % 97 + 1 : state_ % 7 + 1;
  }

 private:
  std::uint64_t state_;
};

// FNV-1a: the same bytes are cut into the same pieces in every run.
inline std::uint64_t seed_of(std::string_view text) noexcept {
  std::uint64_t hash = 14695981039346656037ULL;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
  return hash | 2;
}

}  // namespace fuzz
