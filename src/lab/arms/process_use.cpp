#include "lab/arms/process_use.h"

#include <fmt/format.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <sstream>

namespace lab {
namespace {

constexpr double kib_per_mib = 1024;

struct CpuTicks {
  double user_ms = 0;
  double system_ms = 0;
};

CpuTicks ticks_of(pid_t pid) {
  std::ifstream file(fmt::format("/proc/{}/stat", pid));
  const std::string text((std::istreambuf_iterator<char>(file)), {});
  // The fields behind the name, which may hold blanks itself: state is the first.
  std::istringstream fields(text.substr(std::min(text.rfind(')') + 1, text.size())));
  std::string skipped;
  for (int i = 0; i < 11; ++i) fields >> skipped;
  double user = 0;
  double system = 0;
  fields >> user >> system;
  const double ms = 1000.0 / static_cast<double>(sysconf(_SC_CLK_TCK));
  return {user * ms, system * ms};
}

// The number behind "name:" in a /proc status file; 0 when it is not there.
double status_value(const std::string& text, const std::string& name) {
  const auto at = text.find("\n" + name + ":");
  if (at == text.npos) return 0;
  double value = 0;
  std::istringstream(text.substr(at + name.size() + 2)) >> value;
  return value;
}

std::string read_whole(const std::string& path) {
  std::ifstream file(path);
  return {(std::istreambuf_iterator<char>(file)), {}};
}

// The process's own clock, which ended threads are in; ticks are too coarse for a few requests.
std::optional<double> clock_ms_of(pid_t pid) {
  clockid_t cpu_clock{};
  timespec used{};
  if (::clock_getcpuclockid(pid, &cpu_clock) != 0 || ::clock_gettime(cpu_clock, &used) != 0)
    return {};
  return static_cast<double>(used.tv_sec) * 1e3 + static_cast<double>(used.tv_nsec) / 1e6;
}

struct Tasks {
  std::int64_t switches = 0;
  int count = 0;
};

Tasks tasks_of(pid_t pid) {
  Tasks tasks;
  std::error_code gone;
  const std::filesystem::directory_iterator folder(fmt::format("/proc/{}/task", pid), gone);
  if (gone) return tasks;
  for (const auto& task : folder) {
    ++tasks.count;
    const auto status = read_whole(task.path() / "status");
    tasks.switches += static_cast<std::int64_t>(status_value(status, "voluntary_ctxt_switches") +
                                                status_value(status, "nonvoluntary_ctxt_switches"));
  }
  return tasks;
}

double ms_of(const timeval& time) {
  return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_usec) / 1e3;
}

}  // namespace

ProcessUse use_of(pid_t pid) {
  const auto ticks = ticks_of(pid);
  const auto tasks = tasks_of(pid);
  const auto status = read_whole(fmt::format("/proc/{}/status", pid));
  const double counted = ticks.user_ms + ticks.system_ms;
  const double total = clock_ms_of(pid).value_or(counted);
  const double user_share = counted > 0 ? ticks.user_ms / counted : 1;
  ProcessUse use;
  use.user_ms = total * user_share;
  use.system_ms = total * (1 - user_share);
  use.resident_mib = status_value(status, "VmRSS") / kib_per_mib;
  use.peak_mib = status_value(status, "VmHWM") / kib_per_mib;
  use.context_switches = tasks.switches;
  return use;
}

ProcessUse use_of(const rusage& ended) {
  ProcessUse use;
  use.user_ms = ms_of(ended.ru_utime);
  use.system_ms = ms_of(ended.ru_stime);
  use.context_switches = ended.ru_nvcsw + ended.ru_nivcsw;
  return use;
}

void add_life(ProcessUse& total, const ProcessUse& later) {
  total.user_ms += later.user_ms;
  total.system_ms += later.system_ms;
  total.resident_mib = later.resident_mib;
  total.peak_mib = std::max(total.peak_mib, later.peak_mib);
  total.context_switches += later.context_switches;
}

double cpu_ms_of(pid_t pid) { return clock_ms_of(pid).value_or(0); }

int threads_of(pid_t pid) { return tasks_of(pid).count; }

}  // namespace lab
