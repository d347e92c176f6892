// tests: what goes wrong in the world of one seed. Each seed has some kinds of faults and not
// others, of any strength: a fault that always comes with ten more hides what it does alone.
#pragma once

#include <string>
#include <vector>

#include "kernel/sim/world.h"
#include "shop.h"

namespace sim {

struct Weather {
  struct ClockJump {
    std::string module;
    kernel::Ticks when{};
    kernel::Ticks by{};
  };
  // A process that is away for minutes: longer than breakers pause, relays retry and leases last.
  struct Outage {
    std::string module;
    kernel::Ticks when{};
    kernel::Ticks lasts{};
  };

  kernel::sim::Faults faults;
  kernel::Ticks down_max{};  // how long a crashed process stays away
  kernel::Ticks lasts{};     // then it is calm
  std::vector<ClockJump> jumps;
  std::vector<Outage> outages;
};

Weather draw_weather(kernel::sim::Random& random);

// From now on the shop has that weather; it ends by itself.
void suffer(Shop& shop, const Weather& weather);

}  // namespace sim
