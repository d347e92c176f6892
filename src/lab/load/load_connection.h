// lab, internal: one kept connection of the load generator, one request at a time over it.
//
// http::ClientPool costs some 15 µs more of CPU a request, since it keeps answers, retries by rules
// for calls that matter, and starts a coroutine for each. Here an answer is read over, whenever the
// generator looks; that it came is told with the time at which the kernel took it in.
#pragma once

#include <array>
#include <boost/asio/ip/tcp.hpp>
#include <memory>
#include <string>
#include <string_view>

#include "kernel/real_runtime.h"
#include "lab/load/answer_scan.h"
#include "lab/load/load_poll.h"

namespace lab {

//   closed ──begin──▶ connecting ──▶ busy ──answered──▶ idle ──begin──▶ busy
//      ◀──────────────── lost ─────────┴──── the peer closed ┘
class LoadConnection : public LoadPoll::Watched,
                       public std::enable_shared_from_this<LoadConnection> {
 public:
  using Address = boost::asio::ip::tcp::endpoint;

  class Owner {
   public:
    virtual ~Owner() = default;
    // Idle, or closed when the peer wishes so. `at`: when the answer's last bytes came.
    virtual void answered(LoadConnection& connection, int status, kernel::Ticks at) = 0;
    // Closed. `again`: the peer cannot have acted on the request, so it may be sent once more.
    virtual void lost(LoadConnection& connection, bool again) = 0;
    virtual void closed_idle(LoadConnection& connection) = 0;
  };

  LoadConnection(kernel::RealRuntime& runtime, LoadPoll& poll, const Address& address,
                 Owner& owner);
  ~LoadConnection() override;

  // The request, whole, to be rendered in place before begin().
  std::string& request() noexcept { return request_; }
  // Sends it, over a new connection if this is closed. `repeatable`: it may be sent a second time
  // when a kept connection swallowed it. Never calls the owner before it returns.
  void begin(bool repeatable);
  // Closes; no call of the owner follows.
  void drop();

  bool is_open() const noexcept { return state_ == State::busy || state_ == State::idle; }
  kernel::Ticks left_at() const noexcept { return left_at_; }  // the request; 0: not yet

  void ready(std::uint32_t events) override;

  // The owner's own: what is under way, and until when.
  bool in_use = false;
  std::size_t job = 0;
  kernel::Ticks deadline{};

 private:
  enum class State { closed, connecting, busy, idle };

  void connect();
  void connected();
  void transmit();
  void receive();
  void take(std::string_view bytes, kernel::Ticks at);
  void end_of_stream(kernel::Ticks at);
  void close();
  void fail();

  kernel::RealRuntime& runtime_;
  LoadPoll& poll_;
  const Address address_;
  Owner& owner_;
  int socket_ = -1;
  State state_ = State::closed;
  std::uint64_t life_ = 0;  // counts closings: what was posted before is void
  std::string request_;
  std::size_t sent_ = 0;
  kernel::Ticks left_at_{};
  bool repeatable_ = false;
  bool kept_ = false;  // has carried a request before
  AnswerScan scan_;
  std::array<char, 16 * 1024> buffer_;
};

}  // namespace lab
