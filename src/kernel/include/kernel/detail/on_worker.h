// kernel: the template behind Runtime::on_worker.
#pragma once

#include <optional>

#include "kernel/runtime.h"

namespace kernel {

namespace detail {
// Runs `work` on a worker of `runtime`; rethrows here what it threw.
Task<> run_on_worker(Runtime& runtime, Unique<void()> work);
}  // namespace detail

template <class F>
Task<std::invoke_result_t<F&>> Runtime::on_worker(F& work) {
  using Result = std::invoke_result_t<F&>;
  if constexpr (std::is_void_v<Result>) {
    Unique<void()> job = [&work] { work(); };
    co_await detail::run_on_worker(*this, std::move(job));
  } else {
    std::optional<Result> result;
    Unique<void()> job = [&work, &result] { result.emplace(work()); };
    co_await detail::run_on_worker(*this, std::move(job));
    co_return std::move(*result);
  }
}

}  // namespace kernel
