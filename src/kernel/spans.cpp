#include "kernel/spans.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <deque>
#include <iterator>
#include <list>
#include <mutex>
#include <unordered_map>

#include "kernel/runtime.h"

namespace kernel {

namespace {

constexpr std::size_t ring_size = 4096;      // spans of a loop that can still be looked up
constexpr std::size_t remembered = 256;      // failed traces of a loop, by a part of their id
constexpr unsigned failed_max = 100;         // traces that fail, a second and loop; beyond: lost
constexpr std::size_t spans_max = 1000;      // of a kept trace
constexpr std::size_t trace_overhead = 256;  // bytes of a kept trace, beside its spans
constexpr Ticks clock_checked = 60s;

std::uint64_t tag_of(const TraceId& id) noexcept {
  std::uint64_t tag = 0;
  std::memcpy(&tag, id.data() + 8, sizeof tag);
  return tag;
}

// splitmix64's last step (Steele, Lea, Flood 2014).
std::uint64_t mixed(std::uint64_t x) noexcept {
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ULL;
  x = (x ^ (x >> 27)) * 0x94d049bb133111ebULL;
  return x ^ (x >> 31);
}

std::string_view part_name(CallPart part) noexcept {
  switch (part) {
    case CallPart::encode:
      return "encode";
    case CallPart::queue:
      return "queue";
    case CallPart::decode:
      break;
  }
  return "decode";
}

// Of both halves: a client may choose the id of its trace.
struct TraceHash {
  std::size_t operator()(const TraceId& id) const noexcept {
    std::uint64_t head = 0;
    std::memcpy(&head, id.data(), sizeof head);
    return static_cast<std::size_t>(mixed(head + mixed(tag_of(id))));
  }
};

}  // namespace

std::string_view span_kind_name(SpanKind kind) noexcept {
  switch (kind) {
    case SpanKind::server:
      return "server";
    case SpanKind::client:
      return "client";
    case SpanKind::producer:
      return "producer";
    case SpanKind::consumer:
      return "consumer";
    case SpanKind::internal:
      break;
  }
  return "internal";
}

bool is_failure(Code code) noexcept {
  return code == Code::internal || code == Code::unavailable || code == Code::deadline_exceeded ||
         code == Code::resource_exhausted;
}

std::string_view outcome_name(const SpanRecord& span) noexcept {
  if (span.outcome >= 0) return code_name(static_cast<Code>(span.outcome));
  return span.status >= 400 ? "refused" : "ok";
}

// Its loop's only; outside of all loops, guarded by the mutex.
struct Spans::Ring {
  std::mutex mutex;
  std::vector<SpanRecord> spans;    // the next one goes to `next` once it is full
  std::vector<std::uint64_t> tags;  // of their traces: what is searched
  std::size_t next = 0;
  std::array<TraceId, remembered> failed{};  // at tag % remembered
  Ticks second_began{};
  unsigned failed_in_second = 0;
  std::atomic<std::uint64_t> children = 0;

  bool has_failed(const TraceId& id) const noexcept {
    return failed[tag_of(id) % remembered] == id;
  }
  void push(const SpanRecord& span) {
    if (spans.size() < ring_size) {
      spans.push_back(span);
      tags.push_back(tag_of(span.trace));
      return;
    }
    spans[next] = span;
    tags[next] = tag_of(span.trace);
    next = (next + 1) % ring_size;
  }
  template <class F>
  void each_of(const TraceId& id, F each) const {
    const std::uint64_t tag = tag_of(id);
    const auto look = [&](std::size_t from, std::size_t to) {
      for (std::size_t at = from; at < to; ++at)
        if (tags[at] == tag && spans[at].trace == id) each(spans[at]);
    };
    look(next, tags.size());
    look(0, next);
  }
};

struct Spans::Store {
  using Traces = std::list<KeptTrace>;
  mutable std::mutex mutex;
  // All guarded by mutex:
  std::list<SpanSite> sites;
  Traces traces;  // in the order of their first kept span
  std::unordered_map<TraceId, Traces::iterator, TraceHash> by_id;
  std::size_t bytes = 0;
  std::uint64_t kept = 0;
  std::deque<SpanRecord> queue;  // for the exporter
  Ticks wall_ahead{};            // of ticks; the nearest seen, since the wall's clock is coarse
  Ticks wall_read = Ticks::min();

  KeptTrace& trace(const TraceId& id) {
    const auto [at, fresh] = by_id.try_emplace(id);
    if (fresh) {
      at->second = traces.insert(traces.end(), KeptTrace{.id = id, .failed = false, .spans = {}});
      bytes += trace_overhead;
    }
    return *at->second;
  }
  void shrink(std::size_t bytes_max) {
    while (bytes > bytes_max && traces.size() > 1) {
      const KeptTrace& oldest = traces.front();
      bytes -= trace_overhead + oldest.spans.size() * sizeof(SpanRecord);
      by_id.erase(oldest.id);
      traces.pop_front();
    }
  }
  void read_wall(Runtime& runtime) {
    const Ticks now = runtime.ticks();
    const Ticks ahead = std::chrono::milliseconds(runtime.now().ms) - now;
    const bool stale = wall_read == Ticks::min() || now - wall_read > clock_checked;
    if (!stale && ahead <= wall_ahead) return;
    wall_ahead = ahead;
    if (stale) wall_read = now;
  }
};

Spans::Spans(Runtime& runtime) : runtime_(runtime), store_(std::make_unique<Store>()) {
  for (const auto part : {CallPart::encode, CallPart::queue, CallPart::decode})
    parts_[static_cast<std::size_t>(part)] = site({.name = std::string(part_name(part)),
                                                   .kind = SpanKind::internal,
                                                   .caller = {},
                                                   .callee = {},
                                                   .message = {},
                                                   .transport = {}});
}
Spans::~Spans() = default;

void Spans::enable(const SpanOptions& options) {
  options_ = options;
  on_ = options.keep_bytes > 0;
  rings_.clear();
  for (unsigned i = 0; on_ && i <= runtime_.loops(); ++i) {
    rings_.push_back(std::make_unique<Ring>());
    rings_.back()->spans.reserve(ring_size);
    rings_.back()->tags.reserve(ring_size);
  }
}

const SpanSite* Spans::site(SpanSite site) {
  const std::lock_guard lock(store_->mutex);
  return &store_->sites.emplace_back(std::move(site));
}

bool Spans::samples(std::uint64_t drawn, bool is_checkout) const noexcept {
  if (!on_) return false;
  if (is_checkout && options_.every_checkout) return true;
  // The highest 53 bits are a fraction of one that a double holds exactly.
  return static_cast<double>(drawn >> 11) * 0x1p-53 < options_.ratio;
}

Spans::Ring& Spans::ring() noexcept { return *rings_[runtime_.this_loop()]; }

std::uint64_t Spans::child_of(std::uint64_t parent) noexcept {
  if (!on_) return parent;
  const std::uint64_t number = ++ring().children;
  return mixed(parent + 0x9e3779b97f4a7c15ULL * number) | 1;
}

void Spans::record(const SpanRecord& span) noexcept {
  if (!on_ || span.trace == TraceId{}) return;
  Ring& mine = ring();
  std::unique_lock lock(mine.mutex, std::defer_lock);
  if (&mine == rings_.back().get()) lock.lock();
  try {
    const bool fails = span.failed;
    const bool known = mine.has_failed(span.trace);
    if (fails && !known) keep_failed(mine, span.trace);
    if (span.sampled || known || (fails && mine.has_failed(span.trace))) keep(span, fails);
    mine.push(span);
  } catch (const std::bad_alloc&) {
    ++lost_traces_;
  }
}

// What this loop did for the trace so far is kept, and so is what follows.
void Spans::keep_failed(Ring& ring, const TraceId& id) {
  const Ticks now = runtime_.ticks();
  if (now - ring.second_began >= 1s) {
    ring.second_began = now;
    ring.failed_in_second = 0;
  }
  if (ring.failed_in_second >= failed_max) {
    ++lost_traces_;
    return;
  }
  ++ring.failed_in_second;
  ring.failed[tag_of(id) % remembered] = id;
  ring.each_of(id, [&](const SpanRecord& earlier) {
    if (!earlier.sampled) keep(earlier, false);
  });
}

void Spans::keep(const SpanRecord& span, bool failed) {
  const std::lock_guard lock(store_->mutex);
  store_->read_wall(runtime_);
  KeptTrace& trace = store_->trace(span.trace);
  trace.failed = trace.failed || failed;
  if (trace.spans.size() >= spans_max) return;
  trace.spans.push_back(span);
  ++store_->kept;
  store_->bytes += sizeof(SpanRecord);
  store_->shrink(options_.keep_bytes);
  if (options_.export_max == 0) return;
  if (store_->queue.size() < options_.export_max)
    store_->queue.push_back(span);
  else
    ++lost_exports_;
}

std::vector<KeptTrace> Spans::kept(const std::function<bool(const KeptTrace&)>& wanted,
                                   std::size_t limit) const {
  std::vector<KeptTrace> found;
  const std::lock_guard lock(store_->mutex);
  for (auto at = store_->traces.rbegin(); at != store_->traces.rend(); ++at) {
    if (found.size() >= limit) break;
    if (wanted(*at)) found.push_back(*at);
  }
  return found;
}

void Spans::scan(const Ring& ring, const TraceId& id, std::vector<SpanRecord>& into) {
  ring.each_of(id, [&](const SpanRecord& span) { into.push_back(span); });
}

// Asks loop by loop, each on its own thread. What they share with this frame is its own object: a
// process that stops destroys the frame while a loop still has the question.
Task<std::vector<SpanRecord>> Spans::find(TraceId id) {
  const auto found = std::make_shared<std::vector<SpanRecord>>();
  for (unsigned loop = 0; on_ && loop < runtime_.loops(); ++loop) {
    Unique<void(Resume)> ask = [this, loop, id, found](Resume resume) {
      const auto parked = runtime_.park(std::move(resume));
      runtime_.post(loop, [this, loop, id, found, parked] {
        scan(*rings_[loop], id, *found);
        if (auto back = runtime_.unpark(parked)) back();
      });
    };
    co_await suspend(std::move(ask));
  }
  if (on_) {
    const std::lock_guard lock(rings_.back()->mutex);
    scan(*rings_.back(), id, *found);
  }
  const auto same = [&](const KeptTrace& trace) { return trace.id == id; };
  const auto stored = kept(same, 1);
  for (const auto& trace : stored)
    for (const auto& span : trace.spans)
      if (std::ranges::none_of(*found, [&](const auto& known) { return known.id == span.id; }))
        found->push_back(span);
  co_return std::move(*found);
}

std::vector<SpanRecord> Spans::take(std::size_t most) {
  const std::lock_guard lock(store_->mutex);
  const auto end =
      store_->queue.begin() + static_cast<std::ptrdiff_t>(std::min(most, store_->queue.size()));
  std::vector<SpanRecord> taken(store_->queue.begin(), end);
  store_->queue.erase(store_->queue.begin(), end);
  return taken;
}

std::int64_t Spans::unix_ns(Ticks at) const noexcept {
  const std::lock_guard lock(store_->mutex);
  store_->read_wall(runtime_);
  return (at + store_->wall_ahead).count();
}

SpanCounts Spans::counts() const {
  SpanCounts counts;
  counts.lost_traces = lost_traces_;
  counts.lost_exports = lost_exports_;
  counts.exported = exported_;
  const std::lock_guard lock(store_->mutex);
  counts.kept = store_->kept;
  counts.waiting = store_->queue.size();
  counts.bytes = store_->bytes;
  return counts;
}

}  // namespace kernel
