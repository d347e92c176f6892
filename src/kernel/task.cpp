#include "kernel/task.h"

#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace kernel {

namespace asio = boost::asio;

namespace {

template <class Handler>
struct HandlerWaiter final : Resume::Waiter {
  explicit HandlerWaiter(Handler h)
      : place(asio::get_associated_executor(h)), handler(std::move(h)) {}
  Executor executor() const noexcept override { return place; }
  void run(std::exception_ptr error) override { std::move(handler)(std::move(error)); }
  Executor place;
  Handler handler;
};

}  // namespace

void Resume::operator()(std::exception_ptr error) {
  const Executor place = waiter_->executor();
  asio::post(place, [waiter = std::move(waiter_), error = std::move(error)]() mutable {
    const auto owned = std::move(waiter);
    owned->run(std::move(error));
  });
}

Task<> suspend(Unique<void(Resume)> start) {
  asio::use_awaitable_t<Executor> token;
  return asio::async_initiate<asio::use_awaitable_t<Executor>, void(std::exception_ptr)>(
      [start = std::move(start)](auto handler) mutable {
        using Handler = decltype(handler);
        start(Resume(std::make_unique<HandlerWaiter<Handler>>(std::move(handler))));
      },
      token);
}

void start(const Executor& executor, Task<> task, Unique<void(std::exception_ptr)> done) {
  asio::co_spawn(executor, std::move(task),
                 [done = std::move(done)](std::exception_ptr error) mutable { done(error); });
}

}  // namespace kernel
