// kernel: trouble on purpose. Rules say what goes wrong with messages to a module, in the process
// that hosts it: so the same rule does the same over every transport. Off unless the configuration
// says otherwise, set by administrators only, and logged.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kernel/context.h"
#include "kernel/message.h"
#include "kernel/task.h"

namespace faults {

using kernel::Kind;
using kernel::Limit;

// Where in its work a process is killed: before the handler begins, or when it is done and its
// answer has not been sent.
enum class Point { received, answered };

struct Rule {
  static constexpr Limit limits[] = {
      {"percent", 1, 100}, {"latency_ms", 0, 600'000}, {"jitter_ms", 0, 600'000}};
  std::optional<std::string> message;  // "payment.Charge"; none: all of the module
  std::optional<int> percent;          // of them; none: all
  std::optional<int> latency_ms;       // before the handler begins,
  std::optional<int> jitter_ms;        // and up to so much more
  std::optional<std::string> error;    // is answered, "unavailable": the handler never begins
  std::optional<bool> drop;            // never answered
  std::optional<bool> duplicate;       // the handler runs twice
  std::optional<Point> crash;          // kill -9
};
struct Rules {
  static constexpr Limit limits[] = {{"rules", 0, 100}};
  bool enabled = false;  // by the configuration
  std::vector<Rule> rules;
};

// What is set for a module. Administrators. Fails: not_found (module).
struct Get {
  using Reply = Rules;
  static constexpr auto kind = Kind::query;
  std::string module;
};

// Replaces it; no rules: none. Administrators (a recent login). Fails: not_found (module),
// invalid_argument (an unknown error code), failed_precondition (not enabled).
struct Set {
  using Reply = Rules;
  static constexpr auto kind = Kind::command;
  static constexpr Limit limits[] = {{"rules", 0, 100}};
  std::string module;
  std::vector<Rule> rules;
};

BOOST_DESCRIBE_ENUM(Point, received, answered)
BOOST_DESCRIBE_STRUCT(Rule, (),
                      (message, percent, latency_ms, jitter_ms, error, drop, duplicate, crash))
BOOST_DESCRIBE_STRUCT(Rules, (), (enabled, rules))
BOOST_DESCRIBE_STRUCT(Get, (), (module))
BOOST_DESCRIBE_STRUCT(Set, (), (module, rules))

}  // namespace faults

namespace kernel {

class Runtime;

// Rules as JSON, `[{"latency_ms":300}]`, strictly: what a configuration says for `module`. Throws
// Error{invalid_argument} with a detail for each fault.
std::vector<faults::Rule> parse_rules(const std::string& module, std::string_view json);

// The rules of all modules of this process. From any thread.
class Faults {
 public:
  explicit Faults(Runtime& runtime) : runtime_(runtime) {}

  void enable() noexcept { enabled_ = true; }
  void disable();  // and forgets all rules

  faults::Rules get(const std::string& module) const;
  // Throws as faults::Set says.
  void set(const std::string& module, std::vector<faults::Rule> rules);

  // Cheap: asked before every message.
  bool any() const noexcept { return any_.load(std::memory_order_relaxed); }

  // What is to happen to one message, drawn.
  struct Fate {
    bool twice = false;
    bool dies_at_end = false;
  };
  // Waits, throws or kills, as the rules say; what is left for the caller to do is its fate.
  Task<Fate> befall(std::string_view module, std::string_view message, const Context& context);
  [[noreturn]] static void die() noexcept;

 private:
  struct OfModule {
    std::string module;
    std::vector<faults::Rule> rules;
  };
  std::vector<faults::Rule> drawn_for(std::string_view module, std::string_view message);

  Runtime& runtime_;
  std::atomic<bool> enabled_ = false;
  std::atomic<bool> any_ = false;
  mutable std::mutex mutex_;
  std::vector<OfModule> all_;  // guarded by mutex_
};

}  // namespace kernel
