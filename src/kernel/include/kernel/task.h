// kernel: coroutines, and the one way to suspend them.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <exception>
#include <memory>

#include "kernel/unique_function.h"

namespace kernel {

using Executor = boost::asio::io_context::executor_type;

template <class T = void>
using Task = boost::asio::awaitable<T, Executor>;

// Continues one suspended coroutine, once. It owns the coroutine's whole stack: destroying it
// unused destroys the stack, as a crash does.
class Resume {
 public:
  struct Waiter {
    virtual ~Waiter() = default;
    virtual Executor executor() const noexcept = 0;
    virtual void run(std::exception_ptr error) = 0;  // continues here and now
  };

  Resume() = default;
  explicit Resume(std::unique_ptr<Waiter> waiter) : waiter_(std::move(waiter)) {}
  explicit operator bool() const noexcept { return waiter_ != nullptr; }

  // Posts the continuation to the coroutine's own loop. From any thread.
  void operator()(std::exception_ptr error = nullptr);

  // For whoever resumes many of one loop at once: where, and the continuation itself.
  Executor executor() const noexcept { return waiter_->executor(); }
  void run_here(std::exception_ptr error = nullptr) {
    const auto waiter = std::move(waiter_);
    waiter->run(std::move(error));
  }

 private:
  std::unique_ptr<Waiter> waiter_;
};

// Suspends the calling coroutine and hands its Resume to `start`, which must not fire it inline
// (Resume::operator() posts, so calling that is fine). An error given to Resume is thrown here.
Task<> suspend(Unique<void(Resume)> start);

// Runs `task` on `executor`; `done` hears of its end, with the exception that ended it if any.
void start(const Executor& executor, Task<> task, Unique<void(std::exception_ptr)> done);

}  // namespace kernel
