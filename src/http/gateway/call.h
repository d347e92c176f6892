// gateway: one request on its way through its row, and the template that makes a message of it.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "bind.h"
#include "gateway/web.h"
#include "http/message.h"
#include "http/rpc.h"
#include "kernel/bus.h"
#include "kernel/context.h"
#include "kernel/exchange.h"
#include "pulse.h"
#include "refresh_cookie.h"

namespace gateway {

class Comparisons;
class History;
class Monitor;
class Streams;

// A text that stays the same as long as the process lives, in both codings.
struct Document {
  std::string text;
  std::string gzip;
};
Document make_document(std::string text);

// What the gateway stands on, for rows that it answers itself.
struct Services {
  kernel::Exchange& exchange;
  kernel::Bus& bus;
  Monitor& monitor;
  http::TokenVerifier& verifier;
  Streams& streams;
  History& history;
  std::function<kernel::Task<Pulse>()> take_pulse;
  RefreshCookies cookies;
  std::vector<const kernel::Contract*> contracts = {};
  Comparisons* comparisons = nullptr;  // null: off
  Document openapi = {};
  Document docs = {};
  std::string docs_policy = {};  // Content-Security-Policy of /docs
  std::span<const WebFile> web = {};
};

class Call {
 public:
  Call(Services& services, const Route& route, const http::Request& request,
       const std::vector<http::PathParameter>& parameters, kernel::Context context,
       kernel::Uuid& subject)
      : services_(services),
        route_(route),
        request_(request),
        parameters_(parameters),
        context_(std::move(context)),
        subject_(subject) {}
  Call(const Call&) = delete;

  // Fills the message from path, query, headers and body. Throws not_found or invalid_argument
  // with every fault.
  void bind(void* message) const { bind(message, request_.body); }
  // The same with this JSON as body.
  void bind(void* message, std::string_view body) const;

  // The owner of a cart: the user who asks or else the guest by his token.
  template <class Owner>
  void set_owner(Owner& owner) const {
    if (context_.who().kind == kernel::Principal::Kind::user) {
      owner.user = context_.who().user;
    } else {
      owner.token.emplace(guest_token());
    }
  }

  // The row's response to success: its status, its public shape, its headers.
  http::Response answer(const void* reply) const;
  // The same for a document, in the coding that the client takes.
  http::Response answer(const Document& document) const;

  // Says what the request turned out to be about, such as the order that it made.
  void about(const kernel::Uuid& subject) const noexcept { subject_ = subject; }

  Services& services() const noexcept { return services_; }
  const Route& route() const noexcept { return route_; }
  const http::Request& request() const noexcept { return request_; }
  const kernel::Context& context() const noexcept { return context_; }
  kernel::Bus& bus() const noexcept { return services_.bus; }

 private:
  std::string guest_token() const;  // throws unauthenticated, not_found

  Services& services_;
  const Route& route_;
  const http::Request& request_;
  const std::vector<http::PathParameter>& parameters_;
  const kernel::Context context_;
  kernel::Uuid& subject_;
};

// The only header of that name; throws invalid_argument when there are several.
std::optional<std::string_view> single_header(const http::Request& request, std::string_view name);

inline constexpr std::string_view cart_token_header = "Cart-Token";
inline constexpr std::size_t cart_token_max = 100;

// Binds, sends, answers. `Answer`: http::Response(const Call&, const M::Reply&), for replies that
// are more than one status and one shape.
template <class M, auto Answer = nullptr>
kernel::Task<http::Response> send_message(Call& call) {
  M message{};
  call.bind(&message);
  if constexpr (requires { message.owner; }) call.set_owner(message.owner);
  const auto reply = co_await call.bus().call(call.context(), message);
  if constexpr (std::is_null_pointer_v<decltype(Answer)>) {
    co_return call.answer(&reply);
  } else {
    co_return Answer(call, reply);
  }
}

template <class M>
void connect_message(kernel::Bus& bus) {
  bus.calls<M>();
}

// For rows that are answered otherwise: by a function that fills M itself, and by one that needs no
// message at all.
void connects_nothing(kernel::Bus& bus);

template <class M>
constexpr Action fills(kernel::Task<http::Response> (*answer)(Call& call)) {
  return {&kernel::message_type<M>, &connects_nothing, answer};
}
constexpr Action runs(kernel::Task<http::Response> (*answer)(Call& call)) {
  return {nullptr, nullptr, answer};
}

template <class M, auto Answer = nullptr>
inline constexpr Action sends{&kernel::message_type<M>, &connect_message<M>,
                              &send_message<M, Answer>};

}  // namespace gateway
