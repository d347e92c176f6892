// Why no aggregate is made inside a co_await expression: g++ 12 copies such a temporary bitwise into
// the coroutine's frame and destroys it twice. Runs under ASan, by awaited_temporary.py.
//   -DOFFENCE   the temporary is made inside the expression
//   otherwise   it has a name
#include <coroutine>
#include <cstdio>
#include <exception>
#include <string>
#include <utility>

struct Task {
  struct promise_type {
    std::coroutine_handle<> caller;
    Task get_return_object() { return Task{Handle::from_promise(*this)}; }
    std::suspend_always initial_suspend() noexcept { return {}; }
    auto final_suspend() noexcept {
      struct Back {
        bool await_ready() noexcept { return false; }
        std::coroutine_handle<> await_suspend(Handle ended) noexcept {
          const auto caller = ended.promise().caller;
          return caller ? caller : std::noop_coroutine();
        }
        void await_resume() noexcept {}
      };
      return Back{};
    }
    void return_void() {}
    void unhandled_exception() { std::terminate(); }
  };
  using Handle = std::coroutine_handle<promise_type>;

  explicit Task(Handle started) : handle(started) {}
  Task(Task&& other) noexcept : handle(std::exchange(other.handle, nullptr)) {}
  ~Task() {
    if (handle) handle.destroy();
  }
  bool await_ready() const noexcept { return false; }
  std::coroutine_handle<> await_suspend(std::coroutine_handle<> caller) noexcept {
    handle.promise().caller = caller;
    return handle;
  }
  void await_resume() const noexcept {}

  Handle handle;
};

// Plain, like a message: it owns memory and has no constructor of its own.
struct Message {
  std::string text;
  int quantity;
};

Task send(const Message& message) {
  std::printf("%d × %s\n", message.quantity, message.text.c_str());
  co_return;
}

Task run() {
#ifdef OFFENCE
  co_await send(Message{std::string(64, 'm'), 2});
#else
  const Message message{std::string(64, 'm'), 2};
  co_await send(message);
#endif
}

int main() {
  const Task task = run();
  task.handle.resume();
}
