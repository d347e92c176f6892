// http, internal: the head of a request, read in place.
#pragma once

#include <cstdint>
#include <string_view>

#include "head_parser.h"
#include "http/server.h"

namespace http {

// Beast splits the head into its parts; what they mean together is checked here, strictly: a
// request that two servers could understand differently is refused. Fills `request` with views
// into the buffer given to put(), which must not move meanwhile.
class RequestHead final : public HeadParser<true> {
 public:
  struct Refusal {
    int status = 0;  // 0: none
    std::string_view detail;
  };

  RequestHead(Request& request, const ServerOptions& options) noexcept
      : HeadParser(options.head_bytes_max), request_(request), headers_max_(options.headers_max) {}

  // Reads on. Returns the number of bytes used; done() or refusal() tell the rest.
  std::size_t read(std::string_view bytes);

  bool done() const noexcept { return done_; }
  const Refusal& refusal() const noexcept { return refusal_; }

  // What follows from the headers; once done().
  bool chunked() const noexcept { return transfer_encodings_ > 0; }
  std::uint64_t body_length() { return content_length().value_or(0); }
  bool expects_continue() const noexcept { return expects_continue_; }
  bool is_old_version() const noexcept { return version_ == 10; }

 private:
  void on_request_impl(Verb, View method, View target, int version, ErrorCode& error) override;
  void on_field_impl(Field field, View name, View value, ErrorCode& error) override;
  void on_header_impl(ErrorCode& error) override;

  void refuse(int status, std::string_view detail, ErrorCode& error);
  void check_expect(std::string_view value, ErrorCode& error);
  bool set_target(std::string_view target);

  Request& request_;
  const std::size_t headers_max_;
  int version_ = 0;
  unsigned hosts_ = 0;
  std::string_view host_;
  std::string_view authority_;  // of a target in absolute form; empty: it is a path
  unsigned content_lengths_ = 0;
  unsigned transfer_encodings_ = 0;
  bool expects_continue_ = false;
  bool done_ = false;
  Refusal refusal_;
};

}  // namespace http
