#include "lab/arms/arm.h"

#include <fmt/format.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <filesystem>

#include "http/client.h"
#include "kernel/error.h"
#include "lab/arms/arm_placement.h"
#include "lab/arms/arm_process.h"
#include "lab/arms/metrics_text.h"

namespace lab {
namespace {

namespace fs = std::filesystem;
using kernel::Code;
using kernel::Error;
using kernel::Task;
using kernel::Ticks;
using namespace std::chrono_literals;

constexpr Ticks start_poll = 2ms;
constexpr Ticks watch_poll = 50ms;  // while a load runs: costs it nothing
constexpr Ticks start_max = 30s;
constexpr Ticks stop_max = 20s;
constexpr Ticks answer_max = 5s;
constexpr std::size_t socket_path_max = 107;  // sun_path, without its final zero
constexpr std::string_view longest_socket = "/notification+payment.sock";

std::string microseconds(Ticks time) {
  return fmt::format("{}us", std::chrono::duration_cast<std::chrono::microseconds>(time).count());
}

// A directory by a path that is short enough for the sockets in it: its own or that of a link.
class ShortPath {
 public:
  explicit ShortPath(const std::string& directory) : path_(fs::absolute(directory).string()) {
    if (path_.size() + longest_socket.size() <= socket_path_max) return;
    std::string folder = (fs::temp_directory_path() / "cleave-XXXXXX").string();
    if (mkdtemp(folder.data()) == nullptr) throw Error(Code::internal, folder + " cannot be made");
    folder_ = folder;
    fs::create_directory_symlink(std::exchange(path_, folder + "/arm"), folder + "/arm");
  }
  ~ShortPath() {
    std::error_code ignored;
    if (!folder_.empty()) fs::remove_all(folder_, ignored);  // the link, not what it leads to
  }
  ShortPath(const ShortPath&) = delete;
  ShortPath& operator=(const ShortPath&) = delete;
  const std::string& text() const noexcept { return path_; }

 private:
  std::string path_;
  std::string folder_;  // that holds the link
};

}  // namespace

struct Arm::Core {
  Core(Lab& lab, const ArmPlan& plan, const std::string& directory)
      : lab(lab),
        path(directory),
        ports(lab.runtime),
        placement(place_arm(plan, path.text(), ports)),
        pool(lab.runtime, lab.runtime.loop(0)) {
    for (const auto& process : placement.processes)
      processes.push_back(std::make_unique<ArmProcess>(process.info, process.arguments));
    for (const auto& relay : placement.relays) add_relay(plan, relay);
  }

  void add_relay(const ArmPlan& plan, const PlacedRelay& relay) {
    ProcessInfo info;
    info.name = "relay before " + relay.modules.front();
    std::vector<std::string> arguments{"cleave",        "relay",
                                       "--listen",      relay.listen,
                                       "--to",          relay.to,
                                       "--delay",       microseconds(plan.delay),
                                       "--jitter",      microseconds(plan.jitter),
                                       "--fault-delay", microseconds(fault_delay / 2)};
    relays.push_back(std::make_unique<ArmProcess>(std::move(info), std::move(arguments)));
  }

  using Processes = std::vector<std::unique_ptr<ArmProcess>>;

  ArmProcess& gateway() { return *processes.back(); }

  ArmProcess& named(const std::string& name) {
    for (const auto& process : processes)
      if (process->name() == name) return *process;
    throw Error(Code::invalid_argument, fmt::format("there is no process \"{}\"", name));
  }

  ArmProcess* relay_before(const std::string& module) {
    for (std::size_t i = 0; i < relays.size(); ++i) {
      const auto& modules = placement.relays[i].modules;
      if (std::find(modules.begin(), modules.end(), module) != modules.end())
        return relays[i].get();
    }
    return nullptr;
  }

  void look() {
    for (const auto* group : {&processes, &relays})
      for (const auto& process : *group) process->look();
  }

  void check_alive() {
    look();
    for (const auto* group : {&processes, &relays})
      for (const auto& process : *group)
        if (process->ended_unasked()) throw Error(Code::unavailable, process->last_words());
  }

  // Reads the children's output every now and then, as long as this lives.
  void watch() {
    lab.runtime.after(watch_poll, [this, alive = std::weak_ptr(alive)] {
      if (alive.expired()) return;
      look();
      watch();
    });
  }

  Task<> until_ready(const ArmProcess& process);
  Task<> until_ended(const ArmProcess& process, Ticks give_up);
  Task<> until_gateway_ready();
  Task<http::Response> get(const std::string& origin, std::string_view target);

  Lab& lab;
  const ShortPath path;
  Ports ports;
  const Placement placement;
  http::ClientPool pool;
  Processes processes;  // the gateway's last
  Processes relays;     // in the order of placement.relays
  Ticks ready_after{};
  const std::shared_ptr<bool> alive = std::make_shared<bool>(true);
};

Task<> Arm::Core::until_ready(const ArmProcess& process) {
  const auto give_up = lab.runtime.ticks() + start_max;
  for (;;) {
    check_alive();
    lab.go_on();
    if (process.ready()) co_return;
    if (lab.runtime.ticks() > give_up)
      throw Error(Code::unavailable, "it is not ready in time: " + process.last_words());
    co_await lab.runtime.sleep(start_poll);
  }
}

Task<> Arm::Core::until_ended(const ArmProcess& process, Ticks give_up) {
  for (;;) {
    look();
    if (!process.running()) co_return;
    if (lab.runtime.ticks() > give_up)
      throw Error(Code::internal, "it does not end: " + process.last_words());
    co_await lab.runtime.sleep(start_poll);
  }
}

Task<http::Response> Arm::Core::get(const std::string& origin, std::string_view target) {
  http::ClientRequest request;
  request.target = target;
  co_return co_await pool.send(origin, request, lab.runtime.ticks() + answer_max);
}

// Every module is reached: a gateway that misses one is ready, but degraded.
Task<> Arm::Core::until_gateway_ready() {
  const auto give_up = lab.runtime.ticks() + start_max;
  for (;;) {
    check_alive();
    lab.go_on();
    std::string said;
    try {
      const auto response = co_await get(placement.url, "/readyz");
      if (response.status == 200 && response.body.find("\"ok\"") != response.body.npos) co_return;
      said = response.body;
    } catch (const Error& error) {
      said = error.message;
    }
    if (lab.runtime.ticks() > give_up)
      throw Error(Code::unavailable, "the gateway is not ready in time: " + said);
    co_await lab.runtime.sleep(start_poll);
  }
}

Arm::Arm(Lab& lab, ArmPlan plan, std::string directory)
    : plan_(std::move(plan)),
      directory_(std::move(directory)),
      core_(std::make_unique<Core>(lab, plan_, directory_)) {}

Arm::~Arm() = default;

Task<> Arm::start() {
  Core& core = *core_;
  core.watch();
  try {
    for (const auto& relay : core.relays) relay->start(core.lab);
    for (const auto& relay : core.relays) co_await core.until_ready(*relay);
    const auto begun = core.lab.runtime.ticks();
    for (const auto& process : core.processes) process->start(core.lab);
    for (const auto& process : core.processes) co_await core.until_ready(*process);
    co_await core.until_gateway_ready();
    core.ready_after = core.lab.runtime.ticks() - begun;
  } catch (...) {
    for (const auto& process : core.processes) process->kill_now();
    for (const auto& relay : core.relays) relay->kill_now();
    throw;
  }
}

Task<> Arm::stop() {
  Core& core = *core_;
  const auto give_up = core.lab.runtime.ticks() + stop_max;
  for (const auto& process : core.processes) process->send_signal(SIGCONT);
  core.gateway().send_signal(SIGTERM);
  co_await core.until_ended(core.gateway(), give_up);
  for (const auto& process : core.processes) process->send_signal(SIGTERM);
  for (const auto& process : core.processes) co_await core.until_ended(*process, give_up);
  for (const auto& relay : core.relays) relay->kill_now();
  for (const auto& process : core.processes)
    if (process->failed()) throw Error(Code::internal, process->last_words());
}

const std::string& Arm::url() const noexcept { return core_->placement.url; }

Ticks Arm::ready_after() const noexcept { return core_->ready_after; }

std::vector<ProcessInfo> Arm::processes() const {
  std::vector<ProcessInfo> all;
  for (const auto& process : core_->processes) {
    all.push_back(process->info());
    all.back().threads = process->threads();
  }
  return all;
}

std::vector<ProcessInfo> Arm::reported_processes() const {
  constexpr std::string_view scheme = "unix:";
  auto all = processes();
  for (auto& process : all)
    if (process.url.starts_with(scheme))
      process.url.erase(scheme.size(), process.url.rfind('/') + 1 - scheme.size());
  return all;
}

std::string Arm::process_of(const std::string& module) const {
  for (const auto& process : core_->processes) {
    const auto& modules = process->info().modules;
    if (std::find(modules.begin(), modules.end(), module) != modules.end()) return process->name();
  }
  throw Error(Code::invalid_argument, fmt::format("there is no module \"{}\"", module));
}

std::vector<ProcessUse> Arm::use() const {
  std::vector<ProcessUse> all;
  for (const auto& process : core_->processes) all.push_back(process->use());
  return all;
}

double Arm::cpu_ms() const {
  double sum = 0;
  for (const auto& process : core_->processes) sum += process->cpu_ms();
  return sum;
}

Task<Sample> Arm::sample() {
  Sample all;
  for (const auto& process : core_->processes) {
    if (!process->running()) continue;
    const auto response = co_await core_->get(process->info().url, "/metrics");
    add_sample(all, parse_metrics(process->name(), response.body));
  }
  co_return all;
}

void Arm::send_signal(const std::string& process, int signal) {
  core_->named(process).send_signal(signal);
}

Task<> Arm::until_ended(const std::string& process) {
  const auto give_up = core_->lab.runtime.ticks() + stop_max;
  const auto& watched = core_->named(process);
  co_await core_->until_ended(watched, give_up);
}

Task<Ticks> Arm::restart(const std::string& process) {
  auto& restarted = core_->named(process);
  if (restarted.running())
    throw Error(Code::failed_precondition, fmt::format("process \"{}\" still runs", process));
  const auto begun = core_->lab.runtime.ticks();
  restarted.start(core_->lab);
  co_await core_->until_ready(restarted);
  const auto took = core_->lab.runtime.ticks() - begun;
  co_await core_->until_gateway_ready();
  co_return took;
}

bool Arm::can_delay(const std::string& module) const {
  return core_->relay_before(module) != nullptr;
}

void Arm::delay_messages(const std::string& module, bool on) {
  auto* const relay = core_->relay_before(module);
  if (relay == nullptr)
    throw Error(Code::failed_precondition,
                fmt::format("no message to {} passes a relay in arm {}", module, plan_.name));
  relay->send_signal(on ? SIGUSR1 : SIGUSR2);
}

void Arm::check_alive() { core_->check_alive(); }

}  // namespace lab
