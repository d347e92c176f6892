#include "gateway/access_log.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <cstring>
#include <mutex>

#include "access_line.h"
#include "kernel/error.h"
#include "kernel/log.h"

namespace gateway {

namespace {

constexpr kernel::Ticks interval = std::chrono::milliseconds(500);
constexpr std::size_t plenty = 64 * 1024;       // bytes of lines that are not kept waiting
constexpr int patience_ms = 1000;               // with a reader of stdout
constexpr std::size_t lines_max = 1024 * 1024;  // bytes of lines per loop; further ones are lost

}  // namespace

// Where the lines go. Used by one thread at a time.
class AccessLog::File {
 public:
  explicit File(std::string path) : path_(std::move(path)) {
    if (!path_.empty() && !open())
      throw kernel::Error(
          kernel::Code::failed_precondition,
          fmt::format("the access log {} cannot be opened: {}", path_, std::strerror(errno)));
  }
  ~File() {
    if (!path_.empty() && descriptor_ >= 0) ::close(descriptor_);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;

  // Returns what could not be written: on a full disk, or to a reader that does not read.
  std::string_view write(std::string_view text) {
    if (was_moved_away()) open();
    while (!text.empty()) {
      if (path_.empty() && !takes_more()) return text;
      const auto part = path_.empty() ? text.substr(0, PIPE_BUF) : text;
      const auto written = ::write(descriptor_, part.data(), part.size());
      if (written < 0 && errno == EINTR) continue;
      if (written <= 0) return text;
      text.remove_prefix(static_cast<std::size_t>(written));
    }
    return text;
  }

 private:
  // The file that is open stays so when another cannot be had.
  bool open() {
    const int opened = ::open(path_.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC,
                              S_IRUSR | S_IWUSR | S_IRGRP);
    if (opened < 0) return false;
    if (descriptor_ >= 0) ::close(descriptor_);
    descriptor_ = opened;
    return true;
  }

  // A pipe that is writable takes PIPE_BUF bytes without keeping the writer.
  bool takes_more() const {
    pollfd wanted{descriptor_, POLLOUT, 0};
    return ::poll(&wanted, 1, patience_ms) > 0;
  }

  // As `logrotate` does; it needs to tell nobody.
  bool was_moved_away() const {
    if (path_.empty()) return false;
    struct stat ours {};
    struct stat there {};
    if (::fstat(descriptor_, &ours) != 0 || ::stat(path_.c_str(), &there) != 0) return true;
    return ours.st_ino != there.st_ino || ours.st_dev != there.st_dev;
  }

  const std::string path_;
  int descriptor_ = path_.empty() ? STDOUT_FILENO : -1;
};

struct AccessLog::Shard {
  std::mutex mutex;  // its loop appends, the writer takes away
  std::string lines;
  LineClock clock;
};

AccessLog::AccessLog(kernel::Runtime& runtime, AccessLogOptions options)
    : runtime_(runtime),
      options_(std::move(options)),
      file_(std::make_unique<File>(options_.file)),
      full_(runtime),
      tasks_(runtime, "access log") {
  for (unsigned loop = 0; loop <= runtime.loops(); ++loop)
    shards_.push_back(std::make_unique<Shard>());
}

AccessLog::~AccessLog() = default;

void AccessLog::start() { tasks_.spawn(run()); }

kernel::Task<bool> AccessLog::stop(kernel::Ticks timeout) {
  tasks_.stop();
  full_.notify();
  const bool ended = co_await tasks_.joined(timeout);
  if (!ended) co_return false;
  write_out(collect());
  co_return true;
}

bool AccessLog::write_out(const std::string& lines) {
  const auto left = file_->write(lines);
  lost_.fetch_add(static_cast<std::uint64_t>(std::count(left.begin(), left.end(), '\n')),
                  std::memory_order_relaxed);
  return left.empty();
}

void AccessLog::write(const Access& access) {
  const auto now = runtime_.now();
  Shard& shard = *shards_[runtime_.this_loop()];
  bool much = false;
  {
    const std::lock_guard lock(shard.mutex);
    const auto before = shard.lines.size();
    if (before >= lines_max) {
      lost_.fetch_add(1, std::memory_order_relaxed);
      return;
    }
    if (options_.format == AccessLogOptions::Format::json)
      append_json_line(shard.lines, access, now, shard.clock);
    else
      append_common_line(shard.lines, access, now, shard.clock);
    much = before < plenty && shard.lines.size() >= plenty;
  }
  if (much) full_.notify();
}

std::string AccessLog::collect() {
  std::string all;
  for (const auto& shard : shards_) {
    const std::lock_guard lock(shard->mutex);
    all.append(shard->lines);
    shard->lines.clear();  // and keeps its room
  }
  return all;
}

kernel::Task<> AccessLog::run() {
  bool complained = false;
  while (!tasks_.stopping()) {
    const auto seen = full_.version();
    co_await full_.wait(seen, interval);
    const std::string lines = collect();
    if (lines.empty()) continue;
    bool written = false;
    auto work = [&] { written = write_out(lines); };
    co_await runtime_.on_worker(work);
    if (!written && !complained)
      kernel::log_warning("the access log cannot be written", {{"file", options_.file}});
    complained = !written;
  }
}

}  // namespace gateway
