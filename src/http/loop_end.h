// http, internal: what must be let go of before a loop is destroyed.
#pragma once

#include <boost/asio/execution_context.hpp>
#include <list>

namespace http {

// Kept sockets must not outlive their io_context, but whoever keeps them may. An Asio service,
// since the io_context itself tells its services when it ends.
class LoopEnd final : public boost::asio::execution_context::service {
 public:
  using key_type = LoopEnd;
  static boost::asio::execution_context::id id;

  class Listener {
   public:
    virtual ~Listener() = default;
    virtual void loop_ends() noexcept = 0;  // the loop runs no more, but still exists
  };

  explicit LoopEnd(boost::asio::execution_context& loop) : service(loop) {}

  std::list<Listener*> listeners;  // on the loop only

 private:
  void shutdown() noexcept override {
    for (Listener* listener : listeners) listener->loop_ends();
    listeners.clear();
  }
};

}  // namespace http
