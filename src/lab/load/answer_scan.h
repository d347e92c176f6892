// lab, internal: reads over an HTTP/1.1 answer for its status and its end; keeps nothing else.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace lab {

// Of what this program's gateway sends: bodies have a Content-Length or end with the connection.
class AnswerScan {
 public:
  enum class State { reading, done, malformed };

  void start();  // the next answer of a connection
  State feed(std::string_view bytes);
  State end();  // the peer closed

  int status() const noexcept { return status_; }
  bool silent() const noexcept { return silent_; }  // not a byte came
  bool keeps_alive() const noexcept { return keeps_alive_; }

 private:
  State feed_body(std::string_view bytes);
  bool read_head(std::string_view head);
  bool read_field(std::string_view line);

  std::string part_;  // of a head
  std::int64_t body_left_ = -1;
  int status_ = 0;
  bool in_head_ = true;
  bool until_close_ = false;
  bool keeps_alive_ = true;
  bool silent_ = true;
};

}  // namespace lab
