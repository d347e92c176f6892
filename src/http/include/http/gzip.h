// http: bodies made smaller on their way.
#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace http {

// Used by one thread at a time, again and again: its 256 KiB of state cost more to make than a
// small body to compress.
class Gzip {
 public:
  Gzip();
  ~Gzip();
  Gzip(const Gzip&) = delete;
  Gzip& operator=(const Gzip&) = delete;

  // `text` as gzip (RFC 1952); empty when that would not be smaller.
  std::string compress(std::string_view text);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace http
