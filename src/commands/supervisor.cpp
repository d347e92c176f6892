#include "commands/supervisor.h"

#include <fmt/format.h>
#include <poll.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>

#include "signals.h"

namespace commands {
namespace {

using kernel::Ticks;

constexpr Ticks backoff_first = std::chrono::milliseconds(200);
constexpr Ticks backoff_max = std::chrono::seconds(10);
constexpr Ticks backoff_max_once_ready = std::chrono::seconds(1);  // a shop waits for it
constexpr Ticks healthy_after = std::chrono::seconds(30);          // the back-off begins anew then
constexpr Ticks first_drain_max = std::chrono::seconds(10);
constexpr Ticks drain_max = std::chrono::seconds(20);
constexpr int poll_ms = 100;

std::string end_text(int status) {
  if (WIFSIGNALED(status)) return fmt::format("was ended by signal {}", WTERMSIG(status));
  return fmt::format("ended with exit code {}", WEXITSTATUS(status));
}

}  // namespace

Supervisor::Supervisor(std::vector<Supervised> processes) : had_terminal_(app::has_terminal()) {
  sigset_t heard;
  sigemptyset(&heard);
  for (const int signal : {SIGINT, SIGTERM, SIGCHLD, SIGHUP}) sigaddset(&heard, signal);
  pthread_sigmask(SIG_BLOCK, &heard, &before_);
  signals_ = signalfd(-1, &heard, SFD_NONBLOCK | SFD_CLOEXEC);
  for (auto& process : processes) {
    name_width_ = std::max(name_width_, process.name.size());
    members_.emplace_back();
    members_.back().what = std::move(process);
  }
}

Supervisor::~Supervisor() {
  close(signals_);
  pthread_sigmask(SIG_SETMASK, &before_, nullptr);
}

bool Supervisor::run(kernel::Runtime& clock, const std::function<void(const std::string&)>& ready) {
  clock_ = &clock;
  ready_ = ready;
  for (auto& member : members_) start(member);
  while (phase_ < Phase::draining_first || any_running()) {
    poll_once();
    if (phase_ < Phase::draining_first) {
      look_ready();
      restart_due();
    } else {
      go_on_draining();
    }
  }
  return as_asked_;
}

void Supervisor::start(Member& member) {
  member.started = clock_->ticks();
  member.said.clear();
  member.process = std::make_unique<app::ChildProcess>(member.what.arguments);
}

void Supervisor::poll_once() {
  std::vector<pollfd> waits{{signals_, POLLIN, 0}};
  for (const auto& member : members_) {
    if (!member.process) continue;
    for (const int descriptor : {member.process->out(), member.process->err()})
      if (descriptor >= 0) waits.push_back({descriptor, POLLIN, 0});
  }
  poll(waits.data(), waits.size(), poll_ms);
  for (auto& member : members_) read_output(member);
  on_signals();
}

void Supervisor::read_output(Member& member) {
  if (!member.process) return;
  member.process->read_out([&](const std::string& line) {
    // What it says itself begins so; anything else is its access log.
    if (line.starts_with("cleave: ")) {
      member.said = line;
    } else {
      fmt::print("{}\n", line);
    }
  });
  std::fflush(stdout);
  member.process->read_err([&](const std::string& line) {
    fmt::print(stderr, "{:<{}} | {}\n", member.what.name, name_width_, line);
  });
}

void Supervisor::on_signals() {
  signalfd_siginfo heard{};
  while (read(signals_, &heard, sizeof heard) == static_cast<ssize_t>(sizeof heard)) {
    if (heard.ssi_signo == SIGCHLD) {
      reap();
    } else if (heard.ssi_signo == SIGHUP && !(had_terminal_ && !app::has_terminal())) {
      tell_to_read_again();
    } else if (phase_ < Phase::draining_first) {
      begin_drain(true);
    } else {
      drain_began_ = clock_->ticks() - drain_max;  // a second one: no more patience
    }
  }
}

void Supervisor::tell_to_read_again() {
  for (const auto& member : members_)
    if (member.process) member.process->send_signal(SIGHUP);
}

void Supervisor::reap() {
  for (auto& member : members_) {
    int status = 0;
    if (member.process && waitpid(member.process->pid(), &status, WNOHANG) == member.process->pid())
      on_end(member, status);
  }
}

void Supervisor::on_end(Member& member, int status) {
  read_output(member);
  member.process.reset();
  if (phase_ >= Phase::draining_first) return;
  fmt::print(stderr, "{:<{}} | {}\n", member.what.name, name_width_, end_text(status));
  // Whoever cannot begin says so and ends; whoever was killed may begin again.
  if (phase_ == Phase::starting && WIFEXITED(status)) return begin_drain(false);
  const auto now = clock_->ticks();
  const bool was_healthy = now - member.started > healthy_after;
  const auto longest = member.said.empty() ? backoff_max : backoff_max_once_ready;
  member.backoff =
      was_healthy ? backoff_first : std::clamp(member.backoff * 2, backoff_first, longest);
  member.restart_at = now + member.backoff;
}

void Supervisor::look_ready() {
  if (phase_ != Phase::starting) return;
  for (const auto& member : members_)
    if (member.said.empty()) return;
  phase_ = Phase::running;
  ready_(members_.back().said);
}

void Supervisor::restart_due() {
  for (auto& member : members_) {
    if (member.process || phase_ >= Phase::draining_first) continue;
    if (clock_->ticks() < member.restart_at) continue;
    fmt::print(stderr, "{:<{}} | is started again\n", member.what.name, name_width_);
    start(member);
  }
}

void Supervisor::begin_drain(bool as_asked) {
  phase_ = Phase::draining_first;
  as_asked_ = as_asked;
  drain_began_ = clock_->ticks();
  for (const auto& member : members_)
    if (member.process && member.what.first_to_drain) member.process->send_signal(SIGTERM);
}

void Supervisor::go_on_draining() {
  const auto passed = clock_->ticks() - drain_began_;
  if (phase_ == Phase::draining_first && (first_ended() || passed > first_drain_max)) {
    phase_ = Phase::draining_rest;
    for (const auto& member : members_)
      if (member.process && !member.what.first_to_drain) member.process->send_signal(SIGTERM);
  }
  if (passed < drain_max || killed_) return;
  killed_ = true;
  as_asked_ = false;
  for (const auto& member : members_) {
    if (!member.process) continue;
    fmt::print(stderr, "{:<{}} | is killed: it did not end in time\n", member.what.name,
               name_width_);
    member.process->send_signal(SIGKILL);
  }
}

bool Supervisor::any_running() const {
  return std::any_of(members_.begin(), members_.end(),
                     [](const Member& member) { return member.process != nullptr; });
}

bool Supervisor::first_ended() const {
  return std::none_of(members_.begin(), members_.end(), [](const Member& member) {
    return member.process != nullptr && member.what.first_to_drain;
  });
}

}  // namespace commands
