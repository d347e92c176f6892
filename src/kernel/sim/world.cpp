#include "kernel/sim/world.h"

#include <fmt/format.h>

#include "sim_transport.h"

namespace kernel::sim {

World::World(std::uint64_t seed, Pace pace) : pace_(pace), random_(seed) {}

World::~World() {
  queue_.clear();
  hosts_.clear();  // each crashes, and that looks at the calls under way
}

Host& World::host(const std::string& name) {
  auto& host = hosts_[name];
  if (!host) host = std::make_unique<Host>(*this, name, random_.next());
  return *host;
}

std::shared_ptr<Store> World::store(const std::string& host, const std::string& module,
                                    Migrations migrations) {
  auto& store = stores_[host + "/" + module];
  if (!store) store = Store::open({}, module, migrations);
  return store;
}

void World::schedule(Ticks delay, std::function<void()> what) {
  queue_.emplace(std::pair{now_ + std::max(delay, Ticks::zero()), ++sequence_}, std::move(what));
}

void World::note(const Host& host, std::string_view what) {
  write_line(host, what);
  threaten(host);
}

void World::write_line(const Host& host, std::string_view what) {
  fmt::format_to(std::back_inserter(trace_), "{:.6f} {}#{} {}\n",
                 std::chrono::duration<double>(now_).count(), host.name(), host.life(), what);
}

bool World::step() {
  if (queue_.empty()) return false;
  const auto next = queue_.extract(queue_.begin());
  now_ = std::max(now_, next.key().first);
  next.mapped()();
  return true;
}

// True when something real happened.
bool World::serve_sockets() {
  if (!real_sockets_) return false;
  bool happened = false;
  for (auto& [name, host] : hosts_) {
    host->io().restart();
    if (host->io().run_one_for(std::chrono::milliseconds(1)) != 0) {
      host->drain();
      happened = true;
    }
  }
  return happened;
}

bool World::run_until(const std::function<bool()>& done, Ticks limit) {
  const Ticks until = now_ + limit;
  for (auto& [name, host] : hosts_) host->drain();
  while (!done()) {
    if (serve_sockets()) continue;
    if (queue_.empty() || queue_.begin()->first.first > until) return false;
    step();
  }
  return true;
}

void World::run_for(Ticks duration) {
  const Ticks until = now_ + duration;
  for (auto& [name, host] : hosts_) host->drain();
  for (;;) {
    if (serve_sockets()) continue;
    if (queue_.empty() || queue_.begin()->first.first > until) break;
    step();
  }
  now_ = until;
}

}  // namespace kernel::sim
