#include "kernel/traces.h"

#include <fmt/format.h>

#include <algorithm>

#include "durations.h"
#include "kernel/contract_impl.h"
#include "kernel/exchange.h"
#include "kernel/json.h"
#include "kernel/spans.h"
#include "own_message.h"

namespace kernel {

namespace {

std::string hex(std::uint64_t id) { return fmt::format("{:016x}", id); }

std::optional<Uuid> subject_of(const SpanRecord& span) {
  return span.subject == Uuid{} ? std::nullopt : std::optional(span.subject);
}

traces::Span shown(const Spans& spans, const SpanRecord& span) {
  traces::Span out;
  out.span_id = hex(span.id);
  if (span.parent != 0) out.parent_id = hex(span.parent);
  out.name = span.site->name;
  out.kind = span_kind_name(span.site->kind);
  out.caller = span.site->caller;
  out.callee = span.site->callee;
  out.transport = span.site->transport;
  out.started_us = spans.unix_ns(span.started) / 1000;
  out.took_us = microseconds(span.took);
  out.outcome = outcome_name(span);
  out.error = span.failed;
  if (span.status != 0) out.status = span.status;
  out.subject = subject_of(span);
  if (span.waited_us + span.ran_us != 0) {
    out.waited_us = span.waited_us;
    out.ran_us = span.ran_us;
  }
  return out;
}

// `trace` has a span.
traces::Summary summary(const Spans& spans, const KeptTrace& trace) {
  traces::Summary out;
  const auto& first = *std::ranges::min_element(trace.spans, {}, &SpanRecord::started);
  const auto root = std::ranges::find(trace.spans, std::uint64_t{0}, &SpanRecord::parent);
  Ticks end = first.started;
  for (const auto& span : trace.spans) {
    end = std::max(end, span.started + span.took);
    if (!out.subject) out.subject = subject_of(span);
  }
  out.trace_id = trace_id_text(Trace{.id = trace.id});
  out.begins = root != trace.spans.end();
  out.name = out.begins ? root->site->name : first.site->name;
  if (out.begins) out.answered_us = microseconds(root->took);
  out.started_us = spans.unix_ns(first.started) / 1000;
  out.took_us = microseconds(end - first.started);
  out.error = trace.failed;
  return out;
}

bool is_wanted(const KeptTrace& trace, const traces::List& which) {
  if (trace.spans.empty() || (which.error && !trace.failed)) return false;
  if (which.subject && std::ranges::none_of(trace.spans, [&](const auto& span) {
        return span.subject == *which.subject;
      }))
    return false;
  Ticks begin = Ticks::max();
  Ticks end = Ticks::min();
  for (const auto& span : trace.spans) {
    begin = std::min(begin, span.started);
    end = std::max(end, span.started + span.took);
  }
  return end - begin >= std::chrono::milliseconds(which.min_ms);
}

std::optional<TraceId> parse_trace_id(std::string_view text) {
  const auto trace = parse_traceparent(fmt::format("00-{}-0000000000000001-00", text));
  return trace ? std::optional(trace->id) : std::nullopt;
}

Task<WireResponse> answer_list(Exchange& exchange, const WireRequest& request) {
  const auto which = own_message<traces::List>(exchange, request);
  const auto found = list_traces(exchange.spans(), which);
  co_return WireResponse{200, json::to_json(found), {}};
}

Task<WireResponse> answer_get(Exchange& exchange, const WireRequest& request) {
  const auto which = own_message<traces::Get>(exchange, request);
  const auto found = co_await get_trace(exchange.spans(), which);
  co_return WireResponse{200, json::to_json(found), {}};
}

}  // namespace

traces::Summaries list_traces(const Spans& spans, const traces::List& which) {
  const auto wanted = [&](const KeptTrace& trace) { return is_wanted(trace, which); };
  traces::Summaries found;
  for (const auto& trace : spans.kept(wanted, static_cast<std::size_t>(which.limit)))
    found.items.push_back(summary(spans, trace));
  return found;
}

Task<traces::Spans> get_trace(Spans& spans, const traces::Get& which) {
  traces::Spans found;
  const auto id = parse_trace_id(which.trace_id);
  if (!id) co_return found;
  const auto records = co_await spans.find(*id);
  for (const auto& span : records) found.items.push_back(shown(spans, span));
  co_return found;
}

void serve_traces(Exchange& exchange, const std::string& module) {
  exchange.serve_at(own_path<traces::List>(module), [&exchange](const WireRequest& request) {
    return answer_list(exchange, request);
  });
  exchange.serve_at(own_path<traces::Get>(module), [&exchange](const WireRequest& request) {
    return answer_get(exchange, request);
  });
}

}  // namespace kernel

KERNEL_MESSAGE(traces::List)
KERNEL_MESSAGE(traces::Get)
