// What the kernel of the machine and this process's recorder of spans say.
#include <dirent.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <limits>
#include <sstream>
#include <string>

#include "kernel/sync_count.h"
#include "metrics.h"

namespace gateway {

namespace {

using prometheus::MetricType;

double clock_ticks() { return static_cast<double>(sysconf(_SC_CLK_TCK)); }

// Of /proc/self/stat (proc(5)).
struct ProcessFacts {
  double cpu_seconds = 0;
  double threads = 0;
  double started_after_boot = 0;  // seconds
  double virtual_bytes = 0;
};

ProcessFacts process_facts() {
  std::ifstream file("/proc/self/stat");
  const std::string text((std::istreambuf_iterator<char>(file)), {});
  // The fields behind the name, which may hold blanks itself: state is the first of them.
  std::istringstream fields(text.substr(std::min(text.rfind(')') + 1, text.size())));
  std::string skipped;
  const auto skip = [&](int count) {
    for (int i = 0; i < count; ++i) fields >> skipped;
  };
  ProcessFacts facts;
  double user = 0;
  double system = 0;
  skip(11);
  fields >> user >> system;
  skip(4);
  fields >> facts.threads;
  skip(1);
  fields >> facts.started_after_boot >> facts.virtual_bytes;
  facts.cpu_seconds = (user + system) / clock_ticks();
  facts.started_after_boot /= clock_ticks();
  return facts;
}

// Unix time in seconds.
double boot_time() {
  std::ifstream file("/proc/stat");
  std::string word;
  double time = 0;
  while (file >> word)
    if (word == "btime" && file >> time) return time;
  return 0;
}

double resident_bytes() {
  std::ifstream file("/proc/self/statm");
  double pages_all = 0;
  double pages = 0;
  file >> pages_all >> pages;
  return pages * static_cast<double>(sysconf(_SC_PAGESIZE));
}

double open_files() {
  DIR* const folder = opendir("/proc/self/fd");
  if (folder == nullptr) return 0;
  double count = -3;  // ".", ".." and the folder itself
  while (readdir(folder) != nullptr) ++count;
  closedir(folder);
  return count;
}

double open_files_max() {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return 0;
  return limit.rlim_cur == RLIM_INFINITY ? std::numeric_limits<double>::infinity()
                                         : static_cast<double>(limit.rlim_cur);
}

}  // namespace

void add_process_families(Families& families) {
  const ProcessFacts facts = process_facts();
  const auto add = [&](std::string name, std::string help, MetricType type, double value) {
    add_single(families, std::move(name), std::move(help), type, value);
  };
  add("process_cpu_seconds_total", "CPU time spent, user and system", MetricType::Counter,
      facts.cpu_seconds);
  add("process_resident_memory_bytes", "Resident memory", MetricType::Gauge, resident_bytes());
  add("process_virtual_memory_bytes", "Virtual memory", MetricType::Gauge, facts.virtual_bytes);
  add("process_open_fds", "Open file descriptors", MetricType::Gauge, open_files());
  add("process_max_fds", "File descriptors that may be open", MetricType::Gauge, open_files_max());
  add("process_threads", "Threads", MetricType::Gauge, facts.threads);
  add("process_start_time_seconds", "When the process started, since 1970", MetricType::Gauge,
      boot_time() + facts.started_after_boot);
  add("cleave_storage_syncs_total", "Syncs of databases and their logs to the disk",
      MetricType::Counter, static_cast<double>(kernel::storage_syncs()));
}

void add_trace_families(const kernel::Spans& spans, Families& families) {
  const kernel::SpanCounts counts = spans.counts();
  const auto add = [&](std::string name, std::string help, MetricType type, std::uint64_t value) {
    add_single(families, std::move(name), std::move(help), type, static_cast<double>(value));
  };
  add("cleave_trace_spans_kept_total", "Spans that were sampled, or belong to a failure",
      MetricType::Counter, counts.kept);
  add("cleave_trace_failures_lost_total", "Failed requests of which no trace was kept",
      MetricType::Counter, counts.lost_traces);
  add("cleave_trace_store_bytes", "Memory of the traces that are kept", MetricType::Gauge,
      counts.bytes);
  add("cleave_trace_spans_exported_total", "Spans that the collector took", MetricType::Counter,
      counts.exported);
  add("cleave_trace_spans_lost_total", "Spans that the collector did not get", MetricType::Counter,
      counts.lost_exports);
  add("cleave_trace_spans_waiting", "Spans that wait for the collector", MetricType::Gauge,
      counts.waiting);
}

}  // namespace gateway
