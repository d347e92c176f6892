// http, internal: takes a message's body out of the bytes that follow its head.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace http {

// Beast's chunk reader asserts on some splits of a valid body (1.81), so the framing is ours.
// Strict: CRLF only, extensions and trailers are read over within bounds.
class BodyReader {
 public:
  enum class State { reading, done, too_large, malformed };

  // The next `length` bytes. Beyond `limit`: too_large at once.
  void start_length(std::uint64_t length, std::size_t limit) noexcept;
  void start_chunked(std::size_t limit) noexcept;
  // Until the peer closes: finish() says that it did.
  void start_until_close(std::size_t limit) noexcept;

  // Appends to `body` what belongs to it; returns how many bytes of `input` were used: all of
  // them, unless the body ended or is wrong.
  std::size_t feed(std::string_view input, std::string& body);
  // The peer closed.
  void finish() noexcept;

  State state() const noexcept { return state_; }

 private:
  enum class Step {
    data,
    until_close,
    size,
    extension,
    size_lf,
    chunk,
    chunk_cr,
    chunk_lf,
    trailer_start,
    trailer_name,
    trailer,
    trailer_lf,
    end_lf
  };

  bool take(std::string_view& input, std::string& body);
  void one(char c) noexcept;
  void size_digit(char c) noexcept;
  void fail() noexcept { state_ = State::malformed; }

  State state_ = State::done;
  Step step_ = Step::data;
  std::uint64_t remaining_ = 0;  // of the body or the chunk
  std::size_t limit_ = 0;        // bytes of body still allowed
  std::size_t overhead_ = 0;     // bytes of this size line, or of all trailers
  std::size_t extensions_ = 0;   // bytes of all chunks' extensions
  bool has_digit_ = false;
};

}  // namespace http
