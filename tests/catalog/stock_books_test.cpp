#include <map>

#include "shop.h"

namespace test {

namespace {

using catalog::CommitOutcome;
using catalog::ReserveOutcome;

// Time passes in whole seconds, and a reservation ends between two of them: whether it has ended
// never hangs on when exactly the sweep came, nor on what the steps themselves take.
constexpr kernel::Ticks lifetime = std::chrono::milliseconds(15'500);

// What catalog promises about stock, as simply as it can be said.
class Books {
 public:
  enum class State { reserved, released, sold, restocked };
  struct Order {
    State state;
    std::map<std::size_t, std::int64_t> lines;
    kernel::Ticks expires_at{};
  };

  explicit Books(std::vector<std::int64_t> stock) : on_hand_(std::move(stock)) {}

  ReserveOutcome reserve(int order, const std::map<std::size_t, std::int64_t>& lines) {
    if (const auto known = orders_.find(order); known != orders_.end()) {
      expire(known->second);
      return known->second.state == State::released ? ReserveOutcome::out_of_stock
                                                    : ReserveOutcome::reserved;
    }
    for (const auto& [product, quantity] : lines)
      if (on_hand_[product] < quantity) return ReserveOutcome::out_of_stock;
    for (const auto& [product, quantity] : lines) on_hand_[product] -= quantity;
    orders_[order] = {State::reserved, lines, now_ + lifetime};
    return ReserveOutcome::reserved;
  }
  void release(int order) {
    const auto [known, is_new] = orders_.try_emplace(order, Order{State::released, {}});
    if (!is_new && known->second.state == State::reserved) give_back(known->second);
  }
  CommitOutcome commit(int order) {
    const auto [known, is_new] = orders_.try_emplace(order, Order{State::released, {}});
    expire(known->second);
    if (known->second.state == State::released) return CommitOutcome::gone;
    if (known->second.state == State::reserved) known->second.state = State::sold;
    return CommitOutcome::committed;
  }
  bool restock(int order) {
    const auto known = orders_.find(order);
    if (known == orders_.end()) return false;
    if (known->second.state == State::restocked) return true;
    if (known->second.state != State::sold) return false;
    for (const auto& [product, quantity] : known->second.lines) on_hand_[product] += quantity;
    known->second.state = State::restocked;
    return true;
  }
  void pass(kernel::Ticks duration) {
    now_ += duration;
    for (auto& [_, order] : orders_) expire(order);
  }

  Stock stock_of(std::size_t product) const {
    Stock stock{on_hand_[product], 0, 0};
    for (const auto& [_, order] : orders_) {
      const auto line = order.lines.find(product);
      if (line == order.lines.end()) continue;
      if (order.state == State::reserved) stock.reserved += line->second;
      if (order.state == State::sold) stock.sold += line->second;
    }
    return stock;
  }

 private:
  void expire(Order& order) {
    if (order.state == State::reserved && order.expires_at <= now_) give_back(order);
  }
  void give_back(Order& order) {
    for (const auto& [product, quantity] : order.lines) on_hand_[product] += quantity;
    order.state = State::released;
  }

  std::vector<std::int64_t> on_hand_;
  std::map<int, Order> orders_;
  kernel::Ticks now_{};
};

class Dice {
 public:
  explicit Dice(std::uint64_t seed) : state_(seed * 2 + 1) {}
  int below(int n) {
    state_ = state_ * 6364136223846793005u + 1442695040888963407u;
    return static_cast<int>((state_ >> 33) % static_cast<std::uint64_t>(n));
  }

 private:
  std::uint64_t state_;
};

// The shop and the books, side by side.
class Trial {
 public:
  Trial(Wire wire, std::uint64_t seed) : shop_(wire, options()), dice_(seed) {
    for (std::size_t i = 0; i < initial_.size(); ++i)
      products_.push_back(shop_.with_stock("P" + std::to_string(i), initial_[i]));
    for (int i = 0; i < 12; ++i) orders_.push_back(shop_.new_order());
  }

  void step() {
    const int order = dice_.below(static_cast<int>(orders_.size()));
    const int what = dice_.below(10);
    if (what < 4) reserve(order);
    if (what == 4) release(order);
    if (what == 5 || what == 6) CHECK(shop_.commit(id(order)) == books_.commit(order));
    if (what == 7) restock(order);
    if (what == 8) pass(std::chrono::seconds(dice_.below(10)));
    if (what == 9) orders_.push_back(shop_.new_order());
  }

  void compare() {
    for (std::size_t i = 0; i < products_.size(); ++i) {
      const auto stock = shop_.stock_of(products_[i]);
      CHECK(stock.all() == initial_[i]);
      CHECK(stock == books_.stock_of(i));
    }
  }

 private:
  static catalog::Options options() {
    catalog::Options options;
    options.reservation_lifetime = lifetime;
    options.sweep_interval = std::chrono::milliseconds(100);
    return options;
  }

  OrderId id(int order) const { return orders_[static_cast<std::size_t>(order)]; }

  void reserve(int order) {
    std::vector<catalog::Wanted> lines;
    std::map<std::size_t, std::int64_t> sums;
    for (int i = dice_.below(4); i >= 0; --i) {
      const auto product = static_cast<std::size_t>(dice_.below(3));
      const auto quantity = 1 + dice_.below(4);
      lines.push_back({products_[product], quantity});
      sums[product] += quantity;
    }
    CHECK(shop_.reserve(id(order), lines).outcome == books_.reserve(order, sums));
  }
  void release(int order) {
    shop_.release(id(order));
    books_.release(order);
  }
  void restock(int order) {
    if (books_.restock(order)) return shop_.restock(id(order));
    CHECK(shop_.bench.refused(shop_.service(), catalog::Restock{id(order)}) ==
          Code::failed_precondition);
  }
  void pass(kernel::Ticks duration) {
    shop_.bench.advance(duration);
    books_.pass(duration);
  }

  const std::vector<std::int64_t> initial_{5, 20, 100};
  Shop shop_;
  Books books_{initial_};
  Dice dice_;
  std::vector<ProductId> products_;
  std::vector<OrderId> orders_;
};

}  // namespace

TEST_CASE_TRANSPORTS("whatever orders do in whatever order, the stock stays in the books") {
  for (std::uint64_t seed = 1; seed <= 4; ++seed) {
    CAPTURE(seed);
    Trial trial{wire, seed};
    for (int step = 0; step < 300; ++step) {
      CAPTURE(step);
      trial.step();
      trial.compare();
    }
  }
}

}  // namespace test
