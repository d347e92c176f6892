#include "request_head.h"

#include <algorithm>
#include <boost/beast/http/error.hpp>

namespace http {

namespace beast_http = boost::beast::http;

namespace {

std::string_view to_view(boost::beast::string_view text) noexcept {
  return {text.data(), text.size()};
}

// RFC 9110 §7.2: host and port, nothing that a log or a link could be broken with. None is no host.
bool is_host(std::string_view text) noexcept {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           std::string_view("-._~:[]%!$&'()*+;=").find(c) != std::string_view::npos;
  });
}

bool is_number(std::string_view text) noexcept {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

RequestHead::Refusal refusal_of(const boost::beast::error_code& error) noexcept {
  if (error == beast_http::error::header_limit) return {431, "the headers are too large"};
  if (error == beast_http::error::bad_version) return {400, "only HTTP/1.1 and 1.0 are spoken"};
  return {400, "this is no valid HTTP request"};
}

}  // namespace

std::size_t RequestHead::read(std::string_view bytes) {
  ErrorCode error;
  const std::size_t used = put({bytes.data(), bytes.size()}, error);
  if (error && error != beast_http::error::need_more && refusal_.status == 0)
    refusal_ = refusal_of(error);
  // RFC 9112 §5.2 lets a server refuse a folded header; the parser would unfold it. What is wrong
  // behind it comes second, as it does when the bytes come one by one.
  const std::string_view head = bytes.substr(0, used);
  const bool folded = head.find("\n ") != head.npos || head.find("\n\t") != head.npos;
  if (folded) refusal_ = {400, "a header is folded over several lines"};
  return used;
}

void RequestHead::refuse(int status, std::string_view detail, ErrorCode& error) {
  refusal_ = {status, detail};
  error = beast_http::error::bad_value;
}

bool RequestHead::set_target(std::string_view target) {
  if (target.find('#') != std::string_view::npos) return false;
  const std::size_t scheme = target.starts_with("http://")    ? 7
                             : target.starts_with("https://") ? 8
                                                              : 0;
  if (scheme > 0) {  // absolute form: the path decides, as ever
    const std::string_view whole = target;
    const auto slash = target.find_first_of("/?", scheme);
    if (slash == scheme) return false;
    target = slash == std::string_view::npos ? std::string_view("/") : target.substr(slash);
    if (target.front() == '?') return false;
    authority_ = whole.substr(scheme, slash == std::string_view::npos ? slash : slash - scheme);
  }
  request_.target = target;
  return target.front() == '/' || target == "*";
}

void RequestHead::on_request_impl(Verb, View method, View target, int version, ErrorCode& error) {
  version_ = version;
  request_.head = method == "HEAD";
  request_.method = request_.head ? std::string_view("GET") : to_view(method);
  if (!set_target(to_view(target))) refuse(400, "the request's target is no path", error);
}

void RequestHead::on_field_impl(Field field, View name, View value, ErrorCode& error) {
  if (request_.headers.size() == headers_max_) return refuse(431, "too many headers", error);
  request_.headers.push_back({to_view(name), to_view(value)});
  switch (field) {
    case Field::host:
      if (++hosts_ > 1 || !is_host(to_view(value)))
        refuse(400, "one valid Host header is needed", error);
      host_ = to_view(value);
      return;
    case Field::content_length:
      if (++content_lengths_ > 1 || !is_number(to_view(value)))
        refuse(400, "Content-Length must be one number", error);
      return;
    case Field::transfer_encoding:
      if (++transfer_encodings_ > 1) return refuse(400, "Transfer-Encoding is repeated", error);
      if (!same_name(to_view(value), "chunked"))
        refuse(400, "only the transfer encoding \"chunked\" is understood", error);
      return;
    case Field::expect:
      return check_expect(to_view(value), error);
    default:
      return;
  }
}

void RequestHead::check_expect(std::string_view value, ErrorCode& error) {
  if (!same_name(value, "100-continue"))
    return refuse(417, "only 100-continue can be expected", error);
  expects_continue_ = version_ == 11;  // RFC 9110 §10.1.1: ignored in HTTP/1.0
}

void RequestHead::on_header_impl(ErrorCode& error) {
  if (version_ == 11 && hosts_ == 0) return refuse(400, "one valid Host header is needed", error);
  if (!authority_.empty() && !same_name(authority_, host_))
    return refuse(400, "the target names another host than the Host header", error);
  if (transfer_encodings_ > 0 && (content_lengths_ > 0 || version_ == 10))
    return refuse(400, "the length of the body is ambiguous", error);
  done_ = true;
}

}  // namespace http
