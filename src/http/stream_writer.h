// http, internal: sends a streamed body over one connection.
#pragma once

#include <memory>
#include <string>

#include "http/stream.h"
#include "socket.h"

namespace http {

// The connection's own way to send bytes, within the time for one write.
class PartSender {
 public:
  virtual kernel::Task<bool> send_part(std::string_view bytes) = 0;

 protected:
  ~PartSender() = default;
};

class ChunkWriter final : public StreamWriter {
 public:
  // `chunked`: as chunks (RFC 9112 §7.1), else as it is.
  ChunkWriter(PartSender& sender, bool chunked) : sender_(sender), chunked_(chunked) {}

  kernel::Task<bool> write(std::string_view text) override;
  std::uint64_t written() const noexcept override { return written_; }

  // Says that the body is complete. False when it did not reach the client, or something before.
  kernel::Task<bool> finish();

 private:
  PartSender& sender_;
  const bool chunked_;
  bool broken_ = false;
  std::uint64_t written_ = 0;
  std::string part_;
};

// Notices that the client has closed while there is nothing to send. As long as it lives, the
// socket's cancel() belongs to it: its end cancels what the socket still waits for.
class CloseWatch {
 public:
  CloseWatch(Socket& socket, Stream& stream);
  ~CloseWatch();
  CloseWatch(const CloseWatch&) = delete;
  CloseWatch& operator=(const CloseWatch&) = delete;

 private:
  struct Watched {
    Socket* socket;  // null: the watch has ended
    Stream* stream;
  };
  const std::shared_ptr<Watched> watched_;
};

}  // namespace http
