#include "signals.h"

#include <fcntl.h>
#include <unistd.h>

#include <boost/asio/basic_signal_set.hpp>
#include <csignal>
#include <vector>

namespace app {

class SignalWait : public std::enable_shared_from_this<SignalWait> {
 public:
  SignalWait(kernel::RealRuntime& runtime, const std::vector<int>& which,
             std::function<void()> heard)
      : signals_(runtime.loop(0)), heard_(std::move(heard)) {
    for (const int signal : which) signals_.add(signal);
  }

  void wait() {
    signals_.async_wait([self = shared_from_this()](const boost::system::error_code& error, int) {
      if (error) return;
      self->wait();
      self->heard_();
    });
  }

  void end() {
    boost::system::error_code ignored;
    signals_.cancel(ignored);
  }

 private:
  boost::asio::basic_signal_set<kernel::Executor> signals_;
  const std::function<void()> heard_;
};

Interrupts::Interrupts(kernel::RealRuntime& runtime, std::function<void(int count)> heard) {
  const auto counted = [heard = std::move(heard), count = 0]() mutable { heard(++count); };
  wait_ = std::make_shared<SignalWait>(runtime, std::vector{SIGINT, SIGTERM}, counted);
  wait_->wait();
}

Interrupts::~Interrupts() { wait_->end(); }

Hangups::Hangups(kernel::RealRuntime& runtime, std::function<void()> heard)
    : wait_(std::make_shared<SignalWait>(runtime, std::vector{SIGHUP}, std::move(heard))) {
  wait_->wait();
}

Hangups::~Hangups() { wait_->end(); }

bool has_terminal() {
  const int terminal = ::open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC);
  if (terminal >= 0) ::close(terminal);
  return terminal >= 0;
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
