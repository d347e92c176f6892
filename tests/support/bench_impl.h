// tests: the templates of bench.h.
#pragma once

#include <exception>
#include <optional>
#include <utility>

namespace test {

namespace detail {

template <kernel::Message M>
struct Fake {
  using Reply = typename M::Reply;
  std::function<Reply(const kernel::Context&, const M&)> answer;
  kernel::Task<Reply> handle(const kernel::Context& context, const M& message) {
    co_return answer(context, message);
  }
};

template <kernel::Event E>
struct Listener {
  std::function<void(const E&)> heard;
  void on(kernel::Transaction&, const kernel::Context&, const E& event) { heard(event); }
};

template <kernel::Message M>
kernel::Task<> call_into(kernel::Bus& bus, const kernel::Context& context, const M& message,
                         std::optional<typename M::Reply>& reply, std::exception_ptr& error) {
  try {
    reply.emplace(co_await bus.call(context, message));
  } catch (...) {
    error = std::current_exception();
  }
}

}  // namespace detail

template <kernel::Message M>
void Bench::fake(std::function<typename M::Reply(const kernel::Context&, const M&)> answer) {
  build([this, answer = std::move(answer)] {
    auto fake = std::make_shared<detail::Fake<M>>();
    fake->answer = answer;
    served().template serve<&detail::Fake<M>::handle>(*fake);
    keep(fake);
  });
}

template <class M, class... Args>
M& Bench::host(Args... args) {
  build([this, args...] {
    auto module = std::make_shared<M>(parts(std::string(M::name), M::migrations()), args...);
    add_module(module);
  });
  return module<M>();
}

template <class M>
M& Bench::module() {
  return dynamic_cast<M&>(*find_module(M::name));
}

template <kernel::Event E>
void Bench::listen(std::function<void(const E&)> heard_event) {
  add_subscription(kernel::event_type<E>().name);
  build([this, heard_event = std::move(heard_event)] {
    auto listener = std::make_shared<detail::Listener<E>>();
    listener->heard = heard_event;
    served().template subscribe<E, &detail::Listener<E>::on>("test", heard(), *listener);
    keep(listener);
  });
}

template <kernel::Message M>
typename M::Reply Bench::ask(const kernel::Context& context, const M& message) {
  if (first_call(kernel::message_index<M>)) caller().template calls<M>();
  std::optional<typename M::Reply> reply;
  std::exception_ptr error;
  run(detail::call_into(caller(), context, message, reply, error));
  if (error) std::rethrow_exception(error);
  REQUIRE(reply.has_value());
  return std::move(*reply);
}

template <kernel::Message M>
kernel::Code Bench::refused(const kernel::Context& context, const M& message) {
  try {
    ask(context, message);
  } catch (const kernel::Error& error) {
    return error.code;
  }
  FAIL("the call succeeded");
  return kernel::Code::internal;
}

}  // namespace test
