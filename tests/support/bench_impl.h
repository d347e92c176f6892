// tests: the templates of bench.h.
#pragma once

#include <exception>
#include <optional>
#include <utility>

#include "kernel/json.h"

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

// A message of the kernel's own, which every module answers for itself.
template <class M>
concept NamesItsModule = requires(const M& message) {
  { message.module } -> std::convertible_to<std::string>;
};

template <kernel::Message M>
kernel::WireRequest own_request(const kernel::Context& context, const M& message) {
  kernel::WireRequest request;
  request.path = kernel::own_path<M>(message.module);
  request.context = context;
  request.body = kernel::json::to_json(message);
  return request;
}

template <class Reply>
kernel::Task<> decode_into(kernel::Task<kernel::WireResponse> answer, std::optional<Reply>& reply,
                           std::exception_ptr& error) {
  try {
    const kernel::WireResponse response = co_await std::move(answer);
    kernel::throw_if_error(response);
    reply.emplace(kernel::json::from_json<Reply>(response.body));
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
  std::optional<typename M::Reply> reply;
  std::exception_ptr error;
  if constexpr (detail::NamesItsModule<M>) {
    const auto request = detail::own_request(context, message);
    run(detail::decode_into(carry(request), reply, error));
  } else {
    if (first_call(kernel::message_index<M>)) caller().template calls<M>();
    run(detail::call_into(caller(), context, message, reply, error));
  }
  if (error) {
    note_failure(kernel::message_type<M>().name, error);
    std::rethrow_exception(error);
  }
  REQUIRE(reply.has_value());
  return std::move(*reply);
}

template <kernel::Message M>
std::shared_ptr<Bench::Begun<M>> Bench::begin(const kernel::Context& context, const M& message) {
  if (first_call(kernel::message_index<M>)) caller().template calls<M>();
  auto begun = std::make_shared<Begun<M>>(Begun<M>{context, message, std::nullopt, nullptr});
  const auto call = [](kernel::Bus& bus, std::shared_ptr<Begun<M>> out) -> kernel::Task<> {
    co_await detail::call_into(bus, out->context, out->message, out->reply, out->error);
  };
  start(call(caller(), begun));
  return begun;
}

template <kernel::Message M>
kernel::Code Bench::refused(const Begun<M>& begun) {
  REQUIRE(begun.error != nullptr);
  note_failure(kernel::message_type<M>().name, begun.error);
  try {
    std::rethrow_exception(begun.error);
  } catch (const kernel::Error& error) {
    return error.code;
  }
}

template <kernel::Message M>
kernel::Error Bench::refusal(const kernel::Context& context, const M& message) {
  try {
    ask(context, message);
  } catch (const kernel::Error& error) {
    return error;
  }
  FAIL("the call succeeded");
  return {kernel::Code::internal, ""};
}

template <kernel::Message M>
kernel::Code Bench::refused(const kernel::Context& context, const M& message) {
  return refusal(context, message).code;
}

}  // namespace test
