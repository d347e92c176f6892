// lab: one process of an arm through all its lives.
//
//   not started ──start──▶ running ──says that it is ready──▶ ready ──┐
//        ▲                                                            │ ended: told to, or not
//        └────────────────────────── start ───────────────────────────┘
#pragma once

#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "child_process.h"
#include "lab/lab.h"
#include "lab/report/report.h"

namespace lab {

class ArmProcess {
 public:
  ArmProcess(ProcessInfo info, std::vector<std::string> arguments);
  ~ArmProcess();  // kills what still runs
  ArmProcess(const ArmProcess&) = delete;
  ArmProcess& operator=(const ArmProcess&) = delete;

  const std::string& name() const noexcept { return info_.name; }
  const ProcessInfo& info() const noexcept { return info_; }  // threads: not set
  int threads() const;

  void start(const Lab& lab);
  // Takes in its output and whether it has ended. To be called often enough that its pipes never
  // fill.
  void look();

  bool running() const noexcept { return child_ != nullptr; }
  bool ready() const noexcept { return running() && said_ready_; }
  bool ended_unasked() const noexcept { return ended_unasked_; }
  bool failed() const noexcept { return failed_; }  // its last life ended other than asked

  // One that ends it makes its end expected. Nothing happens when it does not run.
  void send_signal(int signal);
  void kill_now();

  // "process "cart" ended with exit code 1; its last lines: …".
  std::string last_words() const;

  ProcessUse use() const;  // of all lives
  double cpu_ms() const;   // the same, without the rest

 private:
  void end_life(int status, ProcessUse use);

  const ProcessInfo info_;
  const std::vector<std::string> arguments_;
  std::unique_ptr<app::ChildProcess> child_;  // null: not running
  bool said_ready_ = false;                   // in this life
  int told_ = 0;                              // the last signal that is to end it
  double peak_mib_ = 0;                       // of this life, when it was told to end
  bool ended_unasked_ = false;
  bool failed_ = false;
  std::string end_;  // how the last life ended, for people
  std::deque<std::string> lines_;
  ProcessUse ended_lives_;
};

}  // namespace lab
