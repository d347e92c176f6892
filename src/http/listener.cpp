#include "listener.h"

#include <fmt/format.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "kernel/error.h"
#include "socket.h"

namespace http {

namespace {

constexpr int backlog = 4096;  // the kernel lowers it to net.core.somaxconn

// True when a server accepts at the Unix socket `endpoint`.
bool someone_answers(const Endpoint& endpoint) {
  const int probe = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (probe < 0) return true;  // not known: leave the file alone
  const int connected = ::connect(probe, endpoint.data(), static_cast<socklen_t>(endpoint.size()));
  const int error = connected == 0 ? 0 : errno;
  ::close(probe);
  return error != ECONNREFUSED && error != ENOENT;
}

}  // namespace

Listener::Listener(const Origin& origin) : origin_(origin) {
  try {
    if (origin_.is_unix())
      listen_unix();
    else
      listen_tcp();
  } catch (...) {
    if (descriptor_ >= 0) ::close(descriptor_);
    throw;
  }
}

Listener::~Listener() {
  if (origin_.is_unix()) {
    struct stat now {};
    if (::lstat(origin_.socket_path.c_str(), &now) == 0 && now.st_dev == device_ &&
        now.st_ino == inode_)
      ::unlink(origin_.socket_path.c_str());
  }
  ::close(descriptor_);
}

void Listener::fail(int error) const {
  std::string why;
  switch (error) {
    case EADDRINUSE:
      why = origin_.is_unix() ? "is in use by another process"
                              : "is in use; stop the other process or choose another port";
      break;
    case EACCES:
      why = "cannot be listened at: permission denied";
      break;
    case EADDRNOTAVAIL:
      why = "cannot be listened at: no address of this machine";
      break;
    case ENOENT:
      why = "cannot be listened at: its directory does not exist";
      break;
    default:
      why = fmt::format("cannot be listened at: {}", std::strerror(error));
  }
  throw kernel::Error(kernel::Code::failed_precondition, fmt::format("{} {}", origin_.text(), why));
}

void Listener::open(int family) {
  descriptor_ = ::socket(family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (descriptor_ < 0) fail(errno);
}

bool Listener::remove_stale() const {
  struct stat found {};
  const char* path = origin_.socket_path.c_str();
  if (::lstat(path, &found) != 0) return errno == ENOENT;
  if (!S_ISSOCK(found.st_mode))
    throw kernel::Error(kernel::Code::failed_precondition,
                        fmt::format("{} is a file, not a socket", origin_.text()));
  if (someone_answers(resolve(origin_).front())) return false;
  return ::unlink(path) == 0 || errno == ENOENT;
}

void Listener::listen_unix() {
  const Endpoint endpoint = resolve(origin_).front();
  open(AF_UNIX);
  // Linux gives the file the socket's mode: nobody else can connect, not even for a moment.
  ::fchmod(descriptor_, S_IRUSR | S_IWUSR);
  const auto bind = [&] {
    return ::bind(descriptor_, endpoint.data(), static_cast<socklen_t>(endpoint.size()));
  };
  if (bind() != 0) {
    if (errno != EADDRINUSE) fail(errno);
    if (!remove_stale() || bind() != 0) fail(EADDRINUSE);
  }
  struct stat made {};
  if (::lstat(origin_.socket_path.c_str(), &made) != 0) fail(errno);
  device_ = made.st_dev;
  inode_ = made.st_ino;
  if (::listen(descriptor_, backlog) != 0) fail(errno);
}

void Listener::listen_tcp() {
  Endpoint endpoint;
  try {
    endpoint = resolve(origin_).front();
  } catch (const kernel::Error& error) {
    throw kernel::Error(kernel::Code::failed_precondition, error.message);
  }
  open(endpoint.protocol().family());
  const int yes = 1;
  ::setsockopt(descriptor_, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  if (::bind(descriptor_, endpoint.data(), static_cast<socklen_t>(endpoint.size())) != 0)
    fail(errno);
  if (::listen(descriptor_, backlog) != 0) fail(errno);
  auto size = static_cast<socklen_t>(endpoint.capacity());
  if (::getsockname(descriptor_, endpoint.data(), &size) != 0) fail(errno);
  endpoint.resize(size);
  origin_.port = port_of(endpoint);
}

}  // namespace http
