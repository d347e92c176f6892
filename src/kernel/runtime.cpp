#include "kernel/runtime.h"

namespace kernel {

Task<> Runtime::sleep(Ticks duration) {
  return suspend([this, duration](Resume resume) {
    after(duration, [resume = std::move(resume)]() mutable { resume(); });
  });
}

namespace detail {

Task<> run_on_worker(Runtime& runtime, Unique<void()> work) {
  std::exception_ptr error;
  Unique<void()> guarded = [&work, &error] {
    try {
      work();
    } catch (...) {
      error = std::current_exception();
    }
  };
  Task<> done = suspend([&runtime, &guarded](Resume resume) {
    runtime.offload(std::move(guarded), std::move(resume));
  });
  co_await std::move(done);
  if (error) std::rethrow_exception(error);
}

}  // namespace detail

}  // namespace kernel
