// kernel: counting and timing of every call, cheap enough to be always on.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <string>
#include <string_view>

#include "kernel/context.h"
#include "kernel/error.h"

namespace kernel {

class Runtime;
class Spans;  // kernel/spans.h
struct SpanSite;

inline constexpr std::size_t code_count = 12;
inline constexpr std::size_t latency_buckets = 28;  // bucket i: < 2^(i+8) ns; the last: the rest

// The counters of one edge on one loop. Written by that loop only, read by anybody.
struct alignas(64) EdgeCounters {
  std::atomic<std::uint64_t> ok = 0;
  std::array<std::atomic<std::uint64_t>, code_count> failed{};
  std::array<std::atomic<std::uint64_t>, latency_buckets> latency{};
  std::atomic<std::uint64_t> latency_sum_ns = 0;
  // Of messages that were encoded; zero over "local".
  std::atomic<std::uint64_t> request_bytes = 0;
  std::atomic<std::uint64_t> reply_bytes = 0;
  std::atomic<std::uint64_t> encode_ns = 0;
  std::atomic<std::uint64_t> decode_ns = 0;
  std::atomic<std::uint64_t> queue_ns = 0;  // waited for a connection
};

inline constexpr unsigned loops_max = 64;

// caller → message over one transport. What came in from another process has the caller "wire".
struct Edge {
  enum class Kind { call, event, owed };  // owed: a durable command, delivered by the relay
  std::string caller;
  std::string callee;
  std::string message;    // "cart.AddItem"
  std::string transport;  // "local", "serialized", "http"
  Kind kind = Kind::call;
  Runtime* runtime = nullptr;
  std::array<EdgeCounters*, loops_max + 1> per_loop{};  // the last: calls from outside of any loop
  Spans* spans = nullptr;
  const SpanSite* site = nullptr;  // what its calls are in a trace
};

std::string_view kind_name(Edge::Kind kind) noexcept;

// One of the four passes of the codec over a call, on whichever side of it this process is.
enum class CodecPass { encode_request, decode_request, encode_reply, decode_reply };
Ticks codec_begins(const Edge& edge) noexcept;
void codec_ended(const Edge& edge, CodecPass pass, Ticks begun, std::size_t bytes) noexcept;

// What an edge's call waited for a connection.
void waited_in_queue(const Edge& edge, Ticks duration) noexcept;

// Times one call and enforces that its deadline has not passed; counts it, and records its span, in
// the destructor.
class Observed {
 public:
  // Throws deadline_exceeded when the context's deadline is over.
  Observed(const Edge& edge, const Context& context);
  ~Observed();
  Observed(const Observed&) = delete;
  Observed& operator=(const Observed&) = delete;

  const Context& context() const noexcept { return context_; }  // the callee's
  Ticks started() const noexcept { return started_; }
  void ok() noexcept { outcome_ = -1; }
  void fail(Code code) noexcept { outcome_ = static_cast<int>(code); }

 private:
  const Edge& edge_;
  Context context_;
  Ticks started_;
  std::uint64_t parent_;                             // the caller's span
  int outcome_ = static_cast<int>(Code::cancelled);  // a frame destroyed unfinished
};

}  // namespace kernel
