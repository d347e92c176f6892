#include "lab/arms/arm_process.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include <csignal>

#include "lab/arms/process_use.h"

namespace lab {
namespace {

constexpr std::size_t lines_max = 10;
constexpr std::size_t line_bytes_max = 2'000;
constexpr int pipe_bytes = 1 << 20;  // a shop in trouble logs much between two looks

bool ends_it(int signal) {
  return signal == SIGTERM || signal == SIGKILL || signal == SIGINT || signal == SIGABRT;
}

std::string end_text(int status) {
  if (WIFSIGNALED(status)) return fmt::format("was ended by signal {}", WTERMSIG(status));
  return fmt::format("ended with exit code {}", WEXITSTATUS(status));
}

// Told to drain, it ends with 0; told to die, by that signal.
bool is_as_told(int status, int signal) {
  return WIFSIGNALED(status) ? WTERMSIG(status) == signal
                             : WEXITSTATUS(status) == 0 && (signal == SIGTERM || signal == SIGINT);
}

}  // namespace

ArmProcess::ArmProcess(ProcessInfo info, std::vector<std::string> arguments)
    : info_(std::move(info)), arguments_(std::move(arguments)) {
  ended_lives_.process = info_.name;
}

ArmProcess::~ArmProcess() { kill_now(); }

int ArmProcess::threads() const { return running() ? threads_of(child_->pid()) : 0; }

void ArmProcess::start(const Lab& lab) {
  kill_now();
  said_ready_ = false;
  peak_mib_ = 0;
  told_ = 0;
  ended_unasked_ = false;
  failed_ = false;
  lines_.clear();
  child_ = std::make_unique<app::ChildProcess>(arguments_, lab.arm_cpus, lab.arm_niceness);
  fcntl(child_->err(), F_SETPIPE_SZ, pipe_bytes);
}

void ArmProcess::look() {
  if (!running()) return;
  int status = 0;
  rusage used{};
  const bool ended = wait4(child_->pid(), &status, WNOHANG, &used) == child_->pid();
  child_->read_out([&](const std::string&) { said_ready_ = true; });
  child_->read_err([&](const std::string& line) {
    lines_.push_back(line.substr(0, line_bytes_max));
    if (lines_.size() > lines_max) lines_.pop_front();
  });
  if (ended) end_life(status, use_of(used));
}

void ArmProcess::end_life(int status, ProcessUse use) {
  child_.reset();
  use.peak_mib = peak_mib_;
  add_life(ended_lives_, use);
  end_ = end_text(status);
  failed_ = !is_as_told(status, told_);
  ended_unasked_ = told_ == 0;
}

void ArmProcess::send_signal(int signal) {
  if (!running()) return;
  if (ends_it(signal)) {
    told_ = signal;
    peak_mib_ = use_of(child_->pid()).peak_mib;  // what wait4 tells includes its parent's
  }
  child_->send_signal(signal);
}

void ArmProcess::kill_now() {
  if (!running()) return;
  send_signal(SIGKILL);
  int status = 0;
  rusage used{};
  if (wait4(child_->pid(), &status, 0, &used) == child_->pid()) end_life(status, use_of(used));
  child_.reset();
}

std::string ArmProcess::last_words() const {
  std::string text = fmt::format("process \"{}\" {}", name(), running() ? "runs" : end_);
  text += lines_.empty() ? "; it logged nothing" : "; its last lines:";
  for (const auto& line : lines_) text += "\n  " + line;
  return text;
}

ProcessUse ArmProcess::use() const {
  ProcessUse total = ended_lives_;
  if (running()) add_life(total, use_of(child_->pid()));
  return total;
}

double ArmProcess::cpu_ms() const {
  const double ended_ms = ended_lives_.user_ms + ended_lives_.system_ms;
  return running() ? ended_ms + cpu_ms_of(child_->pid()) : ended_ms;
}

}  // namespace lab
