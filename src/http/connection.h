// http, internal: one accepted connection, from its first request to its last.
#pragma once

#include <atomic>
#include <list>
#include <optional>
#include <string>

#include "body_reader.h"
#include "buffer_pool.h"
#include "channel.h"
#include "http/server.h"
#include "kernel/replaceable.h"
#include "request_head.h"
#include "stream_writer.h"

namespace http {

class Connection;

// One loop's share of the server. Used on that loop only.
struct LoopConnections {
  explicit LoopConnections(std::size_t buffer_bytes) : buffers(buffer_bytes) {}

  BufferPool buffers;
  std::size_t bodies_bytes = 0;          // of requests that are here
  std::atomic<std::size_t> resting = 0;  // read by others too
  std::list<Connection*> all;
  kernel::Ticks now{};  // of the last sweep: exact enough for timeouts, costs nothing to read
  std::string date;     // the Date line of this second
};

// What every connection of a server needs.
struct Service {
  kernel::Runtime& runtime;
  Handler& handler;
  kernel::Replaceable<ServerOptions> options;  // a connection keeps those of its beginning
  std::atomic<bool> draining = false;
};

//   handshake -> idle -> head -> body -> handling -> writing [-> streaming <-> writing] -> idle …
//   (TLS only)                                          or, at last, lingering -> end
//
// An idle connection rests after a while: it holds no buffer until something comes.
class Connection : private PartSender {
 public:
  // `tls`: null for a plain connection.
  Connection(Service& service, LoopConnections& loop, Socket socket, Peer peer, const Tls* tls);

  // Of a read buffer for such a service.
  static std::size_t buffer_bytes(const ServerOptions& options) noexcept;
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  kernel::Task<> run();

  // Cuts off what takes too long, lays to rest what is idle; called by the sweep.
  void check_time(kernel::Ticks now);
  // Ends a connection that is idle or not yet agreed on now; any other closes after its response,
  // and a stream is told to end.
  void drain();
  void cut_off();

 private:
  enum class State { handshake, idle, head, body, handling, writing, streaming, lingering };

  kernel::Task<bool> read_request();
  kernel::Task<bool> read_head();
  kernel::Task<bool> read_body();
  kernel::Task<bool> receive(std::size_t from);
  kernel::Task<> rest(ErrorCode& error);
  void take_buffer();
  void give_buffer_back() noexcept;
  void clear_body() noexcept;
  bool has_room_for_body() noexcept;
  kernel::Task<bool> answer();
  kernel::Task<bool> send(const Response& response, bool keep_alive);
  kernel::Task<bool> stream(Stream& stream);
  kernel::Task<bool> send_part(std::string_view bytes) override;
  kernel::Task<> refuse(int status, std::string_view detail);
  kernel::Task<> linger();
  Response refusal(int status, std::string_view detail) const;
  void enter(State state);
  std::string_view pending() const noexcept { return {buffer_ + begin_, end_ - begin_}; }

  Service& service_;
  const ServerOptions& options_;
  LoopConnections& loop_;
  Channel channel_;
  const Peer peer_;
  const std::list<Connection*>::iterator place_;
  const std::size_t capacity_;
  char* buffer_ = nullptr;  // of the loop's pool; null while resting
  std::size_t begin_ = 0;   // [begin_, end_) is read and not yet used
  std::size_t end_ = 0;
  std::size_t counted_ = 0;  // bytes of body, among the loop's
  Request request_;
  std::optional<RequestHead> head_;
  BodyReader body_;
  std::string out_;
  Stream* stream_ = nullptr;  // that is being sent
  State state_ = State::idle;
  kernel::Ticks expires_{};
  kernel::Ticks rests_at_ = kernel::Ticks::max();  // while idle
  bool timed_out_ = false;
  bool tired_ = false;  // the read was called off so that it rests
};

}  // namespace http
