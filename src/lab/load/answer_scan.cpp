#include "lab/load/answer_scan.h"

#include <charconv>

#include "http/message.h"

namespace lab {
namespace {

constexpr std::size_t head_bytes_max = 64 * 1024;
constexpr std::string_view head_end = "\r\n\r\n";

template <class Number>
bool read_number(std::string_view text, Number& number) {
  const auto end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, number);
  return read.ec == std::errc() && read.ptr == end && number >= 0;
}

}  // namespace

void AnswerScan::start() {
  part_.clear();
  body_left_ = -1;
  status_ = 0;
  in_head_ = true;
  until_close_ = false;
  keeps_alive_ = true;
  silent_ = true;
}

AnswerScan::State AnswerScan::feed(std::string_view bytes) {
  silent_ = false;
  if (!in_head_) return feed_body(bytes);
  if (!part_.empty()) bytes = part_.append(bytes);
  for (;;) {
    const auto end = bytes.find(head_end);
    if (end == std::string_view::npos) {
      part_ = std::string(bytes);
      return part_.size() > head_bytes_max ? State::malformed : State::reading;
    }
    if (!read_head(bytes.substr(0, end + 2))) return State::malformed;
    bytes.remove_prefix(end + head_end.size());
    in_head_ = status_ < 200;  // 1xx: another head follows
    if (!in_head_) return feed_body(bytes);
  }
}

AnswerScan::State AnswerScan::feed_body(std::string_view bytes) {
  if (until_close_) return State::reading;
  body_left_ -= static_cast<std::int64_t>(bytes.size());
  if (body_left_ < 0) return State::malformed;  // nobody asked for more
  return body_left_ == 0 ? State::done : State::reading;
}

AnswerScan::State AnswerScan::end() {
  keeps_alive_ = false;
  return !in_head_ && until_close_ ? State::done : State::malformed;
}

// "HTTP/1.1 200 OK\r\n" and lines of fields.
bool AnswerScan::read_head(std::string_view head) {
  if (!head.starts_with("HTTP/1.") || head.size() < 12) return false;
  if (!read_number(head.substr(9, 3), status_) || status_ < 100) return false;
  body_left_ = -1;
  for (auto at = head.find("\r\n") + 2; at < head.size();) {
    const auto end = head.find("\r\n", at);
    if (!read_field(head.substr(at, end - at))) return false;
    at = end + 2;
  }
  if (status_ == 204 || status_ == 304) body_left_ = 0;
  until_close_ = body_left_ < 0;
  return true;
}

bool AnswerScan::read_field(std::string_view line) {
  const auto colon = line.find(':');
  if (colon == std::string_view::npos) return false;
  const auto name = line.substr(0, colon);
  auto value = line.substr(colon + 1);
  while (value.starts_with(' ')) value.remove_prefix(1);
  if (http::same_name(name, "Content-Length")) return read_number(value, body_left_);
  if (http::same_name(name, "Connection") && http::same_name(value, "close")) keeps_alive_ = false;
  return !http::same_name(name, "Transfer-Encoding");
}

}  // namespace lab
