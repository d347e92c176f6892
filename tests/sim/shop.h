// tests: the whole shop in a simulated world, every module its own simulated process, and customers
// who buy from it over the bus.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "app_modules.h"
#include "kernel/sim/world.h"

namespace notification {
class MemoryMail;
}

namespace sim {

struct Purchase {
  std::string sku;
  std::int64_t quantity = 1;
};

// One customer, who places these orders one after the other.
struct Plan {
  std::string email;
  std::vector<std::vector<Purchase>> orders;
};

class Shop {
 public:
  explicit Shop(std::uint64_t seed);

  // Creates a product with so much stock and the price in pence.
  void stock_up(const std::string& sku, std::int64_t price, std::int64_t stock);

  // All customers at once; true when every one got an answer to every order and the shop has
  // come to rest.
  bool serve(const std::vector<Plan>& plans);

  // kill -9 of one module's process after so much virtual time, and its restart.
  void crash_at(const std::string& module, kernel::Ticks delay);

  const std::string& trace() const { return world_.trace(); }

  // What the shop's databases hold in the end, ids and times aside, in a fixed order.
  std::string books();
  // What does not balance: charges against orders, stock, mails. Empty in a correct run.
  std::vector<std::string> violations();
  std::vector<std::string> failures();

 private:
  struct Life;
  void start(const std::string& name);
  kernel::Context context(kernel::Principal principal);
  kernel::Task<> create(std::string sku, std::int64_t price, std::int64_t stock);
  kernel::Task<> buy(Plan plan, int& waiting);
  kernel::Task<kernel::UserId> sign_up(std::string email);
  kernel::Task<> add_to_cart(kernel::Principal who, Purchase purchase);
  kernel::Task<> place(kernel::Principal who, std::vector<Purchase> purchases, std::string key);
  kernel::Queries queries(const std::string& database);
  std::int64_t number(const std::string& database, std::string_view sql);
  bool at_rest();

  const kernel::Config config_;
  std::map<std::string, kernel::ProductId> products_;
  const std::shared_ptr<notification::MemoryMail> mail_;
  std::map<std::string, std::shared_ptr<kernel::Store>> stores_;  // survive crashes
  kernel::Bus* bus_ = nullptr;  // of the customers, who never crash
  std::vector<std::string> unanswered_;
  kernel::sim::World world_;
};

}  // namespace sim
