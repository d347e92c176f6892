#include "outbox_shop.h"

#include <algorithm>
#include <ctime>
#include <limits>

#include "kernel/error.h"
#include "lab/statistics/statistics.h"
#include "outbox_events.h"

namespace reliability {
namespace {

using kernel::Task;
using kernel::Ticks;
using namespace std::chrono_literals;

constexpr int at_once = 64;              // writers
constexpr std::int64_t together = 2000;  // events in a transaction that fills
constexpr Ticks stop_max = 20s;
constexpr Ticks context_max = 1h;
constexpr double never = std::numeric_limits<double>::infinity();

double cpu_seconds() {
  timespec used{};
  ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
  return static_cast<double>(used.tv_sec) + static_cast<double>(used.tv_nsec) * 1e-9;
}

std::vector<std::string> subscribers_of(std::string_view event) {
  const bool missed = event == kernel::event_type<outbox_events::Missed>().name;
  return {std::string(missed ? OutboxPost::away : OutboxPost::well)};
}

template <class E>
E next_event(Subjects& subjects) {
  const auto at = subjects.next++ % subjects.ids.size();
  return {subjects.ids[at], ++subjects.numbers[at]};
}

}  // namespace

Subjects::Subjects(kernel::Runtime& runtime, std::int64_t count)
    : numbers(static_cast<std::size_t>(count)) {
  for (std::int64_t i = 0; i < count; ++i) ids.push_back(kernel::OrderId::fresh(runtime));
}

class OutboxShop::Announcer final : public kernel::Module {
 public:
  explicit Announcer(kernel::ModuleParts parts) : Module(std::move(parts), "announcer") {}
  kernel::Context context() { return own_context(context_max); }
};

struct OutboxShop::Round {
  Subjects& subjects;
  std::int64_t left;
  int clients;
  kernel::Signal ended;
  std::exception_ptr failure;
};

namespace {

kernel::StorageOptions storage_in(const std::string& directory) {
  kernel::StorageOptions options;
  options.directory = directory;
  return options;
}

}  // namespace

OutboxShop::OutboxShop(lab::Lab& lab, OutboxPost& post, const std::string& directory)
    : lab_(lab), post_(post), exchange_(lab.runtime, post, OutboxPost::places()) {
  kernel::ModuleParts parts{
      exchange_, kernel::Store::open(storage_in(directory), "announcer", {}), subscribers_of, {}};
  module_ = std::make_unique<Announcer>(std::move(parts));
}

OutboxShop::~OutboxShop() = default;

void OutboxShop::start_relay() { module_->start(); }

Task<> OutboxShop::stop() {
  const bool stopped = co_await module_->stop(stop_max);
  module_->close();
  if (!stopped) throw kernel::Error(kernel::Code::internal, "the relay does not stop");
}

Task<> OutboxShop::fill(Subjects& away, std::int64_t count) {
  const auto context = module_->context();
  for (std::int64_t left = count; left > 0; left -= together) {
    lab_.go_on();
    const auto some = std::min(left, together);
    const auto publish = [&](kernel::Transaction& tx) {
      for (std::int64_t i = 0; i < some; ++i)
        tx.publish(context, next_event<outbox_events::Missed>(away));
    };
    co_await module_->database().write(publish);
  }
}

template <class E>
Task<> OutboxShop::client(Round& round) {
  const auto context = module_->context();
  try {
    while (round.left > 0 && !round.failure) {
      --round.left;
      lab_.go_on();
      const auto event = next_event<E>(round.subjects);
      const auto publish = [&](kernel::Transaction& tx) { tx.publish(context, event); };
      co_await module_->database().write(publish);
    }
  } catch (...) {
    round.failure = std::current_exception();
  }
  --round.clients;
  round.ended.notify();
}

// Every client writes into this frame: it is left when the last of them has ended.
template <class E>
Task<> OutboxShop::write_all(Subjects& subjects, std::int64_t count) {
  Round round{subjects, count, at_once, kernel::Signal(lab_.runtime), nullptr};
  for (int i = 0; i < at_once; ++i) lab_.runtime.spawn(client<E>(round));
  for (;;) {
    const auto seen = round.ended.version();
    if (round.clients == 0) break;
    co_await round.ended.wait(seen, 1s);
  }
  if (round.failure) std::rethrow_exception(round.failure);
}

Task<EventCost> OutboxShop::announce(Subjects& away, std::int64_t count) {
  const double cpu_s = cpu_seconds();
  const auto begun = lab_.runtime.ticks();
  co_await write_all<outbox_events::Missed>(away, count);
  EventCost cost;
  const double each = 1e6 / static_cast<double>(count);
  cost.wall_us = seconds_of(lab_.runtime.ticks() - begun) * each;
  cost.cpu_us = (cpu_seconds() - cpu_s) * each;
  co_return cost;
}

Task<EventCost> OutboxShop::announce_and_deliver(Subjects& well, std::int64_t count,
                                                 Ticks patience) {
  const auto heard_before = post_.at_well().events;
  const double cpu_s = cpu_seconds();
  const auto begun = lab_.runtime.ticks();
  co_await write_all<outbox_events::Noted>(well, count);
  EventCost cost;
  const double each = 1e6 / static_cast<double>(count);
  cost.wall_us = seconds_of(lab_.runtime.ticks() - begun) * each;
  const bool delivered = co_await post_.until_well(heard_before + count, patience);
  cost.all_us = delivered ? seconds_of(lab_.runtime.ticks() - begun) * each : never;
  cost.cpu_us = (cpu_seconds() - cpu_s) * each;
  co_return cost;
}

Task<AloneCost> OutboxShop::announce_alone(Subjects& well, int count, Ticks patience) {
  std::vector<double> wrote_ms, delivered_ms;
  const auto context = module_->context();
  const auto give_up = lab_.runtime.ticks() + patience;
  for (int i = 0; i < count && lab_.runtime.ticks() < give_up; ++i) {
    const auto heard_before = post_.at_well().events;
    const auto event = next_event<outbox_events::Noted>(well);
    const auto publish = [&](kernel::Transaction& tx) { tx.publish(context, event); };
    const auto begun = lab_.runtime.ticks();
    co_await module_->database().write(publish);
    const auto written = lab_.runtime.ticks();
    const bool delivered =
        co_await post_.until_well(heard_before + 1, give_up - lab_.runtime.ticks());
    wrote_ms.push_back(seconds_of(written - begun) * 1e3);
    delivered_ms.push_back(delivered ? seconds_of(lab_.runtime.ticks() - written) * 1e3 : never);
  }
  AloneCost cost;
  std::ranges::sort(wrote_ms);
  std::ranges::sort(delivered_ms);
  cost.write_ms = wrote_ms[wrote_ms.size() / 2];
  cost.deliver_ms = delivered_ms[delivered_ms.size() / 2];
  cost.deliver_p99_ms = delivered_ms[delivered_ms.size() * 99 / 100];
  co_return cost;
}

Task<double> OutboxShop::idle_share(Ticks duration) {
  const double cpu_s = cpu_seconds();
  const auto begun = lab_.runtime.ticks();
  co_await rest(lab_, duration);
  co_return (cpu_seconds() - cpu_s) / seconds_of(lab_.runtime.ticks() - begun);
}

double OutboxShop::list_ms() {
  const auto begun = lab_.runtime.ticks();
  module_->relay().list({"announcer"});
  return seconds_of(lab_.runtime.ticks() - begun) * 1e3;
}

}  // namespace reliability
