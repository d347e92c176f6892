#include "body_reader.h"

#include <algorithm>

#include "http/text.h"

namespace http {

namespace {

constexpr std::size_t overhead_max = 4096;

bool is_line_char(char c) noexcept {
  return c == '\t' || (static_cast<unsigned char>(c) >= 0x20 && c != 0x7f);
}

int hex(char c) noexcept {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

}  // namespace

void BodyReader::start_length(std::uint64_t length, std::size_t limit) noexcept {
  step_ = Step::data;
  remaining_ = length;
  limit_ = limit;
  state_ = length > limit ? State::too_large : length == 0 ? State::done : State::reading;
}

void BodyReader::start_chunked(std::size_t limit) noexcept {
  step_ = Step::size;
  state_ = State::reading;
  remaining_ = 0;
  limit_ = limit;
  overhead_ = extensions_ = 0;
  has_digit_ = false;
}

void BodyReader::start_until_close(std::size_t limit) noexcept {
  step_ = Step::until_close;
  state_ = State::reading;
  limit_ = limit;
}

void BodyReader::finish() noexcept {
  if (state_ == State::reading)
    state_ = step_ == Step::until_close ? State::done : State::malformed;
}

std::size_t BodyReader::feed(std::string_view input, std::string& body) {
  const std::size_t given = input.size();
  while (state_ == State::reading && !input.empty()) {
    if (take(input, body)) continue;
    one(input.front());
    if (state_ == State::reading || state_ == State::done) input.remove_prefix(1);
  }
  return given - input.size();
}

// Data, many bytes at a time; false at the framing between chunks.
bool BodyReader::take(std::string_view& input, std::string& body) {
  if (step_ == Step::until_close) {
    if (input.size() > limit_) {
      state_ = State::too_large;
      return true;
    }
    limit_ -= input.size();
    body.append(input);
    input = {};
    return true;
  }
  if (step_ != Step::data && step_ != Step::chunk) return false;
  const auto size = static_cast<std::size_t>(std::min<std::uint64_t>(remaining_, input.size()));
  body.append(input.substr(0, size));
  input.remove_prefix(size);
  remaining_ -= size;
  if (remaining_ == 0) {
    if (step_ == Step::data)
      state_ = State::done;
    else
      step_ = Step::chunk_cr;
  }
  return true;
}

void BodyReader::size_digit(char c) noexcept {
  if (const int digit = hex(c); digit >= 0) {
    has_digit_ = true;
    remaining_ = remaining_ * 16 + static_cast<unsigned>(digit);
    if (remaining_ > limit_) state_ = State::too_large;  // long before it could overflow
    return;
  }
  if (!has_digit_) return fail();
  if (c == ';')
    step_ = Step::extension;
  else if (c == '\r')
    step_ = Step::size_lf;
  else
    fail();
}

// One byte of framing.
void BodyReader::one(char c) noexcept {
  if (++overhead_ > overhead_max) return fail();
  switch (step_) {
    case Step::size:
      return size_digit(c);
    case Step::extension:
      if (c == '\r')
        step_ = Step::size_lf;
      else if (!is_line_char(c) || ++extensions_ > overhead_max)
        fail();
      return;
    case Step::size_lf:
      if (c != '\n') return fail();
      limit_ -= static_cast<std::size_t>(remaining_);
      step_ = remaining_ == 0 ? Step::trailer_start : Step::chunk;
      overhead_ = 0;
      return;
    case Step::chunk_cr:
      step_ = Step::chunk_lf;
      return c == '\r' ? void() : fail();
    case Step::chunk_lf:
      step_ = Step::size;
      has_digit_ = false;
      overhead_ = 0;
      return c == '\n' ? void() : fail();
    case Step::trailer_start:
      step_ = c == '\r' ? Step::end_lf : Step::trailer_name;
      return c == '\r' || is_token({&c, 1}) ? void() : fail();
    case Step::trailer_name:
      if (c == ':')
        step_ = Step::trailer;
      else if (!is_token({&c, 1}))
        fail();
      return;
    case Step::trailer:
      if (c == '\r')
        step_ = Step::trailer_lf;
      else if (!is_line_char(c))
        fail();
      return;
    case Step::trailer_lf:
      step_ = Step::trailer_start;
      return c == '\n' ? void() : fail();
    case Step::end_lf:
      state_ = c == '\n' ? State::done : State::malformed;
      return;
    case Step::data:
    case Step::until_close:
    case Step::chunk:
      return;  // take() has them
  }
}

}  // namespace http
