#include "file_lock.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

#include "kernel/error.h"

namespace kernel {

namespace {

[[noreturn]] void refuse(std::string why) {
  throw Error(Code::failed_precondition, std::move(why));
}

}  // namespace

FileLock::FileLock(const std::string& file, const std::string& owner)
    : descriptor_(::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600)) {
  if (descriptor_ < 0) refuse(fmt::format("{} cannot be written: {}", file, std::strerror(errno)));
  if (::flock(descriptor_, LOCK_EX | LOCK_NB) != 0) {
    const std::string holder = read_holder();
    ::close(descriptor_);
    refuse(fmt::format("{} is held by {}; one process hosts a module", file, holder));
  }
  const std::string text = fmt::format("{} (pid {})\n", owner, ::getpid());
  if (::ftruncate(descriptor_, 0) != 0 ||
      ::pwrite(descriptor_, text.data(), text.size(), 0) != static_cast<ssize_t>(text.size())) {
    ::close(descriptor_);
    refuse(fmt::format("{} cannot be written: {}", file, std::strerror(errno)));
  }
}

FileLock::~FileLock() { ::close(descriptor_); }

std::string FileLock::read_holder() const {
  std::array<char, 200> text{};
  const auto size = ::pread(descriptor_, text.data(), text.size(), 0);
  std::string holder(text.data(), size > 0 ? static_cast<std::size_t>(size) : 0);
  while (!holder.empty() && holder.back() == '\n') holder.pop_back();
  return holder.empty() ? "another process" : holder;
}

}  // namespace kernel
