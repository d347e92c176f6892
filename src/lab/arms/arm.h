// lab: one layout, running on this machine as the processes that it names, on free ports.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "lab/lab.h"
#include "lab/report/report.h"

namespace lab {

struct ArmPlan {
  std::string name;               // "split", unique among the arms
  std::string title;              // "split (tcp)"
  std::string layout;             // a built-in name or a configuration file
  std::vector<std::string> sets;  // further --set, after the common ones
  kernel::Ticks delay{};          // each way, of every message between processes; TCP only
  kernel::Ticks jitter{};
  std::vector<std::string> relayed;  // these modules are reached through a relay even without delay
};

// Throws Error{invalid_argument} when `layout` is unknown or its file is wrong.
ArmPlan plan_arm(const std::string& layout);

// One edge's counters in one process, since its start.
struct EdgeSample {
  std::string process;
  std::string caller;  // "wire": what came in from another process
  std::string callee;
  std::string message;
  std::string kind;
  std::string transport;
  double calls = 0;
  double failures = 0;
  double seconds = 0;  // sum over calls
  double request_bytes = 0;
  double reply_bytes = 0;
  double encode_s = 0;
  double decode_s = 0;
  double queue_s = 0;
};

struct Sample {
  std::vector<EdgeSample> edges;
  double fsyncs = 0;  // all processes
};
// By edge and process.
Sample operator-(const Sample& later, const Sample& earlier);
Sample operator+(const Sample& one, const Sample& other);

class Arm {
 public:
  // `directory`: its data, from copy_shop. Starts nothing.
  Arm(Lab& lab, ArmPlan plan, std::string directory);
  ~Arm();  // kills what still runs
  Arm(const Arm&) = delete;
  Arm& operator=(const Arm&) = delete;

  // Starts every process and returns when the gateway is ready. Throws Error{unavailable} with the
  // name and the last log lines of a process that ended or a port that is busy.
  kernel::Task<> start();
  // Drains: the gateway first, then the others. Throws Error{internal} when one fails or does not
  // end in 20 s.
  kernel::Task<> stop();

  const ArmPlan& plan() const noexcept { return plan_; }
  const std::string& url() const noexcept;  // the gateway
  const std::string& directory() const noexcept { return directory_; }
  kernel::Ticks ready_after() const noexcept;  // what start() took
  std::vector<ProcessInfo> processes() const;  // threads as they are now
  // The same for a report: a Unix socket by its name alone, for its directory will be gone.
  std::vector<ProcessInfo> reported_processes() const;
  std::string process_of(const std::string& module) const;

  // Totals since the start of each process, ended lives of a restarted one included.
  std::vector<ProcessUse> use() const;
  double cpu_ms() const;  // the CPU part of use(), all processes; cheap
  // What the processes' /metrics say, summed over nothing.
  kernel::Task<Sample> sample();

  // Faults, by process name. `kill` restarts nothing; `restart` starts a process that has ended at
  // its old URL and returns when the gateway has seen it (it looks once a second); its value is how
  // long the process itself took from its start to ready.
  void send_signal(const std::string& process, int signal);
  kernel::Task<> until_ended(const std::string& process);
  kernel::Task<kernel::Ticks> restart(const std::string& process);
  // Whether a relay stands before the module: a message to it leaves a process, over TCP, and the
  // plan relays it.
  bool can_delay(const std::string& module) const;
  // Makes calls of such a module `fault_delay` slower, half of it each way, or no longer. Throws
  // Error{failed_precondition} where can_delay() is false.
  void delay_messages(const std::string& module, bool on);
  static constexpr kernel::Ticks fault_delay = std::chrono::milliseconds(500);

  // Throws as start() when a process has ended that nobody told to.
  void check_alive();

 private:
  struct Core;
  ArmPlan plan_;
  std::string directory_;
  std::unique_ptr<Core> core_;
};

}  // namespace lab
