#include "order_stream.h"

#include <algorithm>
#include <deque>
#include <memory>
#include <optional>
#include <string>

#include "call.h"
#include "http/stream.h"
#include "kernel/json.h"
#include "kernel/log.h"
#include "kernel/signal.h"
#include "order/messages.h"
#include "streams.h"

namespace gateway {

namespace {

using kernel::Code;
using kernel::Error;
using kernel::Task;
using kernel::Ticks;

constexpr std::string_view greeting = "retry: 1000\n\n";
constexpr std::string_view heartbeat = ": still here\n\n";
constexpr std::string_view end_event = "event: end\ndata: {}\n\n";

std::string event_of(const order::Change& change) {
  std::string text = "id: " + std::to_string(change.number) + "\nevent: status\ndata: ";
  kernel::json::write(text, kernel::type_of<order::Change>(), &change);
  return text += "\n\n";
}

// What is asked in vain would be asked in vain again.
bool is_final(Code code) noexcept {
  switch (code) {
    case Code::invalid_argument:
    case Code::unauthenticated:
    case Code::permission_denied:
    case Code::not_found:
      return true;
    default:
      return false;
  }
}

// What a stream shares with the task that asks for changes on its behalf. Both run on the loop of
// the connection.
struct Watched {
  Watched(kernel::Runtime& runtime, kernel::Context given, const kernel::OrderId& order)
      : context(std::move(given)), question{order, std::nullopt}, news(runtime) {}

  const kernel::Context context;  // of the request
  order::WaitForChange question;
  kernel::Signal news;                // of any of the following
  std::deque<order::Change> changes;  // that are still to be told
  bool settled = false;               // the last of them, or of those told, is the last one
  bool lost = false;                  // no further ones can be had
  bool stopped = false;               // by the server
  bool over = false;                  // nobody listens any more
};

// Asks for one change after the other.
class Asking {
 public:
  Asking(Services& services, std::shared_ptr<Watched> watched)
      : runtime_(services.exchange.runtime()),
        bus_(services.bus),
        tasks_(services.streams.tasks()),
        options_(services.streams.options()),
        watched_(std::move(watched)) {}

  // A task of its own, which may outlive the stream by one call.
  static Task<> run(Asking self) { co_await self.ask_on(); }

 private:
  Task<> ask_on();
  Task<std::optional<Error>> ask();
  void hear(const order::Change& change);

  kernel::Runtime& runtime_;
  kernel::Bus& bus_;
  kernel::TaskGroup& tasks_;
  const StreamOptions& options_;
  const std::shared_ptr<Watched> watched_;
};

Task<> Asking::ask_on() {
  Ticks answered_at = runtime_.ticks();
  Ticks pause = options_.pause_first;
  while (!watched_->over && !watched_->settled && !tasks_.stopping()) {
    const Ticks asked_at = runtime_.ticks();
    const std::optional<Error> failure = co_await ask();
    const Ticks now = runtime_.ticks();
    if (!failure) {
      answered_at = now;
      pause = options_.pause_first;
      // Whoever says at once that there is nothing is not asked again at once.
      if (watched_->changes.empty() && now - asked_at < pause) co_await tasks_.sleep(pause);
      continue;
    }
    if (is_final(failure->code) || now - answered_at >= options_.outage_max) {
      kernel::log_debug(watched_->context, "a stream ends", {{"error", failure->message}});
      watched_->lost = true;
      watched_->news.notify();
      co_return;
    }
    co_await tasks_.sleep(pause);
    pause = std::min(pause * 2, options_.pause_max);
  }
}

Task<std::optional<Error>> Asking::ask() {
  kernel::Context context = watched_->context;
  context.deadline = runtime_.ticks() + options_.wait;
  try {
    const auto heard = co_await bus_.call(context, watched_->question);
    if (heard.change) hear(*heard.change);
  } catch (const Error& error) {
    co_return error;
  }
  co_return std::nullopt;
}

void Asking::hear(const order::Change& change) {
  watched_->question.after = change.number;
  watched_->settled = change.settled;
  watched_->changes.push_back(change);
  watched_->news.notify();
}

class OrderStream final : public http::Stream {
 public:
  OrderStream(Services& services, Streams::Place place, std::shared_ptr<Watched> watched)
      : services_(services),
        runtime_(services.exchange.runtime()),
        options_(services.streams.options()),
        place_(std::move(place)),
        watched_(std::move(watched)) {}
  ~OrderStream() override { watched_->over = true; }

  Task<> run(http::StreamWriter& out) override;

  void stop() noexcept override {
    watched_->stopped = true;
    watched_->news.notify();
  }

 private:
  Task<bool> tell(http::StreamWriter& out);
  Task<bool> token_holds();

  Services& services_;
  kernel::Runtime& runtime_;
  const StreamOptions& options_;
  const Streams::Place place_;
  const std::shared_ptr<Watched> watched_;
};

Task<> OrderStream::run(http::StreamWriter& out) {
  if (!watched_->settled) services_.streams.tasks().spawn(Asking::run(Asking(services_, watched_)));
  bool reached = co_await out.write(greeting);
  Ticks beat = runtime_.ticks() + options_.heartbeat;
  while (reached) {
    const auto seen = watched_->news.version();
    if (!watched_->changes.empty()) {
      reached = co_await tell(out);
      beat = runtime_.ticks() + options_.heartbeat;
      continue;
    }
    if (watched_->settled) {
      co_await out.write(end_event);
      co_return;
    }
    if (watched_->stopped || watched_->lost) co_return;
    const bool holds = co_await token_holds();
    if (!holds) co_return;
    const Ticks left = beat - runtime_.ticks();
    if (left <= Ticks::zero()) {
      reached = co_await out.write(heartbeat);
      beat = runtime_.ticks() + options_.heartbeat;
      continue;
    }
    co_await watched_->news.wait(seen, std::min(left, options_.look));
  }
}

// All that has come.
Task<bool> OrderStream::tell(http::StreamWriter& out) {
  std::string events;
  for (const auto& change : watched_->changes) events += event_of(change);
  watched_->changes.clear();
  co_return co_await out.write(events);
}

// While auth does not answer, a token holds until it expires.
Task<bool> OrderStream::token_holds() {
  const auto& token = watched_->context.who().token.reveal();
  try {
    co_await services_.verifier.verify(token);
  } catch (const Error& error) {
    co_return error.code != Code::unauthenticated;
  }
  co_return true;
}

http::Response response_of(std::shared_ptr<http::Stream> stream) {
  http::Response response;
  response.content_type = http::events_type;
  response.headers.add("Cache-Control", "no-cache");
  response.headers.add("X-Accel-Buffering", "no");  // nginx passes on what comes, when it comes
  response.stream = std::move(stream);
  return response;
}

}  // namespace

Task<http::Response> stream_order(Call& call) {
  Services& services = call.services();
  order::WaitForChange asked;
  call.bind(&asked);
  auto place = services.streams.enter(call.context().user());
  const order::WaitForChange first{asked.id, std::nullopt};
  const auto heard = co_await call.bus().call(call.context(), first);
  if (!heard.change) throw Error(Code::internal, "an order without a status");

  const order::Change& latest = *heard.change;
  auto watched = std::make_shared<Watched>(services.exchange.runtime(), call.context(), asked.id);
  const bool resumes = asked.after && *asked.after <= latest.number;
  watched->question.after = resumes ? *asked.after : latest.number;
  watched->settled = latest.settled && *watched->question.after == latest.number;
  if (!resumes) watched->changes.push_back(latest);
  co_return response_of(
      std::make_shared<OrderStream>(services, std::move(place), std::move(watched)));
}

}  // namespace gateway
