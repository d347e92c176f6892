// app: another process of this executable, its output taken line by line.
#pragma once

#include <sys/types.h>

#include <functional>
#include <string>
#include <vector>

namespace app {

class ChildProcess {
 public:
  // Starts this executable with `arguments` (or the one that CLEAVE_BINARY names: a test is not
  // cleave itself), in a process group of its own (a Ctrl-C at the terminal reaches the parent
  // only). It gets SIGTERM when the parent dies. Throws Error{internal} when the system refuses.
  // `cpus`: the ones it may run on; empty: as the parent. `niceness`: how much it gives way to
  // others there.
  explicit ChildProcess(const std::vector<std::string>& arguments,
                        const std::vector<int>& cpus = {}, int niceness = 0);
  ~ChildProcess();  // closes the pipes; does not end the process
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;

  pid_t pid() const noexcept { return pid_; }
  int out() const noexcept { return streams_[0].descriptor; }  // -1 once it has ended
  int err() const noexcept { return streams_[1].descriptor; }

  // Reads what is there and hands on whole lines; a line at the end without its newline too.
  using Line = std::function<void(const std::string& line)>;
  void read_out(const Line& line) { read(streams_[0], line); }
  void read_err(const Line& line) { read(streams_[1], line); }

  void send_signal(int signal) const;

 private:
  struct Stream {
    int descriptor = -1;
    std::string rest;  // of a line
  };
  static void read(Stream& stream, const Line& line);

  pid_t pid_ = -1;
  Stream streams_[2];
};

}  // namespace app
