// tests: customers of a simulated shop, who register, browse, fill their carts, buy, change their
// minds, and ask again whenever the shop does not answer.
#pragma once

#include <memory>
#include <vector>

#include "ledger.h"
#include "shop.h"

namespace sim {

class Customer;

class Customers {
 public:
  // What they do is drawn from the world's random numbers.
  Customers(Shop& shop, Ledger& ledger);
  ~Customers();

  // Lets so many come, all at once.
  void come(int count);

  // Asks for every placed order once more under its key.
  void ask_again();

  // True when everybody has got all answers.
  bool done() const noexcept { return busy_ == 0; }

 private:
  kernel::Task<> visit(Customer& customer);
  kernel::Task<> repeat(std::string key);

  Shop& shop_;
  Ledger& ledger_;
  std::vector<std::unique_ptr<Customer>> all_;
  int busy_ = 0;
};

}  // namespace sim
