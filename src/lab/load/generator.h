// lab, internal: carries out a plan, open loop or closed, on one event loop.
#pragma once

#include <boost/asio/posix/basic_stream_descriptor.hpp>
#include <deque>
#include <memory>
#include <vector>

#include "lab/load/arrival_stamps.h"
#include "lab/load/load.h"
#include "lab/load/load_connection.h"
#include "lab/load/tally.h"

namespace lab {

// Whatever falls due is sent by callbacks, without a coroutine or a timer of its own: at high rates
// one wake-up sends several requests and takes several answers. Only a closed loop is woken by an
// answer, since the next request waits for it.
class Generator final : public LoadConnection::Owner {
 public:
  using Said = std::function<void(const char*)>;
  // All outlive it. Throws Error{invalid_argument} when plan.url is no numeric address.
  Generator(kernel::RealRuntime& runtime, const LoadPlan& plan, LoadResult& result,
            const Said& said);
  ~Generator() override;

  kernel::Task<> run();

  void answered(LoadConnection& connection, int status, kernel::Ticks at) override;
  void lost(LoadConnection& connection, bool again) override;
  void closed_idle(LoadConnection& connection) override;

 private:
  using Connections = std::vector<std::shared_ptr<LoadConnection>>;
  struct Moment {
    kernel::Ticks at{};
    double cpu_s = 0;
  };

  // The schedule.
  void follow_schedule();
  void take_turn();
  void wake_after(kernel::Ticks delay);
  void look_whenever_ready();
  kernel::Ticks due(std::int64_t at_us) const { return start_ + std::chrono::microseconds(at_us); }
  kernel::Ticks scheduled(std::size_t job) const;
  bool counted(std::size_t job) const { return plan_.requests[job].at_us >= plan_.warm_up_us; }

  // Requests and connections.
  std::shared_ptr<LoadConnection> free_connection();
  void start(std::size_t job);
  void send(LoadConnection& connection, std::size_t job);
  void render(std::string& out, const PlannedRequest& planned) const;
  void finish(std::size_t job, int status, kernel::Ticks left_at, kernel::Ticks at);
  void release(LoadConnection& connection);
  void sweep();

  // What is measured.
  Moment moment() const;
  void begin_measuring();
  void end_measuring();
  void end_if_done();

  kernel::RealRuntime& runtime_;
  const LoadPlan& plan_;
  LoadResult& result_;
  const Said& said_;
  const LoadConnection::Address address_;
  const kernel::Ticks nap_min_;
  std::vector<std::string> heads_;  // by customer, the last: nobody; of every request

  ArrivalStamps stamps_;
  LoadPoll poll_;
  boost::asio::posix::basic_stream_descriptor<kernel::Executor> ready_;  // closed loop: of poll_
  Connections all_;
  std::vector<LoadConnection*> idle_;    // open ones, the latest used last
  std::vector<LoadConnection*> closed_;  // not in use
  std::deque<std::size_t> waiting_;      // for a connection, by schedule

  kernel::Ticks start_{};
  kernel::Ticks turn_{};  // closed loop: when the request under way was begun
  std::size_t next_ = 0;  // request
  std::size_t under_way_ = 0;
  Moment begun_;  // of the measured part
  std::int64_t counted_ = 0;
  bool measuring_ = false;
  bool measured_ = false;
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);  // for timers that come too late
  Tally tally_;
  kernel::Resume ended_;
};

}  // namespace lab
