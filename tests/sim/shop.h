// tests: the whole shop in a simulated world, every module its own simulated process, and one more
// from which its customers call. What can be done to it from outside, and what its books say.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "app_modules.h"
#include "deliveries.h"
#include "kernel/sim/world.h"

namespace notification {
class MemoryMail;
}

namespace sim {

struct Product {
  kernel::ProductId id;
  std::int64_t price = 0;  // in pence
  std::int64_t stock = 0;  // in the beginning
};

class Shop {
 public:
  explicit Shop(std::uint64_t seed);

  // Creates a product with so much stock and the price in pence.
  void stock_up(const std::string& sku, std::int64_t price, std::int64_t stock);
  const std::map<std::string, Product>& products() const noexcept { return products_; }

  // What customers call with. Their process never crashes.
  kernel::Bus& bus() noexcept { return *bus_; }
  kernel::sim::Host& outside();
  kernel::Context context(kernel::Principal principal, kernel::Ticks patience);

  kernel::sim::World& world() noexcept { return world_; }
  const std::string& trace() const { return world_.trace(); }

  // kill -9 of one module's process, and its restart after so much virtual time; nothing happens
  // when it is down already.
  void crash(const std::string& module, kernel::Ticks down = {});
  void crash_at(const std::string& module, kernel::Ticks delay);

  // What the databases of modules, and the provider's "sandbox", hold.
  kernel::Queries queries(const std::string& database);
  std::int64_t number(const std::string& database, std::string_view sql);
  const notification::MemoryMail& mail() const noexcept { return *mail_; }
  const Deliveries& deliveries() const noexcept { return deliveries_; }

  // What is still under way: owed, unsent, unpaid, not settled. Empty when the shop is at rest.
  std::vector<std::string> unrest();
  // Waits for rest; false when it did not come within so much virtual time.
  bool settles(kernel::Ticks limit);

  // Exceptions that left a coroutine of a process: none in a correct run.
  std::vector<std::string> failures();

 private:
  struct Life;
  void start(const std::string& name);
  kernel::Task<kernel::WireResponse> serve(kernel::Exchange& exchange, std::string module,
                                           const kernel::WireRequest& request);
  kernel::Task<> create(std::string sku, std::int64_t price, std::int64_t stock);

  const kernel::Config config_;
  std::map<std::string, Product> products_;
  const std::shared_ptr<notification::MemoryMail> mail_;
  std::map<std::string, std::shared_ptr<kernel::Store>> stores_;  // survive crashes
  Deliveries deliveries_;
  std::set<std::string> down_;
  kernel::Bus* bus_ = nullptr;
  kernel::sim::World world_;
};

}  // namespace sim
