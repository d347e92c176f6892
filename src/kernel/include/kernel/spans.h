// kernel: spans, the parts of a trace: what was done, for whom, when, for how long, how it ended.
//
//   sampled       the front door draws once for a request, by a ratio; the flag travels with the
//                 trace, and every process keeps its spans of it
//   failed        of any trace: a span that ends in trouble of the shop's own (is_failure) keeps
//                 what its process did for that trace, before and after
//   the rest      is overwritten soon, by what comes later on the same loop
//
// A span is recorded when it ends: 88 bytes into a ring of its loop, without a lock. What is kept
// goes from there into a store of the whole process, bounded in bytes, oldest traces first; and to
// an exporter, if there is one, which never holds up anybody.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kernel/context.h"
#include "kernel/error.h"
#include "kernel/id.h"
#include "kernel/task.h"
#include "kernel/time.h"

namespace kernel {

class Runtime;

enum class SpanKind : std::uint8_t { internal, server, client, producer, consumer };
std::string_view span_kind_name(SpanKind kind) noexcept;

// What all spans of one place in the code have in common: one object each, for the process's life.
// These names are the code's own; no value of a message is among them.
struct SpanSite {
  std::string name;  // "order.PlaceOrder", "POST /api/v1/orders", "transaction"
  SpanKind kind = SpanKind::internal;
  std::string caller;     // module
  std::string callee;     // module
  std::string message;    // empty: none
  std::string transport;  // "local", "serialized", "http", "storage"; empty: none
};

// The shop's own trouble: internal, unavailable, deadline_exceeded, resource_exhausted. What is
// said of a request (not found, forbidden, a conflict) is none; nor is `cancelled`, the end by a
// stop.
bool is_failure(Code code) noexcept;

// What a call to another process takes beside the socket and the handler there. Recorded of sampled
// traces only: one hop more or less must not push twice as much out of the rings.
enum class CallPart : std::uint8_t { encode, queue, decode };

using TraceId = std::array<std::uint8_t, 16>;

// One span that has ended.
struct SpanRecord {
  static constexpr std::int8_t ok = -1;
  TraceId trace{};
  std::uint64_t id = 0;
  std::uint64_t parent = 0;  // 0: none, the trace begins here
  const SpanSite* site = nullptr;
  Ticks started{};
  Ticks took{};
  Uuid subject{};  // what a request is about, such as its order; all zero: nothing known
  std::uint32_t waited_us = 0;  // of a transaction: until its batch began
  std::uint32_t ran_us = 0;     // and in it; the rest is the commit
  std::uint16_t status = 0;     // of an HTTP answer; 0: it is none
  std::int8_t outcome = ok;     // or the Code of its error
  bool failed = false;          // in trouble of the shop's own
  bool sampled = false;
};

// "ok", the code of its error, or "refused" for an answer of 4xx without one.
std::string_view outcome_name(const SpanRecord& span) noexcept;

struct SpanOptions {
  std::size_t keep_bytes = 0;   // of the store; 0: nothing is recorded at all
  double ratio = 0;             // of requests are sampled, 0 to 1
  bool every_checkout = false;  // they are sampled whatever the ratio
  std::size_t export_max = 0;   // kept spans that may wait for an exporter; 0: there is none
};

// Of a trace, what this process kept.
struct KeptTrace {
  TraceId id{};
  bool failed = false;
  std::vector<SpanRecord> spans;  // in the order of their ends
};

// What became of spans, for metrics.
struct SpanCounts {
  std::uint64_t kept = 0;
  std::uint64_t lost_traces = 0;   // failed, but too many at once
  std::uint64_t lost_exports = 0;  // the exporter's queue was full, or its collector refused
  std::uint64_t exported = 0;
  std::size_t waiting = 0;  // for the exporter
  std::size_t bytes = 0;    // of the store
};

class Spans {
 public:
  explicit Spans(Runtime& runtime);
  ~Spans();
  Spans(const Spans&) = delete;
  Spans& operator=(const Spans&) = delete;

  // Begins to record. Once, while the process is assembled.
  void enable(const SpanOptions& options);
  bool on() const noexcept { return on_; }
  const SpanOptions& options() const noexcept { return options_; }

  // A site that lives as long as this. From any thread.
  const SpanSite* site(SpanSite site);

  // Those of the parts of a call, "encode", "queue", "decode": alike for all calls.
  const SpanSite* part(CallPart part) const noexcept {
    return parts_[static_cast<std::size_t>(part)];
  }

  // Whether a trace that begins here is sampled. `drawn` is random: a span's id will do.
  bool samples(std::uint64_t drawn, bool is_checkout) const noexcept;

  // An id for a child of `parent`, from a source of its own, so that traces change nothing in what
  // else is drawn.
  std::uint64_t child_of(std::uint64_t parent) noexcept;

  // Takes a span that has ended, on whichever loop it ended; none of a trace without an id.
  void record(const SpanRecord& span) noexcept;

  // Newest first, those for which `wanted` holds, at most `limit`.
  std::vector<KeptTrace> kept(const std::function<bool(const KeptTrace&)>& wanted,
                              std::size_t limit) const;

  // All that is still known of a trace: kept, or not overwritten yet. On a loop.
  Task<std::vector<SpanRecord>> find(TraceId id);

  // For the exporter: takes up to `most` spans from its queue; says what became of them.
  std::vector<SpanRecord> take(std::size_t most);
  void exported(std::size_t spans) noexcept { exported_ += spans; }
  void lost(std::size_t spans) noexcept { lost_exports_ += spans; }

  // When it was on the wall's clock, in nanoseconds since 1970.
  std::int64_t unix_ns(Ticks at) const noexcept;

  SpanCounts counts() const;

 private:
  struct Ring;   // one loop's
  struct Store;  // the process's

  Ring& ring() noexcept;
  void keep_failed(Ring& ring, const TraceId& id);
  void keep(const SpanRecord& span, bool failed);
  static void scan(const Ring& ring, const TraceId& id, std::vector<SpanRecord>& into);

  Runtime& runtime_;
  bool on_ = false;
  SpanOptions options_;
  std::vector<std::unique_ptr<Ring>> rings_;  // by loop; the last: outside of all, with a lock
  const std::unique_ptr<Store> store_;
  std::array<const SpanSite*, 3> parts_{};  // by CallPart
  std::atomic<std::uint64_t> lost_traces_ = 0;
  std::atomic<std::uint64_t> lost_exports_ = 0;
  std::atomic<std::uint64_t> exported_ = 0;
};

}  // namespace kernel
