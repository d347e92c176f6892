#include "kernel/faults.h"

#include <unistd.h>

#include <algorithm>
#include <csignal>

#include "kernel/contract_impl.h"
#include "kernel/json.h"
#include "kernel/log.h"
#include "kernel/runtime.h"

KERNEL_MESSAGE(faults::Get)
KERNEL_MESSAGE(faults::Set)

namespace kernel {

namespace {

void require_known_codes(const std::vector<faults::Rule>& rules) {
  std::vector<Fault> unknown;
  for (std::size_t i = 0; i < rules.size(); ++i)
    if (rules[i].error && !parse_code(*rules[i].error))
      unknown.push_back(
          {"/rules/" + std::to_string(i) + "/error", "must be a code such as unavailable"});
  if (!unknown.empty())
    throw Error(Code::invalid_argument, "an unknown error code", std::move(unknown));
}

}  // namespace

std::vector<faults::Rule> parse_rules(const std::string& module, std::string_view json) {
  std::string text = R"({"module":)";
  json::append_quoted(text, module);
  text.append(R"(,"rules":)").append(json).append("}");
  faults::Set set;
  auto wrong = json::read(text, type_of<faults::Set>(), &set, json::Mode::strict);
  if (wrong.empty()) wrong = json::check(type_of<faults::Set>(), &set);
  if (!wrong.empty()) throw Error(Code::invalid_argument, "no rules of faults", std::move(wrong));
  require_known_codes(set.rules);
  return std::move(set.rules);
}

faults::Rules Faults::get(const std::string& module) const {
  const std::lock_guard lock(mutex_);
  faults::Rules found;
  found.enabled = enabled_;
  for (const auto& one : all_)
    if (one.module == module) found.rules = one.rules;
  return found;
}

void Faults::disable() {
  const std::lock_guard lock(mutex_);
  enabled_ = false;
  all_.clear();
  any_ = false;
}

void Faults::set(const std::string& module, std::vector<faults::Rule> rules) {
  if (!enabled_)
    throw Error(Code::failed_precondition,
                "fault injection is off; faults.enabled = true in the configuration turns it on");
  require_known_codes(rules);
  log_warning("faults are injected", {{"module", module}, {"rules", std::to_string(rules.size())}});
  const std::lock_guard lock(mutex_);
  std::erase_if(all_, [&](const OfModule& one) { return one.module == module; });
  if (!rules.empty()) all_.push_back({module, std::move(rules)});
  any_ = !all_.empty();
}

std::vector<faults::Rule> Faults::drawn_for(std::string_view module, std::string_view message) {
  const std::lock_guard lock(mutex_);
  std::vector<faults::Rule> drawn;
  for (const auto& one : all_) {
    if (one.module != module) continue;
    for (const auto& rule : one.rules)
      if ((!rule.message || *rule.message == message) &&
          runtime_.random() % 100 < static_cast<std::uint64_t>(rule.percent.value_or(100)))
        drawn.push_back(rule);
  }
  return drawn;
}

Task<Faults::Fate> Faults::befall(std::string_view module, std::string_view message,
                                  const Context& context) {
  Fate fate;
  const auto drawn = drawn_for(module, message);
  for (const auto& rule : drawn) {
    if (rule.crash == faults::Point::received) die();
    if (rule.crash == faults::Point::answered) fate.dies_at_end = true;
    fate.twice = fate.twice || rule.duplicate.value_or(false);
    Ticks pause = std::chrono::milliseconds(rule.latency_ms.value_or(0));
    const int jitter_ms = rule.jitter_ms.value_or(0);
    if (jitter_ms > 0)
      pause += std::chrono::microseconds(runtime_.random() %
                                         (static_cast<std::uint64_t>(jitter_ms) * 1000 + 1));
    // Nobody waits longer than his deadline, whether it is kept by a socket or by nothing else.
    const Ticks left = context.deadline - runtime_.ticks();
    const bool too_late = rule.drop.value_or(false) || pause >= left;
    if (too_late) pause = left;
    if (pause > Ticks::zero()) co_await runtime_.sleep(pause);
    if (too_late) throw Error(Code::deadline_exceeded, "no answer in time, as a fault says");
    if (rule.error) throw Error(*parse_code(*rule.error), "as a fault says");
  }
  co_return fate;
}

void Faults::die() noexcept {
  for (;;) ::kill(::getpid(), SIGKILL);
}

}  // namespace kernel
