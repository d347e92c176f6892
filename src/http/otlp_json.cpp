#include <fmt/format.h>

#include "http/otlp.h"
#include "kernel/json.h"

namespace http {

namespace {

// Names and numbers are those of opentelemetry-proto, trace/v1.
int kind_number(kernel::SpanKind kind) noexcept {
  switch (kind) {
    case kernel::SpanKind::internal:
      return 1;
    case kernel::SpanKind::server:
      return 2;
    case kernel::SpanKind::client:
      return 3;
    case kernel::SpanKind::producer:
      return 4;
    case kernel::SpanKind::consumer:
      break;
  }
  return 5;
}

class Attributes {
 public:
  explicit Attributes(std::string& out) : out_(out) { out_ += "\"attributes\":["; }
  ~Attributes() { out_ += ']'; }
  Attributes(const Attributes&) = delete;
  Attributes& operator=(const Attributes&) = delete;

  void text(std::string_view key, std::string_view value) {
    if (value.empty()) return;
    begin(key);
    out_ += R"("stringValue":)";
    kernel::json::append_quoted(out_, value);
    out_ += "}}";
  }
  // A 64-bit integer is a text in JSON.
  void number(std::string_view key, std::int64_t value) {
    begin(key);
    fmt::format_to(std::back_inserter(out_), R"("intValue":"{}"}}}})", value);
  }

 private:
  void begin(std::string_view key) {
    if (!first_) out_ += ',';
    first_ = false;
    fmt::format_to(std::back_inserter(out_), R"({{"key":"{}","value":{{)", key);
  }
  std::string& out_;
  bool first_ = true;
};

void append_span(std::string& out, const kernel::Spans& spans, const kernel::SpanRecord& span) {
  const kernel::SpanSite& site = *span.site;
  const std::int64_t started = spans.unix_ns(span.started);
  fmt::format_to(std::back_inserter(out), R"({{"traceId":"{}","spanId":"{:016x}",)",
                 kernel::trace_id_text({.id = span.trace}), span.id);
  if (span.parent != 0)
    fmt::format_to(std::back_inserter(out), R"("parentSpanId":"{:016x}",)", span.parent);
  out += R"("name":)";
  kernel::json::append_quoted(out, site.name);
  fmt::format_to(std::back_inserter(out),
                 R"(,"kind":{},"startTimeUnixNano":"{}","endTimeUnixNano":"{}",)",
                 kind_number(site.kind), started, started + span.took.count());
  {
    Attributes attributes(out);
    attributes.text("cleave.caller", site.caller);
    attributes.text("cleave.callee", site.callee);
    attributes.text("cleave.message", site.message);
    attributes.text("cleave.transport", site.transport);
    attributes.text("cleave.outcome", kernel::outcome_name(span));
    if (span.subject != kernel::Uuid{})
      attributes.text("cleave.subject", kernel::to_text(span.subject));
    if (span.status != 0) attributes.number("http.response.status_code", span.status);
    if (span.waited_us + span.ran_us != 0) {
      attributes.number("cleave.waited_us", span.waited_us);
      attributes.number("cleave.ran_us", span.ran_us);
    }
  }
  // 0: nothing is said; 2: an error.
  fmt::format_to(std::back_inserter(out), R"(,"status":{{"code":{}}}}})", span.failed ? 2 : 0);
}

}  // namespace

std::string to_otlp(const kernel::Spans& spans, std::span<const kernel::SpanRecord> records,
                    const OtlpOptions& options) {
  std::string out = R"({"resourceSpans":[{"resource":{)";
  {
    Attributes attributes(out);
    attributes.text("service.namespace", "cleave");
    attributes.text("service.name", options.process);
    attributes.text("service.version", options.version);
  }
  out += R"(},"scopeSpans":[{"scope":{"name":"cleave","version":)";
  kernel::json::append_quoted(out, options.version);
  out += R"(},"spans":[)";
  for (const auto& span : records) {
    if (out.back() != '[') out += ',';
    append_span(out, spans, span);
  }
  return out += "]}]}]}";
}

}  // namespace http
