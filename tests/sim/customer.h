// tests: one simulated customer. He is patient: what may have got lost he asks again under the same
// key, until there is an answer.
#pragma once

#include <string>

#include "auth/messages.h"
#include "cart/messages.h"
#include "catalog/messages.h"
#include "kernel/bus.h"
#include "ledger.h"
#include "shop.h"

namespace sim {

class Customer {
 public:
  // `busy` counts coroutines that are not through.
  Customer(Shop& shop, Ledger& ledger, int& busy, std::string name, std::uint64_t seed);

  // Registers and goes shopping a few times. Throws kernel::Error for an answer that is none.
  kernel::Task<> live();

  // One placed order until its final answer, which goes into the ledger.
  static kernel::Task<order::Placement> place(Shop& shop, Ledger& ledger, kernel::Principal who,
                                              order::PlaceOrder message);

 private:
  kernel::Task<> sign_up();
  kernel::Task<> browse();
  kernel::Task<> fill_cart();
  kernel::Task<> clear_cart();
  kernel::Task<> buy(std::string key);
  kernel::Task<> misuse(order::PlaceOrder message);
  kernel::Task<> after_sale(order::Order bought);
  kernel::Task<> ask_beside(order::PlaceOrder message);
  void took_away(const order::Order& bought);

  bool one_in(std::uint64_t chances) { return random_.below(chances) == 0; }
  std::int64_t draw(std::int64_t low, std::int64_t high);
  const Product& any_product();

  Shop& shop_;
  Ledger& ledger_;
  int& busy_;
  const std::string name_;
  kernel::sim::Random random_;
  kernel::Principal who_;
};

// Asks until somebody answers; throws what is no matter of asking again.
template <kernel::Message M>
kernel::Task<typename M::Reply> ask(Shop& shop, const kernel::Principal& who, const M& message) {
  using namespace std::chrono_literals;
  constexpr kernel::Ticks pause = 300ms;
  const kernel::Key key = kernel::Key::fresh(shop.outside());
  for (;;) {
    try {
      const auto patience = shop.world().random().between(1s, 8s);
      const kernel::Context mine = shop.context(who, patience).with_key(key);
      co_return co_await shop.bus().call(mine, message);
    } catch (const kernel::Error& error) {
      const bool again = error.code == kernel::Code::unavailable ||
                         error.code == kernel::Code::deadline_exceeded ||
                         error.code == kernel::Code::resource_exhausted;
      if (!again) throw;
    }
    co_await shop.outside().sleep(pause);
  }
}

}  // namespace sim
