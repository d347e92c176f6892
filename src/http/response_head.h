// http, internal: the head of a response.
#pragma once

#include <string>
#include <string_view>

#include "body_reader.h"
#include "head_parser.h"
#include "http/message.h"

namespace http {

// Reads status and headers into a Response; says how its body is framed.
class ResponseHead final : public HeadParser<false> {
 public:
  // `no_body`: the answer to a HEAD.
  ResponseHead(Response& response, bool no_body, std::size_t head_bytes_max);

  std::size_t read(std::string_view bytes);  // the number of bytes used
  bool done() const noexcept { return done_; }
  bool malformed() const noexcept { return malformed_; }
  bool interim() const noexcept { return response_.status < 200; }  // 1xx: another follows

  void start_body(BodyReader& body, std::size_t limit);
  bool reusable() const { return keep_alive(); }

 private:
  void on_response_impl(int status, View, int, ErrorCode&) override { response_.status = status; }
  void on_field_impl(Field field, View name, View value, ErrorCode& error) override;
  void on_header_impl(ErrorCode& error) override;

  Response& response_;
  const bool no_body_;
  const std::size_t bytes_max_;
  std::size_t bytes_ = 0;  // used so far
  std::string lines_;
  bool chunked_ = false;
  bool done_ = false;
  bool malformed_ = false;
};

}  // namespace http
