#include "kernel/observe.h"

#include <algorithm>
#include <bit>

#include "kernel/detail/exchange_impl.h"
#include "kernel/log.h"
#include "kernel/runtime.h"
#include "kernel/spans.h"

namespace kernel {

namespace {

// Counters have one writer: no atomic read-modify-write is needed.
void add(std::atomic<std::uint64_t>& counter, std::uint64_t amount) noexcept {
  counter.store(counter.load(std::memory_order_relaxed) + amount, std::memory_order_relaxed);
}

std::size_t bucket_of(std::uint64_t ns) noexcept {
  const int width = std::bit_width(ns);  // ns < 2^width
  return std::min<std::size_t>(static_cast<std::size_t>(std::max(width - 8, 0)),
                               latency_buckets - 1);
}

void record_span(const Edge& edge, const Trace& trace, std::uint64_t parent, Ticks started,
                 Ticks took, int outcome) noexcept {
  if (edge.spans == nullptr || !edge.spans->on()) return;
  edge.spans->record({.trace = trace.id,
                      .id = trace.span,
                      .parent = parent,
                      .site = edge.site,
                      .started = started,
                      .took = took,
                      .outcome = static_cast<std::int8_t>(outcome),
                      .failed = outcome >= 0 && is_failure(static_cast<Code>(outcome)),
                      .sampled = trace.sampled});
}

}  // namespace

std::string_view kind_name(Edge::Kind kind) noexcept {
  switch (kind) {
    case Edge::Kind::call:
      return "call";
    case Edge::Kind::event:
      return "event";
    case Edge::Kind::owed:
      break;
  }
  return "owed";
}

Ticks codec_begins(const Edge& edge) noexcept { return edge.runtime->ticks(); }

void codec_ended(const Edge& edge, CodecPass pass, Ticks begun, std::size_t bytes) noexcept {
  EdgeCounters& counters = *edge.per_loop[edge.runtime->this_loop()];
  const bool encoded = pass == CodecPass::encode_request || pass == CodecPass::encode_reply;
  const bool request = pass == CodecPass::encode_request || pass == CodecPass::decode_request;
  const auto ns = static_cast<std::uint64_t>((edge.runtime->ticks() - begun).count());
  add(encoded ? counters.encode_ns : counters.decode_ns, ns);
  add(request ? counters.request_bytes : counters.reply_bytes, bytes);
}

void waited_in_queue(const Edge& edge, Ticks duration) noexcept {
  add(edge.per_loop[edge.runtime->this_loop()]->queue_ns,
      static_cast<std::uint64_t>(duration.count()));
}

Observed::Observed(const Edge& edge, const Context& context)
    : edge_(edge), context_(context), started_(edge.runtime->ticks()), parent_(context.trace.span) {
  context_.trace.span = edge.runtime->random() | 1;
  if (started_ < context.deadline) return;
  outcome_ = static_cast<int>(Code::deadline_exceeded);
  add(edge_.per_loop[edge.runtime->this_loop()]->failed[static_cast<std::size_t>(outcome_)], 1);
  record_span(edge_, context_.trace, parent_, started_, Ticks::zero(), outcome_);
  throw Error(Code::deadline_exceeded, "the time for this request is over");
}

Observed::~Observed() {
  EdgeCounters& counters = *edge_.per_loop[edge_.runtime->this_loop()];
  const Ticks took = edge_.runtime->ticks() - started_;
  const auto ns = static_cast<std::uint64_t>(took.count());
  if (outcome_ < 0) {
    add(counters.ok, 1);
  } else {
    add(counters.failed[static_cast<std::size_t>(outcome_)], 1);
  }
  add(counters.latency[bucket_of(ns)], 1);
  add(counters.latency_sum_ns, ns);
  record_span(edge_, context_.trace, parent_, started_, took, outcome_);
}

namespace detail {

void report_internal(const Edge& edge, const Context& context, const std::exception& error) {
  log_error(context, "handler failed", {{"message", edge.message}, {"error", error.what()}});
}

}  // namespace detail

}  // namespace kernel
