#include "response_head.h"

#include <boost/beast/http/error.hpp>

namespace http {

namespace beast_http = boost::beast::http;

namespace {

std::string_view to_view(boost::beast::string_view text) noexcept {
  return {text.data(), text.size()};
}

std::string_view known_type(std::string_view type) noexcept {
  for (const auto known : {json_type, problem_type, html_type, text_type, metrics_type})
    if (type == known) return known;
  return {};
}

}  // namespace

ResponseHead::ResponseHead(Response& response, bool no_body, std::size_t head_bytes_max)
    : HeadParser(head_bytes_max),
      response_(response),
      no_body_(no_body),
      bytes_max_(head_bytes_max) {
  response_.content_type = {};
}

std::size_t ResponseHead::read(std::string_view bytes) {
  ErrorCode error;
  const std::size_t used = put({bytes.data(), bytes.size()}, error);
  bytes_ += used;  // the parser limits what it is given at once
  malformed_ = (error && error != beast_http::error::need_more) || bytes_ > bytes_max_;
  return used;
}

void ResponseHead::on_field_impl(Field field, View name, View value, ErrorCode& error) {
  lines_.append(to_view(name)).append(": ").append(to_view(value)).append("\r\n");
  if (field == Field::content_type) {
    response_.content_type = known_type(to_view(value));
  } else if (field == Field::transfer_encoding) {
    if (chunked_ || !same_name(to_view(value), "chunked")) error = beast_http::error::bad_value;
    chunked_ = true;
  }
}

void ResponseHead::on_header_impl(ErrorCode&) {
  response_.headers = HeaderLines::received(std::move(lines_));
  done_ = true;
}

void ResponseHead::start_body(BodyReader& body, std::size_t limit) {
  const bool empty = no_body_ || interim() || response_.status == 204 || response_.status == 304;
  if (empty)
    body.start_length(0, limit);
  else if (chunked_)
    body.start_chunked(limit);
  else if (const auto length = content_length())
    body.start_length(*length, limit);
  else
    body.start_until_close(limit);
}

}  // namespace http
