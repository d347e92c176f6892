#include "weather.h"

#include "app_settings.h"

namespace sim {

namespace {

using namespace std::chrono_literals;
using kernel::Ticks;
using kernel::sim::Random;

// In one seed of two there is none of it.
unsigned chance(Random& random, unsigned most) {
  const auto drawn = static_cast<unsigned>(random.below(most)) + 1;
  return random.below(2) == 0 ? 0 : drawn;
}

// A little to either side, or forward past what reservations and orders wait for.
Ticks leap(Random& random) {
  switch (random.below(3)) {
    case 0:
      return -random.between(0s, 60s);
    case 1:
      return random.between(0s, 60s);
    default:
      return random.between(5min, 30min);
  }
}

// In one seed of ten: most of what is slow to give up is only seen then.
std::vector<Weather::Outage> outages(Random& random) {
  std::vector<Weather::Outage> outages;
  if (random.below(10) != 0) return outages;
  const auto& modules = app::module_names();
  for (auto left = 1 + random.below(2); left > 0; --left)
    outages.push_back({modules[random.below(modules.size())], random.between(0s, 15s),
                       random.between(1min, 10min)});
  return outages;
}

}  // namespace

Weather draw_weather(Random& random) {
  Weather weather;
  weather.faults.lost_request = chance(random, 500);
  weather.faults.lost_answer = chance(random, 500);
  weather.faults.doubled = chance(random, 2000);
  weather.faults.late = chance(random, 2500);
  weather.faults.late_max = random.between(1ms, 20s);
  weather.faults.crash = chance(random, 300);
  weather.down_max = random.between(1ms, random.below(2) == 0 ? 500ms : 10s);
  weather.lasts = random.between(2s, 60s);
  const auto& modules = app::module_names();
  for (auto jumps = chance(random, 6); jumps > 0; --jumps)
    weather.jumps.push_back(
        {modules[random.below(modules.size())], random.between(0s, 15s), leap(random)});
  weather.outages = outages(random);
  return weather;
}

void suffer(Shop& shop, const Weather& weather) {
  kernel::sim::World& world = shop.world();
  const auto strike = [&shop, down_max = weather.down_max](kernel::sim::Host& host) {
    shop.crash(host.name(), shop.world().random().between(1us, down_max));
  };
  world.set_faults(weather.faults, strike);
  for (const auto& jump : weather.jumps)
    world.at(jump.when, [&world, jump] {
      world.note(world.host(jump.module), "clock jumps");
      world.host(jump.module).shift_clock(jump.by);
    });
  for (const auto& outage : weather.outages)
    world.at(outage.when, [&shop, outage] { shop.crash(outage.module, outage.lasts); });
  world.at(weather.lasts, [&world] { world.set_faults({}); });
}

}  // namespace sim
