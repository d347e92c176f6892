// commands: the processes of a layout on this machine, kept running until told to drain.
//
//   starting ──all ready──▶ running ──SIGINT, SIGTERM──▶ draining the gateway ──▶ draining the rest
//      └── one ended ──▶ draining (failed)      └── a second signal: killed
//
// SIGHUP goes on to all of them: each reads its configuration again.
#pragma once

#include <csignal>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "child_process.h"
#include "kernel/runtime.h"

namespace commands {

struct Supervised {
  std::string name;
  std::vector<std::string> arguments;  // the program's name included
  bool first_to_drain = false;         // the gateway: nothing new comes in behind it
};

class Supervisor {
 public:
  // Blocks SIGINT, SIGTERM, SIGHUP and SIGCHLD in the calling thread, so do this before others
  // exist.
  explicit Supervisor(std::vector<Supervised> processes);
  ~Supervisor();

  // Runs them. Each says on stdout when it is ready; `ready` is called once all have, with what the
  // last process of the list said. Log lines go to stderr under the process's name. Returns
  // whether it ended as asked: false when a process ended before all were ready.
  bool run(kernel::Runtime& clock, const std::function<void(const std::string&)>& ready);

 private:
  enum class Phase { starting, running, draining_first, draining_rest };
  struct Member {
    Supervised what;
    std::unique_ptr<app::ChildProcess> process;  // null: not running
    std::string said;                            // on stdout, when ready
    kernel::Ticks started{};
    kernel::Ticks restart_at{};
    kernel::Ticks backoff{};
  };

  void start(Member& member);
  void poll_once();
  void read_output(Member& member);
  void on_signals();
  void tell_to_read_again();
  void reap();
  void on_end(Member& member, int status);
  void look_ready();
  void begin_drain(bool as_asked);
  void go_on_draining();
  void restart_due();
  bool any_running() const;
  bool first_ended() const;

  const bool had_terminal_;
  std::vector<Member> members_;
  sigset_t before_{};
  int signals_ = -1;
  std::size_t name_width_ = 0;
  // During run():
  kernel::Runtime* clock_ = nullptr;
  std::function<void(const std::string&)> ready_;
  Phase phase_ = Phase::starting;
  bool as_asked_ = true;
  kernel::Ticks drain_began_{};
  bool killed_ = false;
};

}  // namespace commands
