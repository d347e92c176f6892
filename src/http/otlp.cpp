#include "http/otlp.h"

#include <algorithm>
#include <charconv>

#include "kernel/error.h"
#include "kernel/log.h"

namespace http {

namespace {

// As the protocol says: these may be sent again.
bool is_retryable(int status) noexcept {
  return status == 429 || status == 502 || status == 503 || status == 504;
}

std::optional<kernel::Ticks> retry_after(const Response& response) {
  const auto text = response.headers.find("Retry-After");
  std::uint32_t seconds = 0;
  if (!text) return std::nullopt;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), seconds);
  if (error != std::errc() || end != text->data() + text->size()) return std::nullopt;
  return std::chrono::seconds(seconds);
}

Url with_default_path(Url url) {
  if (url.target == "/") url.target = "/v1/traces";
  return url;
}

}  // namespace

OtlpExporter::OtlpExporter(kernel::Runtime& runtime, boost::asio::io_context& loop,
                           kernel::Spans& spans, OtlpOptions options)
    : runtime_(runtime),
      spans_(spans),
      options_(std::move(options)),
      url_(with_default_path(split_url(options_.url))),
      pool_(runtime, loop),
      tasks_(runtime, "otlp") {}

void OtlpExporter::start() { tasks_.spawn(run()); }

kernel::Task<bool> OtlpExporter::stop(kernel::Ticks timeout) {
  tasks_.stop();
  co_return co_await tasks_.joined(timeout);
}

kernel::Task<> OtlpExporter::run() {
  bool awake = true;
  while (awake) {
    awake = co_await tasks_.sleep(options_.interval);
    co_await send_all();
  }
}

// False when the collector did not take it; what comes after a stop is then lost.
kernel::Task<bool> OtlpExporter::send_all() {
  for (;;) {
    const auto batch = spans_.take(options_.batch_max);
    if (batch.empty()) co_return true;
    const bool taken = co_await deliver(batch);
    if (taken) {
      spans_.exported(batch.size());
      continue;
    }
    spans_.lost(batch.size());
    if (!tasks_.stopping()) co_return false;
    for (auto rest = spans_.take(options_.batch_max); !rest.empty();
         rest = spans_.take(options_.batch_max))
      spans_.lost(rest.size());
    co_return false;
  }
}

kernel::Task<bool> OtlpExporter::deliver(const std::vector<kernel::SpanRecord>& batch) {
  ClientRequest request;
  request.method = "POST";
  request.target = url_.target;
  request.body = to_otlp(spans_, batch, options_);
  kernel::Ticks backoff = options_.backoff_first;
  for (unsigned attempt = 1;; ++attempt) {
    kernel::Ticks pause = backoff;
    const Fate fate = co_await post(request, pause);
    if (fate != Fate::again) co_return fate == Fate::taken;
    if (attempt >= options_.attempts_max || tasks_.stopping()) co_return false;
    co_await tasks_.sleep(std::min(pause, options_.backoff_max));
    backoff = std::min(backoff * 2, options_.backoff_max);
  }
}

// `pause`: before it is sent again, if the collector says so.
kernel::Task<OtlpExporter::Fate> OtlpExporter::post(const ClientRequest& request,
                                                    kernel::Ticks& pause) {
  std::string why;
  Fate fate = Fate::again;
  try {
    const auto deadline = runtime_.ticks() + options_.timeout;
    const Response response = co_await pool_.send(url_.origin, request, deadline);
    if (response.status < 300) {
      is_away_ = false;
      co_return Fate::taken;
    }
    why = "status " + std::to_string(response.status);
    if (!is_retryable(response.status)) fate = Fate::refused;
    if (const auto told = retry_after(response)) pause = *told;
  } catch (const kernel::Error& error) {
    why = error.message;
  }
  if (!is_away_)
    kernel::log_warning("spans are not taken by the collector",
                        {{"url", options_.url}, {"error", why}});
  is_away_ = true;
  co_return fate;
}

}  // namespace http
