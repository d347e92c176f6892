// http, internal: Beast's parser, used for heads only.
#pragma once

#include <boost/beast/http/basic_parser.hpp>
#include <cstddef>
#include <cstdint>

namespace http {

// What Beast would tell about a body is never asked for: it stops after the head.
template <bool is_request>
class HeadParser : public boost::beast::http::basic_parser<is_request> {
 protected:
  using View = boost::beast::string_view;
  using Field = boost::beast::http::field;
  using Verb = boost::beast::http::verb;
  using ErrorCode = boost::beast::error_code;

  explicit HeadParser(std::size_t head_bytes_max) noexcept {
    this->header_limit(static_cast<std::uint32_t>(head_bytes_max));
    this->body_limit(boost::none);
  }

 private:
  void on_request_impl(Verb, View, View, int, ErrorCode&) override {}
  void on_response_impl(int, View, int, ErrorCode&) override {}
  void on_body_init_impl(const boost::optional<std::uint64_t>&, ErrorCode&) final {}
  std::size_t on_body_impl(View, ErrorCode&) final { return 0; }
  void on_chunk_header_impl(std::uint64_t, View, ErrorCode&) final {}
  std::size_t on_chunk_body_impl(std::uint64_t, View, ErrorCode&) final { return 0; }
  void on_finish_impl(ErrorCode&) final {}
};

}  // namespace http
