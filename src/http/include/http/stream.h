// http: a body that is made while it is sent.
#pragma once

#include <cstdint>
#include <string_view>

#include "kernel/task.h"

namespace http {

// Where such a body goes: to one client, over HTTP/1.1 in chunks, over HTTP/1.0 until the
// connection closes.
class StreamWriter {
 public:
  virtual ~StreamWriter() = default;

  // Sends `text` now; no longer than ServerOptions::write_timeout. False when the client is gone or
  // does not read: nothing more will reach it.
  virtual kernel::Task<bool> write(std::string_view text) = 0;

  virtual std::uint64_t written() const noexcept = 0;  // bytes of the body so far
};

// Who makes it. Held by the response; the request holds until it is destroyed, which is soon after
// run() has ended.
class Stream {
 public:
  virtual ~Stream() = default;

  // Writes the whole body, on the connection's loop. Not called for a HEAD. An exception cuts the
  // connection off, so that nobody takes half a body for a whole one.
  virtual kernel::Task<> run(StreamWriter& out) = 0;

  // The server is draining, or the client has gone away: run() must end soon, after a last word if
  // it likes. On the connection's loop, perhaps before run() and perhaps more than once.
  virtual void stop() noexcept = 0;
};

}  // namespace http
