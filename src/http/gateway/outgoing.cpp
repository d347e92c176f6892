#include "outgoing.h"

#include <algorithm>

#include "http/negotiate.h"
#include "http/stream.h"

namespace gateway {

namespace {

constexpr std::size_t worth_coding = 1024;    // smaller bodies fit into one packet anyway
constexpr std::size_t long_body = 64 * 1024;  // some 0.5 ms to compress
constexpr std::size_t header_room = 768;      // of most answers: one allocation for all lines
constexpr std::size_t request_id_max = 128;
constexpr std::string_view request_id_header = "X-Request-Id";

constexpr std::string_view for_all =
    "X-Content-Type-Options: nosniff\r\nReferrer-Policy: no-referrer\r\n";
// Nothing of it is a page: should a browser take it for one, it may load and do nothing.
constexpr std::string_view for_no_page =
    "Content-Security-Policy: default-src 'none'; frame-ancestors 'none'\r\n";
constexpr std::string_view policy_header = "Content-Security-Policy";

// What can stand in a log and be searched for.
bool is_sane(std::string_view id) noexcept {
  return !id.empty() && id.size() <= request_id_max && std::ranges::all_of(id, [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           std::string_view("-._~:/=+@").find(c) != std::string_view::npos;
  });
}

// "00-<trace id>-<span>-01" → the trace id.
std::string_view trace_id_in(std::string_view traceparent) noexcept {
  return traceparent.substr(3, 32);
}

// The client's own, or else the trace's.
std::string_view request_id_of(const http::Request& request, std::string_view trace_id) noexcept {
  const auto given = request.header(request_id_header);
  return given && is_sane(*given) ? *given : trace_id;
}

// RFC 6797 §6.1. Not for subdomains, which are not ours to speak for.
std::string hsts_line(kernel::Ticks duration) {
  if (duration <= kernel::Ticks::zero()) return {};
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(duration).count();
  return "Strict-Transport-Security: max-age=" + std::to_string(seconds) + "\r\n";
}

void take_coded(http::Response& response, std::string coded) {
  if (coded.empty()) return;  // it would not be smaller
  response.body = std::move(coded);
  response.headers.add_lines("Content-Encoding: gzip\r\n");
}

}  // namespace

Coding coding_for(const Visit& visit, const http::Response& response) noexcept {
  if (!visit.may_compress || response.body.size() < worth_coding) return Coding::identity;
  if (response.headers.find("Content-Encoding")) return Coding::identity;
  const auto accepted = visit.request.header("Accept-Encoding");
  return accepted && http::accepts_gzip(*accepted) ? Coding::gzip : Coding::plain;
}

// Writes the line when the stream has ended: only then is it known how long and how much it was.
class Outgoing::LoggedStream final : public http::Stream {
 public:
  LoggedStream(const Outgoing& outgoing, Asked asked, const http::Response& response)
      : outgoing_(outgoing),
        asked_(std::move(asked)),
        status_(response.status),
        logged_(response.stream) {}

  kernel::Task<> run(http::StreamWriter& out) override {
    try {
      co_await logged_->run(out);
    } catch (...) {
      outgoing_.log(asked_, status_, out.written());
      throw;
    }
    outgoing_.log(asked_, status_, out.written());
  }
  void stop() noexcept override { logged_->stop(); }

 private:
  const Outgoing& outgoing_;
  const Asked asked_;
  const int status_;
  const std::shared_ptr<http::Stream> logged_;
};

Outgoing::Outgoing(kernel::Runtime& runtime, const RateLimiter& limiter,
                   std::vector<std::string> cors_origins, kernel::Ticks hsts, AccessLog* log)
    : runtime_(runtime),
      limiter_(limiter),
      cors_(std::move(cors_origins)),
      hsts_(hsts_line(hsts)),
      log_(log),
      gzips_(runtime.loops() + 1) {}

bool Outgoing::is_long(const Visit& visit, const http::Response& response) noexcept {
  return response.body.size() > long_body && coding_for(visit, response) == Coding::gzip;
}

kernel::Task<> Outgoing::compress_on_worker(http::Response& response) {
  std::string coded;
  auto work = [&] { coded = http::Gzip().compress(response.body); };
  co_await runtime_.on_worker(work);
  response.headers.add_lines(vary_by_coding);
  take_coded(response, std::move(coded));
}

void Outgoing::compress(http::Response& response) {
  auto& gzip = gzips_[runtime_.this_loop()];
  if (!gzip) gzip = std::make_unique<http::Gzip>();
  take_coded(response, gzip->compress(response.body));
}

void Outgoing::finish(const Visit& visit, http::Response& response) {
  response.headers.reserve(header_room);
  const Coding coding = coding_for(visit, response);
  if (coding != Coding::identity) response.headers.add_lines(vary_by_coding);
  if (coding == Coding::gzip) compress(response);
  std::string traceparent = kernel::to_traceparent(visit.trace);
  add_common(visit.request, traceparent, response);
  limiter_.add_headers(visit.verdict, response.headers);
  if (log_ == nullptr) return;
  Asked asked{visit.request, visit.began, std::move(traceparent), visit.user,
              visit.client.forwarded ? visit.client.address.text() : std::string()};
  if (response.stream && !visit.request.head)
    response.stream = std::make_shared<LoggedStream>(*this, std::move(asked), response);
  else
    log(asked, response.status, response.body.size());
}

void Outgoing::log(const Asked& asked, int status, std::size_t bytes) const {
  Access access;
  access.took = runtime_.ticks() - asked.began;
  access.trace_id = trace_id_in(asked.traceparent);
  access.user = asked.user;
  access.address = asked.address;
  log(asked.request, status, bytes, access);
}

void Outgoing::finish_refusal(const http::Request& request, const kernel::Trace& trace,
                              http::Response& response) {
  const std::string traceparent = kernel::to_traceparent(trace);
  add_common(request, traceparent, response);
  // No peer: an answer made in advance, for whoever will not be served.
  if (log_ == nullptr || request.peer.empty()) return;
  Access access;
  access.trace_id = trace_id_in(traceparent);
  log(request, response.status, response.body.size(), access);
}

void Outgoing::add_common(const http::Request& request, const std::string& traceparent,
                          http::Response& response) const {
  auto& headers = response.headers;
  headers.add_lines("traceparent: ");
  headers.add_lines(traceparent);
  headers.add_lines("\r\nX-Request-Id: ");
  headers.add_lines(request_id_of(request, trace_id_in(traceparent)));
  headers.add_lines("\r\n");
  headers.add_lines(for_all);
  if (request.tls) headers.add_lines(hsts_);
  const bool is_page = response.content_type == http::html_type;
  if (!is_page || !headers.find(policy_header)) headers.add_lines(for_no_page);
  cors_.add_headers(request, headers);
}

void Outgoing::log(const http::Request& request, int status, std::size_t bytes,
                   Access access) const {
  if (access.address.empty()) access.address = request.peer;
  access.method = request.head ? std::string_view("HEAD") : request.method;
  access.target = request.target;
  access.status = status;
  access.bytes = request.head ? 0 : bytes;
  access.request_id = request_id_of(request, access.trace_id);
  access.agent = request.header("User-Agent").value_or("");
  log_->write(access);
}

}  // namespace gateway
