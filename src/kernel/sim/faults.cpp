#include <utility>

#include "sim_transport.h"

namespace kernel::sim {

namespace {
constexpr std::uint64_t chances = 10'000;
}

void World::set_faults(const Faults& faults, std::function<void(Host&)> strike) {
  faults_ = faults;
  strike_ = std::move(strike);
}

bool World::happens(unsigned chance) noexcept {
  return chance != 0 && random_.below(chances) < chance;
}

// How long a message is under way.
Ticks World::travel() {
  const Ticks usual = random_.between(pace_.message_min, pace_.message_max);
  if (!happens(faults_.late)) return usual;
  return usual + random_.between(Ticks::zero(), faults_.late_max);
}

void World::lose(const std::shared_ptr<Call>& call, std::string_view what) {
  const bool breaks = call->deadline == 0 || random_.below(2) == 0;
  write_line(*call->from, std::string(breaks ? "broken " : "lost ").append(what) + call->path);
  if (!breaks) return;
  schedule(travel(),
           [this, call] { fail(call, Error(Code::unavailable, "the connection broke")); });
}

// The host may die soon after what it just noted, when that is still in doubt for others.
void World::threaten(const Host& host) {
  if (!happens(faults_.crash)) return;
  Ticks delay{};
  if (random_.below(2) == 0) delay = random_.between(Ticks::zero(), faults_.crash_within);
  schedule(delay, [this, name = host.name(), life = host.life()] {
    Host& struck = this->host(name);
    if (strike_ && struck.life() == life) strike_(struck);
  });
}

}  // namespace kernel::sim
