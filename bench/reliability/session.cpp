#include "session.h"

#include <fmt/format.h>
#include <sched.h>
#include <stdlib.h>

#include <cstdio>
#include <filesystem>
#include <fstream>

#include "kernel/error.h"
#include "lab/arms/fingerprint.h"
#include "signals.h"

namespace reliability {
namespace {

namespace fs = std::filesystem;
using kernel::Code;
using kernel::Error;
using namespace std::chrono_literals;

constexpr kernel::Ticks rest_part = 50ms;
constexpr std::int64_t stock_factor = 10'000;

std::string make_directory(const std::string& where) {
  const auto parent = where.empty() ? fs::temp_directory_path() : fs::absolute(where);
  fs::create_directories(parent);
  std::string name = (parent / "cleave-reliability-XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr) throw Error(Code::internal, name + " cannot be made");
  return name;
}

class Lines final : public lab::Watcher {
 public:
  explicit Lines(kernel::Runtime& runtime) : runtime_(runtime), begun_(runtime.ticks()) {}
  void begins(std::string_view what, kernel::Ticks) override {
    fmt::print(stderr, "[{:5.0f} s] {}\n", seconds_of(runtime_.ticks() - begun_), what);
  }

 private:
  kernel::Runtime& runtime_;
  const kernel::Ticks begun_;
};

}  // namespace

struct Session::Core {
  explicit Core(SessionOptions given)
      : options(std::move(given)),
        directory(make_directory(options.directory)),
        lines(runtime),
        lab{runtime, lines, directory, {}, {}},
        // A second Ctrl-C hurries nobody: what is stopped (SIGSTOP) must be ended by us.
        interrupts(runtime, [this](int) { lab.interrupted = true; }) {}
  ~Core() {
    std::error_code ignored;
    fs::remove_all(directory, ignored);
  }

  const SessionOptions options;
  const std::string directory;
  kernel::RealRuntime runtime{{.loops = 1, .workers = 1}};
  Lines lines;
  lab::Lab lab;
  const app::Interrupts interrupts;
};

Session::Session(SessionOptions options) : core_(std::make_unique<Core>(std::move(options))) {}

Session::~Session() = default;

lab::Lab& Session::lab() noexcept { return core_->lab; }

void Session::run(kernel::Task<> task) { app::run_to_end(core_->runtime, std::move(task)); }

void Session::says(std::string_view line) { core_->lines.begins(line, {}); }

int Session::finish(const Report& report) {
  const auto& json = core_->options.json;
  if (json && json->empty()) {
    fmt::print("{}\n", report.json());
  } else {
    fmt::print("{}", report.text());
  }
  if (json && !json->empty()) {
    std::ofstream file(*json, std::ios::binary | std::ios::trunc);
    file << report.json() << "\n" << std::flush;
    if (!file) throw Error(Code::unavailable, *json + " cannot be written");
  }
  return report.held() ? 0 : 1;
}

void pin_apart(lab::Lab& lab) {
  lab::assign_cpus(lab);
  const int first = lab.arm_cpus.front();
  const int last = lab.generator_cpus.back();
  if (first == last)
    throw Error(Code::failed_precondition,
                "the server and the load need a core each; there is one only");
  lab.arm_cpus = {first};
  lab.generator_cpus = {last};
  lab.arm_niceness = 0;
  cpu_set_t own;
  CPU_ZERO(&own);
  CPU_SET(static_cast<std::size_t>(last), &own);
  ::sched_setaffinity(0, sizeof own, &own);  // what fails makes the figures worse, not better
}

kernel::Task<> rest(lab::Lab& lab, kernel::Ticks duration) {
  const auto until = lab.runtime.ticks() + duration;
  for (;;) {
    lab.go_on();
    const auto left = until - lab.runtime.ticks();
    if (left <= kernel::Ticks::zero()) co_return;
    co_await lab.runtime.sleep(std::min(left, rest_part));
  }
}

kernel::Ticks ticks_of(double seconds) {
  return std::chrono::duration_cast<kernel::Ticks>(std::chrono::duration<double>(seconds));
}

double seconds_of(kernel::Ticks duration) {
  return std::chrono::duration<double>(duration).count();
}

kernel::Task<lab::SeededShop> seed(Session& session, int customers) {
  session.says(fmt::format("seeding a shop with {} customers", customers));
  lab::SeedingOptions options;
  options.stock_factor = stock_factor;
  options.customers = customers;
  co_return co_await lab::seed_shop(session.lab(), options);
}

}  // namespace reliability
