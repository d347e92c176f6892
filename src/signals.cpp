#include "signals.h"

#include <boost/asio/basic_signal_set.hpp>
#include <csignal>

namespace app {

struct Interrupts::Core : std::enable_shared_from_this<Core> {
  Core(kernel::RealRuntime& runtime, std::function<void(int)> heard)
      : signals(runtime.loop(0), SIGINT, SIGTERM), heard(std::move(heard)) {}

  void wait() {
    signals.async_wait([self = shared_from_this()](const boost::system::error_code& error, int) {
      if (error) return;
      self->wait();
      self->heard(++self->count);
    });
  }

  boost::asio::basic_signal_set<kernel::Executor> signals;
  std::function<void(int)> heard;
  int count = 0;
};

Interrupts::Interrupts(kernel::RealRuntime& runtime, std::function<void(int count)> heard)
    : core_(std::make_shared<Core>(runtime, std::move(heard))) {
  core_->wait();
}

Interrupts::~Interrupts() {
  boost::system::error_code ignored;
  core_->signals.cancel(ignored);
}

void run_to_end(kernel::RealRuntime& runtime, kernel::Task<> task) {
  std::exception_ptr failure;
  kernel::start(runtime.loop(0).get_executor(), std::move(task), [&](std::exception_ptr error) {
    failure = error;
    runtime.stop();
  });
  runtime.run();
  if (failure) std::rethrow_exception(failure);
}

}  // namespace app
