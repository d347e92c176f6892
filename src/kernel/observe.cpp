#include "kernel/observe.h"

#include <algorithm>
#include <bit>

#include "kernel/detail/exchange_impl.h"
#include "kernel/log.h"
#include "kernel/runtime.h"

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

}  // namespace

Observed::Observed(const Edge& edge, const Context& context)
    : edge_(edge), context_(context), started_(edge.runtime->ticks()) {
  context_.trace.span = edge.runtime->random() | 1;
  if (started_ < context.deadline) return;
  outcome_ = static_cast<int>(Code::deadline_exceeded);
  add(edge_.per_loop[edge.runtime->this_loop()]->failed[static_cast<std::size_t>(outcome_)], 1);
  throw Error(Code::deadline_exceeded, "the time for this request is over");
}

Observed::~Observed() {
  EdgeCounters& counters = *edge_.per_loop[edge_.runtime->this_loop()];
  const auto ns = static_cast<std::uint64_t>((edge_.runtime->ticks() - started_).count());
  if (outcome_ < 0) {
    add(counters.ok, 1);
  } else {
    add(counters.failed[static_cast<std::size_t>(outcome_)], 1);
  }
  add(counters.latency[bucket_of(ns)], 1);
  add(counters.latency_sum_ns, ns);
}

namespace detail {

void report_internal(const Edge& edge, const Context& context, const std::exception& error) {
  log_error(context, "handler failed", {{"message", edge.message}, {"error", error.what()}});
}

}  // namespace detail

}  // namespace kernel
