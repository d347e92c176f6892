// gateway: a line for each answer, on stdout or in a file.
//
// Never a query (links and searches hold what is nobody's business), never a header but the
// User-Agent, and of the user only the id.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kernel/id.h"
#include "kernel/signal.h"
#include "kernel/task_group.h"
#include "kernel/time.h"

namespace gateway {

struct AccessLogOptions {
  // json: an object a line. common: the Common Log Format of web servers.
  enum class Format { off, json, common };
  Format format = Format::off;
  std::string file;  // empty: stdout. Moved away, it is begun anew within a second
};

// One answer. The views are read during write() only.
struct Access {
  std::string_view address;
  std::string_view method;  // empty: not understood
  std::string_view target;  // of which only the path is written
  int status = 0;
  std::size_t bytes = 0;  // of the body that was sent
  kernel::Ticks took{};
  std::string_view request_id;
  std::string_view trace_id;
  std::string_view agent;
  std::optional<kernel::UserId> user;
};

// Lines are gathered per loop and written by the worker pool, twice a second or when many are
// there: no request waits for a disk. What cannot be written in time is dropped and counted.
class AccessLog {
 public:
  // Throws Error{failed_precondition} when the file cannot be opened.
  AccessLog(kernel::Runtime& runtime, AccessLogOptions options);
  ~AccessLog();

  void start();  // on a loop
  // Writes what is left. False when `timeout` passed first.
  kernel::Task<bool> stop(kernel::Ticks timeout);

  void write(const Access& access);

  std::uint64_t lost() const noexcept { return lost_.load(std::memory_order_relaxed); }  // lines

 private:
  class File;
  struct Shard;
  kernel::Task<> run();
  std::string collect();
  bool write_out(const std::string& lines);

  kernel::Runtime& runtime_;
  const AccessLogOptions options_;
  const std::unique_ptr<File> file_;
  std::vector<std::unique_ptr<Shard>> shards_;  // by loop; the last: outside of any
  std::atomic<std::uint64_t> lost_ = 0;
  kernel::Signal full_;  // there is much to write, or the end has come
  kernel::TaskGroup tasks_;
};

}  // namespace gateway
