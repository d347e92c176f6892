// kernel: what stands before a module in another process, so that its trouble stays its own. One
// per destination, shared by all loops.
//
//   breaker   closed ──failures──▶ open ──pause over──▶ half open ──probe answered──▶ closed
//                                    ◀──────probe failed, pause doubled──────┘
//   retries   of what may be repeated: queries, and commands with a key. Each attempt asks the
//   breaker
//             again and is counted by it, so retries never hide a failure and never knock at an
//             open breaker; and a budget holds them to a share of all calls, so they never double a
//             load that a module cannot bear.
//   timeout   a query's attempt ends early enough to be tried again; a command has all of its
//             caller's deadline, since its handler may be at work.
//
// Where a module is in this process, there is nothing to guard but the deadline, which every call
// has.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string_view>

#include "kernel/error.h"
#include "kernel/time.h"

namespace kernel {

struct BreakerOptions {
  Ticks window = 10s;          // that is looked back over
  double failure_share = 0.5;  // of the calls in it: opens
  int calls_min = 5;           // fewer say nothing
  Ticks pause_first = 250ms;   // open for so long; doubles with every probe that fails
  Ticks pause_max = 5s;
};

struct RetryOptions {
  int attempts_max = 3;        // the first included
  Ticks pause_first = 50ms;    // before the second; doubles; the half of it is drawn
  double share = 0.1;          // of all calls may be retries,
  int burst = 10;              // and so many at once after a quiet time
  Ticks query_timeout = 2s;    // of an attempt
  Ticks judged_after = 500ms;  // a caller who waited less long says nothing about the module
};

struct GuardOptions {
  BreakerOptions breaker;
  RetryOptions retry;
};

// Not thread-safe, and knows no clock.
class Breaker {
 public:
  enum class State { closed, open, half_open };
  enum class Outcome { answered, failed, unknown };  // unknown: says nothing about the module

  explicit Breaker(const BreakerOptions& options) : options_(options) {}

  // Whether a call may go out at `now`, and as what: the probe decides whether an opened breaker
  // closes. Whoever may go out tells how that ended.
  enum class Admission { refused, call, probe };
  Admission admit(Ticks now);
  void ended(Ticks now, Admission as, Outcome outcome);

  // The module has come back: the next call may be the probe, whatever is left of the pause.
  void probe_now(Ticks now);

  State state(Ticks now) const;
  std::uint64_t times_opened() const noexcept { return times_opened_; }

 private:
  static constexpr std::size_t slices = 10;  // of the window
  struct Slice {
    std::int64_t number = -1;  // since the epoch of Ticks
    int answered = 0;
    int failed = 0;
  };

  void count(Ticks now, bool failed);
  bool is_too_bad(Ticks now) const;
  void open(Ticks now);
  std::int64_t slice_at(Ticks now) const { return now / (options_.window / slices); }

  const BreakerOptions options_;
  std::array<Slice, slices> window_{};
  Ticks open_until_{};  // zero: closed
  Ticks pause_{};       // the last one
  bool probing_ = false;
  std::uint64_t times_opened_ = 0;
};

std::string_view state_name(Breaker::State state) noexcept;  // "closed", "open", "half_open"

// Tokens: every call earns a share of one, a retry costs one. Not thread-safe.
class RetryBudget {
 public:
  RetryBudget(double share, int burst) : share_(share), burst_(burst), tokens_(burst) {}
  void called() noexcept;
  bool take() noexcept;

 private:
  const double share_;
  const double burst_;
  double tokens_;
};

// What became of a call to a module, for people and for metrics.
struct GuardCounts {
  Breaker::State state = Breaker::State::closed;
  std::uint64_t times_opened = 0;
  std::uint64_t calls = 0;
  std::uint64_t retries = 0;
  std::uint64_t refused = 0;  // by the open breaker
};

class Guard {
 public:
  explicit Guard(const GuardOptions& options)
      : options_(options),
        breaker_(options.breaker),
        budget_(options.retry.share, options.retry.burst) {}

  // A call begins; its attempts follow.
  void called();

  // Somebody asked whether the module is there at all, which says nothing about what it does with
  // its messages: a breaker neither opens nor closes by it. One that was away and is back is tried
  // at once.
  void asked(Ticks now, bool is_there);

  // One attempt. Says `unknown` when it is destroyed without having ended.
  class Attempt {
   public:
    Attempt(Guard& guard, Ticks now);
    ~Attempt();
    Attempt(const Attempt&) = delete;
    Attempt& operator=(const Attempt&) = delete;
    bool admitted() const noexcept { return admission_ != Breaker::Admission::refused; }
    void answered(Ticks now);
    void failed(Ticks now, Code code);

   private:
    void end(Ticks now, Breaker::Outcome outcome);
    Guard& guard_;
    const Ticks begun_;
    const Breaker::Admission admission_;
    bool ended_ = false;
  };

  // How long to wait before the next attempt of a call that may be repeated, after `attempts` of
  // them, the last of which ended with `code`; none: it is over. `drawn` is random.
  std::optional<Ticks> pause_before_next(Code code, int attempts, Ticks remaining,
                                         std::uint64_t drawn);

  // Until when an attempt of a query may take that begins now and whose caller waits for
  // `deadline`.
  Ticks query_deadline(Ticks now, Ticks deadline) const noexcept {
    return std::min(deadline, now + options_.retry.query_timeout);
  }
  GuardCounts counts(Ticks now) const;

 private:
  Breaker::Admission admit(Ticks now);

  const GuardOptions options_;
  mutable std::mutex mutex_;
  Breaker breaker_;       // guarded by mutex_
  RetryBudget budget_;    // guarded by mutex_
  GuardCounts counts_;    // guarded by mutex_
  bool is_there_ = true;  // when last asked; guarded by mutex_
};

}  // namespace kernel
