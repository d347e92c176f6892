#include "child_process.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <utility>

#include "kernel/error.h"

namespace app {
namespace {

[[noreturn]] void refuse(std::string_view what) {
  throw kernel::Error(kernel::Code::internal,
                      fmt::format("{} failed: {}", what, std::strerror(errno)));
}

// After fork: only what is safe between threads.
[[noreturn]] void become(const char* program, char* const* arguments, const cpu_set_t* cpus,
                         int niceness, int out, int err, pid_t parent) {
  setpgid(0, 0);
  if (niceness > 0) setpriority(PRIO_PROCESS, 0, niceness);
  if (cpus != nullptr) sched_setaffinity(0, sizeof *cpus, cpus);
  prctl(PR_SET_PDEATHSIG, SIGTERM);
  if (getppid() != parent) _exit(1);  // it died before the line above
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
  const int nothing = open("/dev/null", O_RDONLY);
  dup2(nothing, STDIN_FILENO);
  dup2(out, STDOUT_FILENO);
  dup2(err, STDERR_FILENO);
  execv(program, arguments);
  _exit(127);
}

}  // namespace

ChildProcess::ChildProcess(const std::vector<std::string>& arguments, const std::vector<int>& cpus,
                           int niceness) {
  cpu_set_t allowed;
  CPU_ZERO(&allowed);
  for (const int cpu : cpus) CPU_SET(static_cast<std::size_t>(cpu), &allowed);
  std::vector<char*> pointers;
  for (const auto& argument : arguments) pointers.push_back(const_cast<char*>(argument.c_str()));
  pointers.push_back(nullptr);
  std::array<int, 2> out{}, err{};
  if (pipe2(out.data(), O_CLOEXEC) != 0 || pipe2(err.data(), O_CLOEXEC) != 0) refuse("pipe");
  const char* const other = std::getenv("CLEAVE_BINARY");
  const char* const program = other != nullptr ? other : "/proc/self/exe";
  const pid_t parent = getpid();
  pid_ = fork();
  if (pid_ < 0) refuse("fork");
  if (pid_ == 0)
    become(program, pointers.data(), cpus.empty() ? nullptr : &allowed, niceness, out[1], err[1],
           parent);
  close(out[1]);
  close(err[1]);
  streams_[0].descriptor = out[0];
  streams_[1].descriptor = err[0];
  for (const auto& stream : streams_) fcntl(stream.descriptor, F_SETFL, O_NONBLOCK);
}

ChildProcess::~ChildProcess() {
  for (const auto& stream : streams_)
    if (stream.descriptor >= 0) close(stream.descriptor);
}

void ChildProcess::read(Stream& stream, const Line& line) {
  std::array<char, 16 * 1024> buffer;
  while (stream.descriptor >= 0) {
    const auto size = ::read(stream.descriptor, buffer.data(), buffer.size());
    if (size < 0 && errno == EINTR) continue;
    if (size < 0 && errno == EAGAIN) return;
    if (size > 0) stream.rest.append(buffer.data(), static_cast<std::size_t>(size));
    std::size_t begin = 0;
    for (auto end = stream.rest.find('\n'); end != std::string::npos;
         end = stream.rest.find('\n', begin)) {
      line(stream.rest.substr(begin, end - begin));
      begin = end + 1;
    }
    stream.rest.erase(0, begin);
    if (size > 0) continue;
    if (!stream.rest.empty()) line(std::exchange(stream.rest, {}));
    close(std::exchange(stream.descriptor, -1));
  }
}

void ChildProcess::send_signal(int signal) const { kill(pid_, signal); }

}  // namespace app
