#include "internal/file_mail.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "kernel/error.h"

namespace notification {

namespace fs = std::filesystem;

namespace {

[[noreturn]] void fail(const std::string& what) {
  throw std::system_error(errno, std::generic_category(), what);
}

class File {
 public:
  File(const fs::path& path, int flags) : path_(path), fd_(::open(path.c_str(), flags, 0600)) {
    if (fd_ < 0) fail("cannot open " + path_.string());
  }
  ~File() { ::close(fd_); }
  File(const File&) = delete;
  File& operator=(const File&) = delete;

  void write(std::string_view bytes) {
    while (!bytes.empty()) {
      const auto written = ::write(fd_, bytes.data(), bytes.size());
      if (written < 0 && errno == EINTR) continue;
      if (written < 0) fail("cannot write " + path_.string());
      bytes.remove_prefix(static_cast<std::size_t>(written));
    }
  }
  void sync() {
    if (::fsync(fd_) != 0) fail("cannot make durable " + path_.string());
  }

 private:
  const fs::path path_;
  const int fd_;
};

}  // namespace

FileMail::FileMail(std::string directory) : directory_(std::move(directory)) {
  std::error_code error;
  fs::create_directories(directory_, error);
  if (error || ::access(directory_.c_str(), W_OK | X_OK) != 0)
    throw kernel::Error(kernel::Code::failed_precondition,
                        "mail directory " + directory_.string() + " cannot be written");
}

void FileMail::deliver(const Mail& mail) {
  const auto target = directory_ / (mail.id + ".eml");
  if (!fs::exists(target)) {
    const auto unfinished = directory_ / ("." + mail.id + ".tmp");
    {
      File file(unfinished, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC);
      file.write(mail.content);
      file.sync();
    }
    fs::rename(unfinished, target);
  }
  // Also when the file was there: whoever renamed it may have died before this.
  File(directory_, O_RDONLY | O_DIRECTORY | O_CLOEXEC).sync();
}

}  // namespace notification
