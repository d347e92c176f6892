// http: kept spans on their way to a collector, as OTLP/HTTP 1.x in JSON (OpenTelemetry protocol).
// Nobody waits for it: spans that find its queue full are lost, and counted (kernel/spans.h).
#pragma once

#include <memory>
#include <span>
#include <string>

#include "http/address.h"
#include "http/client.h"
#include "kernel/spans.h"
#include "kernel/task_group.h"

namespace http {

struct OtlpOptions {
  std::string url;      // http://127.0.0.1:4318/v1/traces
  std::string process;  // "gateway", "cart+order": service.name
  std::string version;
  kernel::Ticks interval = std::chrono::seconds(1);       // between two batches
  std::size_t batch_max = 512;                            // spans of one request
  kernel::Ticks timeout = std::chrono::seconds(3);        // of one request
  unsigned attempts_max = 5;                              // of a batch; then it is lost
  kernel::Ticks backoff_first = std::chrono::seconds(1);  // doubles
  kernel::Ticks backoff_max = std::chrono::seconds(30);   // Retry-After is believed up to it
};

// The body of one request.
std::string to_otlp(const kernel::Spans& spans, std::span<const kernel::SpanRecord> records,
                    const OtlpOptions& options);

class OtlpExporter {
 public:
  // Throws Error{invalid_argument} for a URL that is none.
  OtlpExporter(kernel::Runtime& runtime, boost::asio::io_context& loop, kernel::Spans& spans,
               OtlpOptions options);

  void start();  // on `loop`
  // Sends what is left, once; a collector that does not take it gets no more. False when `timeout`
  // passed first.
  kernel::Task<bool> stop(kernel::Ticks timeout);

 private:
  enum class Fate { taken, refused, again };
  kernel::Task<> run();
  kernel::Task<bool> send_all();
  kernel::Task<bool> deliver(const std::vector<kernel::SpanRecord>& batch);
  kernel::Task<Fate> post(const ClientRequest& request, kernel::Ticks& pause);

  kernel::Runtime& runtime_;
  kernel::Spans& spans_;
  const OtlpOptions options_;
  const Url url_;
  ClientPool pool_;
  bool is_away_ = false;  // said so in the log
  kernel::TaskGroup tasks_;
};

}  // namespace http
