#include "stream_writer.h"

#include <fmt/format.h>
#include <sys/socket.h>

#include <cerrno>
#include <iterator>

namespace http {

namespace {

constexpr std::string_view line_end = "\r\n";
constexpr std::string_view last_chunk = "0\r\n\r\n";

// True when the peer has closed or reset the connection; what it has sent stays unread.
bool is_closed(int descriptor) noexcept {
  char byte;
  const auto got = ::recv(descriptor, &byte, 1, MSG_PEEK | MSG_DONTWAIT);
  if (got > 0) return false;
  return got == 0 || (errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR);
}

}  // namespace

kernel::Task<bool> ChunkWriter::write(std::string_view text) {
  if (broken_) co_return false;
  if (text.empty()) co_return true;  // an empty chunk would be the last one
  bool sent = false;
  if (chunked_) {
    part_.clear();
    fmt::format_to(std::back_inserter(part_), "{:x}\r\n", text.size());
    part_.append(text).append(line_end);
    sent = co_await sender_.send_part(part_);
  } else {
    sent = co_await sender_.send_part(text);
  }
  broken_ = !sent;
  if (sent) written_ += text.size();
  co_return sent;
}

kernel::Task<bool> ChunkWriter::finish() {
  if (broken_) co_return false;
  if (!chunked_) co_return true;
  co_return co_await sender_.send_part(last_chunk);
}

CloseWatch::CloseWatch(Socket& socket, Stream& stream)
    : watched_(std::make_shared<Watched>(Watched{&socket, &stream})) {
  socket.async_wait(Socket::wait_read, [watched = watched_](const ErrorCode& error) {
    if (error || watched->socket == nullptr) return;
    // Bytes are a next request, sent early: its sender is there, and is not watched any longer.
    if (is_closed(watched->socket->native_handle())) watched->stream->stop();
  });
}

CloseWatch::~CloseWatch() {
  ErrorCode ignored;
  watched_->socket->cancel(ignored);
  watched_->socket = nullptr;
}

}  // namespace http
