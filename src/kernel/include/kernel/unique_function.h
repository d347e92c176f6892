// kernel: a move-only function object (std::move_only_function is C++23).
#pragma once

#include <memory>
#include <type_traits>
#include <utility>

namespace kernel {

template <class Signature>
class Unique;

template <class R, class... Args>
class Unique<R(Args...)> {
 public:
  Unique() = default;
  template <class F>
    requires(!std::is_same_v<std::remove_cvref_t<F>, Unique> &&
             std::is_invocable_r_v<R, std::remove_cvref_t<F>&, Args...>)
  Unique(F&& f)  // NOLINT: implicit as std::function is
      : target_(std::make_unique<Holder<std::remove_cvref_t<F>>>(std::forward<F>(f))) {}

  explicit operator bool() const noexcept { return target_ != nullptr; }
  R operator()(Args... args) { return target_->call(std::forward<Args>(args)...); }

 private:
  struct Target {
    virtual ~Target() = default;
    virtual R call(Args... args) = 0;
  };
  template <class F>
  struct Holder final : Target {
    explicit Holder(F f) : function(std::move(f)) {}
    R call(Args... args) override { return function(std::forward<Args>(args)...); }
    F function;
  };
  std::unique_ptr<Target> target_;
};

}  // namespace kernel
