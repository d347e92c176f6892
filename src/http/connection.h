// http, internal: one accepted connection, from its first request to its last.
#pragma once

#include <list>
#include <memory>
#include <optional>
#include <string>

#include "body_reader.h"
#include "http/server.h"
#include "kernel/replaceable.h"
#include "request_head.h"
#include "socket.h"
#include "stream_writer.h"

namespace http {

class Connection;

// One loop's share of the server. Used on that loop only.
struct LoopConnections {
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

// idle -> head -> body -> handling -> writing [-> streaming <-> writing] -> idle …, or at last
// lingering -> end
class Connection : private PartSender {
 public:
  Connection(Service& service, LoopConnections& loop, Socket socket, Peer peer);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  kernel::Task<> run();

  // Cuts off what takes too long; called by the sweep.
  void check_time(kernel::Ticks now);
  // Ends an idle connection now; any other closes after its response, and a stream is told to end.
  void drain();
  void cut_off();

 private:
  enum class State { idle, head, body, handling, writing, streaming, lingering };

  kernel::Task<bool> read_request();
  kernel::Task<bool> read_head();
  kernel::Task<bool> read_body();
  kernel::Task<bool> receive(std::size_t from);
  kernel::Task<bool> answer();
  kernel::Task<bool> send(const Response& response, bool keep_alive);
  kernel::Task<bool> stream(Stream& stream);
  kernel::Task<bool> send_part(std::string_view bytes) override;
  kernel::Task<> refuse(int status, std::string_view detail);
  kernel::Task<> linger();
  Response refusal(int status, std::string_view detail) const;
  void enter(State state);
  std::string_view pending() const noexcept { return {buffer_.get() + begin_, end_ - begin_}; }

  Service& service_;
  const ServerOptions& options_;
  LoopConnections& loop_;
  Socket socket_;
  const Peer peer_;
  const std::list<Connection*>::iterator place_;
  const std::size_t capacity_;
  const std::unique_ptr<char[]> buffer_;
  std::size_t begin_ = 0;  // [begin_, end_) is read and not yet used
  std::size_t end_ = 0;
  Request request_;
  std::optional<RequestHead> head_;
  BodyReader body_;
  std::string out_;
  Stream* stream_ = nullptr;  // that is being sent
  State state_ = State::idle;
  kernel::Ticks expires_{};
  bool timed_out_ = false;
};

}  // namespace http
