// reliability: stands in for the network and for the two modules behind it.
#pragma once

#include <string>
#include <unordered_map>

#include "kernel/exchange.h"
#include "kernel/signal.h"
#include "lab/lab.h"

namespace reliability {

class OutboxPost final : public kernel::Transport {
 public:
  static constexpr std::string_view well = "well";
  static constexpr std::string_view away = "away";
  // The URLs of both, for an Exchange.
  static std::map<std::string, kernel::Place> places();

  // `silent`: whoever is away does not answer, rather than refuse at once.
  OutboxPost(lab::Lab& lab, bool silent) : lab_(lab), silent_(silent), heard_(lab.runtime) {}

  kernel::Task<kernel::WireResponse> send(const std::string& url,
                                          const kernel::WireRequest& request) override;

  void set_away(bool is_away) noexcept { is_away_ = is_away; }

  struct Heard {
    std::int64_t events = 0;
    std::int64_t tries = 0;  // while it was away, questions whether it is well included
    std::int64_t gaps = 0;   // one came before its predecessor
    std::int64_t twice = 0;
  };
  const Heard& at_well() const noexcept { return well_.heard; }
  const Heard& at_away() const noexcept { return away_.heard; }

  // True once it has heard `events` in all; false when `timeout` passed first.
  kernel::Task<bool> until_well(std::int64_t events, kernel::Ticks timeout);
  kernel::Task<bool> until_away(std::int64_t events, kernel::Ticks timeout);

 private:
  struct Place {
    Heard heard;
    std::unordered_map<std::string, std::int64_t> last;  // number, by aggregate
  };
  void take(Place& place, const std::string& body);
  kernel::Task<bool> until(const Place& place, std::int64_t events, kernel::Ticks timeout);

  lab::Lab& lab_;
  const bool silent_;
  bool is_away_ = false;
  Place well_, away_;
  std::int64_t wanted_ = 0;  // by whoever waits
  kernel::Signal heard_;
};

}  // namespace reliability
