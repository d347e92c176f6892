#include "lab/arms/fingerprint.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sched.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "commit.h"
#include "kernel/error.h"
#include "lab/arms/seeding.h"
#include "lab/statistics/statistics.h"
#include "version.h"

namespace lab {
namespace {

namespace fs = std::filesystem;
using kernel::Ticks;

constexpr std::size_t append_bytes = 4096;
constexpr int batches = 8;
constexpr int appends = 50;  // a batch
constexpr Ticks appending_max = std::chrono::seconds(2);

std::vector<int> allowed_cpus() {
  cpu_set_t set;
  CPU_ZERO(&set);
  std::vector<int> cpus;
  if (sched_getaffinity(0, sizeof set, &set) != 0) return cpus;
  for (int cpu = 0; cpu < CPU_SETSIZE; ++cpu)
    if (CPU_ISSET(static_cast<std::size_t>(cpu), &set)) cpus.push_back(cpu);
  return cpus;
}

std::string first_line(const std::string& path) {
  std::ifstream file(path);
  std::string line;
  std::getline(file, line);
  return line;
}

// What stands behind "name : " in /proc/cpuinfo, of the first CPU.
std::string cpu_field(const std::string& name) {
  std::ifstream file("/proc/cpuinfo");
  for (std::string line; std::getline(file, line);) {
    const auto colon = line.find(": ");
    if (line.starts_with(name) && colon != line.npos) return line.substr(colon + 2);
  }
  return {};
}

std::string kernel_name() {
  utsname name{};
  if (uname(&name) != 0) return {};
  return fmt::format("{} {} {}", name.sysname, name.release, name.machine);
}

// What is under this system, as far as it says.
std::string hypervisor() {
  if (const auto type = first_line("/sys/hypervisor/type"); !type.empty()) return type;
  const auto flags = " " + cpu_field("flags") + " ";
  if (flags.find(" hypervisor ") == flags.npos) return {};
  const auto vendor = first_line("/sys/class/dmi/id/sys_vendor");
  const auto product = first_line("/sys/class/dmi/id/product_name");
  if (vendor.empty() && product.empty()) return "a hypervisor that does not say its name";
  return vendor + (vendor.empty() || product.empty() ? "" : " ") + product;
}

// Of the machine, or what its control group allows.
double memory_mib() {
  auto bytes =
      static_cast<double>(sysconf(_SC_PHYS_PAGES)) * static_cast<double>(sysconf(_SC_PAGESIZE));
  double allowed = 0;
  std::istringstream(first_line("/sys/fs/cgroup/memory.max")) >> allowed;  // "max": stays 0
  if (allowed > 0) bytes = std::min(bytes, allowed);
  return bytes / (1024.0 * 1024.0);
}

// Does `path` lie at or below the mount point?
bool is_below(const std::string& path, const std::string& mount) {
  if (!path.starts_with(mount)) return false;
  return mount == "/" || path.size() == mount.size() || path[mount.size()] == '/';
}

// "ext4", of the mount that the directory lies on.
std::string file_system_of(const std::string& directory) {
  const auto path = fs::weakly_canonical(directory).string();
  std::ifstream mounts("/proc/self/mountinfo");
  std::string found;
  std::size_t longest = 0;
  for (std::string line; std::getline(mounts, line);) {
    std::istringstream fields(line);
    std::string word, mount, type;
    for (int i = 0; i < 4; ++i) fields >> word;
    fields >> mount;
    while (fields >> word && word != "-") {
    }
    fields >> type;
    if (!is_below(path, mount) || mount.size() < longest) continue;
    longest = mount.size();
    found = type;
  }
  return found;
}

// A file that is gone when this is.
class Scratch {
 public:
  explicit Scratch(const std::string& directory)
      : path_(directory + "/fsync-cost"),
        file_(::open(path_.c_str(), O_CREAT | O_WRONLY | O_APPEND | O_CLOEXEC, 0600)) {
    if (file_ < 0) fail();
  }
  ~Scratch() {
    ::close(file_);
    ::unlink(path_.c_str());
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;

  // One durable append, as SQLite's log makes them.
  void append() {
    static const std::string block(append_bytes, 'x');
    if (::write(file_, block.data(), block.size()) != static_cast<ssize_t>(block.size()) ||
        ::fdatasync(file_) != 0)
      fail();
  }

 private:
  [[noreturn]] void fail() const {
    throw kernel::Error(kernel::Code::internal, path_ + " cannot be written");
  }
  const std::string path_;
  const int file_;
};

struct AppendCost {
  Interval median_us;
  Interval p99_us;
};

AppendCost append_cost(Lab& lab) {
  Scratch file(lab.directory);
  std::vector<double> all;
  std::vector<double> p99s;
  const auto give_up = lab.runtime.ticks() + appending_max;
  for (int batch = 0; batch < batches && lab.runtime.ticks() < give_up; ++batch) {
    std::vector<double> took;
    for (int i = 0; i < appends; ++i) {
      const auto begun = lab.runtime.ticks();
      file.append();
      took.push_back(static_cast<double>((lab.runtime.ticks() - begun).count()) / 1e3);
    }
    all.insert(all.end(), took.begin(), took.end());
    std::sort(took.begin(), took.end());
    p99s.push_back(took[(took.size() * 99 + 99) / 100 - 1]);
  }
  return {interval_of(all), interval_of(p99s)};
}

}  // namespace

Fingerprint take_fingerprint(Lab& lab, const std::string& command) {
  const auto append = append_cost(lab);
  Fingerprint print;
  print.started_at = kernel::to_text(lab.runtime.now());
  print.cpu = cpu_field("model name");
  print.cores = static_cast<int>(allowed_cpus().size());
  print.arm_cpus = cpu_list(lab.arm_cpus);
  if (lab.arm_niceness > 0) print.arm_cpus += fmt::format(", nice {}", lab.arm_niceness);
  print.generator_cpus = cpu_list(lab.generator_cpus);
  print.kernel = kernel_name();
  print.virtualised = hypervisor();
  print.memory_mib = memory_mib();
  print.file_system = file_system_of(lab.directory);
  print.fsync_us = append.median_us;
  print.fsync_p99_us = append.p99_us;
  print.compiler = build::compiler;
  print.build_type = build::type;
  print.version = build::version;
  print.commit = build::commit;
  print.command = command;
  print.settings = common_settings();
  return print;
}

void assign_cpus(Lab& lab) {
  constexpr std::size_t enough = 4;
  constexpr int behind_generator = 5;
  lab.arm_cpus = allowed_cpus();
  lab.generator_cpus = lab.arm_cpus;
  lab.arm_niceness = behind_generator;
  if (lab.arm_cpus.size() < enough) return;
  lab.arm_niceness = 0;
  lab.generator_cpus = {lab.arm_cpus.back()};
  lab.arm_cpus.pop_back();
}

std::string cpu_list(const std::vector<int>& cpus) {
  std::string text;
  for (std::size_t i = 0; i < cpus.size();) {
    std::size_t last = i;
    while (last + 1 < cpus.size() && cpus[last + 1] == cpus[last] + 1) ++last;
    if (!text.empty()) text += ',';
    text += last == i ? fmt::format("{}", cpus[i]) : fmt::format("{}-{}", cpus[i], cpus[last]);
    i = last + 1;
  }
  return text;
}

}  // namespace lab
