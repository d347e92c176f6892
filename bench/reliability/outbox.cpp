#include "outbox.h"

#include <fmt/format.h>

#include <filesystem>
#include <limits>

#include "kernel/log.h"
#include "outbox_report.h"
#include "outbox_shop.h"

namespace reliability {
namespace {

using kernel::Task;
using kernel::Ticks;
using namespace std::chrono_literals;

constexpr std::int64_t well_subjects = 1000;
constexpr Ticks round_max = 60s;
constexpr Ticks idle_look = 5s;
constexpr double never = std::numeric_limits<double>::infinity();

class Measurement {
 public:
  Measurement(Session& session, const OutboxOptions& options)
      : session_(session),
        lab_(session.lab()),
        options_(options),
        directory_(lab_.directory + "/outbox"),
        post_(lab_, options.silent),
        well_(lab_.runtime, well_subjects),
        away_(lab_.runtime, options.aggregates) {
    std::filesystem::create_directories(directory_);
  }

  Task<> run() {
    co_await in_shop(&Measurement::over_empty_without_relay);
    co_await in_shop(&Measurement::over_empty);
    co_await in_shop(&Measurement::over_full_without_relay);
    co_await in_shop(&Measurement::over_full);
  }

  const OutboxFigures& figures() const noexcept { return figures_; }

 private:
  using Part = Task<> (Measurement::*)(OutboxShop&);

  // A module that is opened, as after a start of its process, and closed again.
  Task<> in_shop(Part part) {
    OutboxShop shop(lab_, post_, directory_);
    std::exception_ptr failure;
    try {
      co_await (this->*part)(shop);
    } catch (...) {
      failure = std::current_exception();
    }
    co_await shop.stop();
    if (failure) std::rethrow_exception(failure);
  }

  Task<> over_empty_without_relay(OutboxShop& shop) {
    session_.says("announcing into an empty outbox, without the relay");
    co_await announce(shop, figures_.empty);
  }

  Task<> over_empty(OutboxShop& shop) {
    shop.start_relay();
    co_await post_.until_away(announced_, round_max);
    session_.says("announcing and delivering, outbox empty");
    co_await work(shop, figures_.empty);
  }

  Task<> over_full_without_relay(OutboxShop& shop) {
    session_.says(fmt::format("filling it with {} rows", options_.rows));
    const auto begun = lab_.runtime.ticks();
    co_await shop.fill(away_, options_.rows);
    announced_ += options_.rows;
    figures_.filled_per_s =
        static_cast<double>(options_.rows) / seconds_of(lab_.runtime.ticks() - begun);
    session_.says("announcing into a full outbox, without the relay");
    co_await announce(shop, figures_.full);
  }

  Task<> over_full(OutboxShop& shop) {
    post_.set_away(true);
    shop.start_relay();
    session_.says("the relay finds the full outbox, one destination away");
    figures_.settling_share = co_await shop.idle_share(ticks_of(options_.settle_s));
    session_.says("announcing and delivering, outbox full");
    const auto tries = post_.at_away().tries;
    const auto begun = lab_.runtime.ticks();
    co_await work(shop, figures_.full);
    figures_.tries_per_s = static_cast<double>(post_.at_away().tries - tries) /
                           seconds_of(lab_.runtime.ticks() - begun);
    co_await come_back(shop);
    if (!figures_.all_delivered) co_return;
    session_.says("announcing and delivering, outbox empty again");
    co_await work(shop, figures_.again);
  }

  // Without the relay: what is announced stays.
  Task<> announce(OutboxShop& shop, OutboxCosts& costs) {
    for (int round = 0; round < options_.rounds; ++round) {
      const auto cost = co_await shop.announce(away_, options_.events);
      announced_ += options_.events;
      costs.announce_wall_us.push_back(cost.wall_us);
      costs.announce_cpu_us.push_back(cost.cpu_us);
    }
  }

  Task<> work(OutboxShop& shop, OutboxCosts& costs) {
    for (int round = 0; round < options_.rounds; ++round) {
      const auto cost = co_await shop.announce_and_deliver(well_, options_.events, round_max);
      costs.both_wall_us.push_back(cost.wall_us);
      costs.both_all_us.push_back(cost.all_us);
      costs.both_cpu_us.push_back(cost.cpu_us);
      session_.says(
          fmt::format("round {}: {:.1f} us each until written, {:.1f} until delivered, "
                      "{:.1f} us of CPU",
                      round + 1, cost.wall_us, cost.all_us, cost.cpu_us));
      if (cost.all_us == never) break;
      const auto alone = co_await shop.announce_alone(well_, options_.alone, round_max);
      costs.alone_write_ms.push_back(alone.write_ms);
      costs.alone_deliver_ms.push_back(alone.deliver_ms);
      costs.alone_deliver_p99_ms.push_back(alone.deliver_p99_ms);
    }
    costs.idle_share = co_await shop.idle_share(idle_look);
    costs.list_ms = shop.list_ms();
  }

  Task<> come_back(OutboxShop& shop) {
    const auto before = post_.at_away().events;
    figures_.owed = announced_ - before;
    session_.says(fmt::format("the destination is back; {} rows are owed", figures_.owed));
    post_.set_away(false);
    const auto begun = lab_.runtime.ticks();
    co_await post_.until_away(before + 1, ticks_of(options_.deliver_max_s));
    figures_.first_after_s = seconds_of(lab_.runtime.ticks() - begun);
    const auto alone = co_await shop.announce_alone(well_, options_.alone, round_max);
    figures_.alone_meanwhile_ms = alone.deliver_ms;
    const auto left = begun + ticks_of(options_.deliver_max_s) - lab_.runtime.ticks();
    figures_.all_delivered = co_await post_.until_away(announced_, left);
    figures_.delivering_s = seconds_of(lab_.runtime.ticks() - begun);
    figures_.delivered = post_.at_away().events - before;
    figures_.gaps = post_.at_away().gaps + post_.at_well().gaps;
    figures_.twice = post_.at_away().twice + post_.at_well().twice;
    session_.says(
        fmt::format("{} delivered in {:.1f} s", figures_.delivered, figures_.delivering_s));
  }

  Session& session_;
  lab::Lab& lab_;
  const OutboxOptions& options_;
  const std::string directory_;
  OutboxPost post_;
  Subjects well_, away_;
  std::int64_t announced_ = 0;  // to whoever is away
  OutboxFigures figures_;
};

}  // namespace

Task<> run_outbox(Session& session, const OutboxOptions& options, Report& report) {
  kernel::set_log_level(kernel::LogLevel::error);
  Measurement measurement(session, options);
  co_await measurement.run();
  tell_outbox(measurement.figures(), options, report);
}

}  // namespace reliability
