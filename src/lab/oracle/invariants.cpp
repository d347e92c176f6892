// Do the books of a stopped shop balance, and what did a load leave in them?
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <set>

#include "lab/oracle/books.h"
#include "lab/oracle/oracle.h"

namespace lab {

namespace {

using kernel::Uuid;

constexpr std::size_t examples_max = 3;

// What does not hold; many of a kind are counted, not listed.
class Complaints {
 public:
  void add(std::string what) {
    if (++count_ <= examples_max) examples_.push_back(std::move(what));
  }
  bool none() const noexcept { return count_ == 0; }
  std::string text() const {
    auto text = fmt::format("{}", fmt::join(examples_, "; "));
    if (count_ > examples_max) text += fmt::format("; … {} in all", count_);
    return text;
  }

 private:
  std::size_t count_ = 0;
  std::vector<std::string> examples_;
};

// What each order keeps at the provider, and how often it was charged.
struct Kept {
  int charges = 0;
  std::int64_t amount = 0;
  std::int64_t returned = 0;
};

void check_kept(const BookedOrder& order, const Kept& kept, std::int64_t refunded,
                Complaints& wrong) {
  if (kept.charges > 1) wrong.add(fmt::format("{}: charged {} times", order.name, kept.charges));
  if (!order.is_settled()) return;
  const bool keeps = order.state == OrderState::confirmed;
  const std::int64_t right = keeps ? order.total - refunded : 0;
  const std::int64_t left = kept.amount - kept.returned;
  if (left != right) wrong.add(fmt::format("{}: keeps {}, not {}", order.name, left, right));
}

void check_money(const Books& books, Complaints& wrong) {
  std::map<Uuid, Kept> kept;
  for (const auto& charge : books.charges) {
    const auto order = books.orders.find(charge.order);
    if (order == books.orders.end()) {
      wrong.add(fmt::format("a charge of {} belongs to no order", charge.amount));
      continue;
    }
    auto& mine = kept[charge.order];
    ++mine.charges;
    mine.amount += charge.amount;
    mine.returned += charge.returned;
    const auto& [name, state, total, currency] = order->second;
    if (charge.amount != total || charge.currency != currency)
      wrong.add(fmt::format("{}: charged {} {}, not {} {}", name, charge.amount, charge.currency,
                            total, currency));
  }
  for (const auto& [id, order] : books.orders) {
    const auto refunded = books.refunds.find(id);
    check_kept(order, kept[id], refunded == books.refunds.end() ? 0 : refunded->second, wrong);
  }
}

std::int64_t units(const std::map<std::string, std::int64_t>& of, const std::string& sku) {
  const auto found = of.find(sku);
  return found == of.end() ? 0 : found->second;
}

// An order on its way may have reserved or sold its units already, or not.
void check_stock_of(const ShopProduct& product, const Books& books, Complaints& wrong) {
  const auto found = books.stock.find(product.sku);
  if (found == books.stock.end()) return wrong.add(product.sku + " is gone");
  const auto& [on_hand, reserved, sold] = found->second;
  if (on_hand + reserved + sold != product.stock)
    wrong.add(fmt::format("{}: {} on hand + {} reserved + {} sold, not {}", product.sku, on_hand,
                          reserved, sold, product.stock));
  const std::int64_t ordered = units(books.sold, product.sku);
  const std::int64_t on_the_way = units(books.on_the_way, product.sku);
  if (sold < ordered || sold + reserved > ordered + on_the_way)
    wrong.add(
        fmt::format("{}: {} sold and {} reserved, but {} in confirmed orders and {} in "
                    "unfinished ones",
                    product.sku, sold, reserved, ordered, on_the_way));
}

void check_mails(const Books& books, Complaints& wrong) {
  std::map<Uuid, int> rows;
  for (const auto& mail : books.confirmations) {
    ++rows[mail.about];
    const auto order = books.orders.find(mail.about);
    if (order == books.orders.end() || !order->second.was_confirmed()) {
      wrong.add("a mail confirms what is no confirmed order");
    } else if (mail.status == 2) {
      wrong.add(order->second.name + ": its mail is dead");
    } else if (mail.status == 1 && !mail.has_file) {
      wrong.add(order->second.name + ": its mail has no file");
    }
  }
  for (const auto& [id, order] : books.orders) {
    if (!order.was_confirmed() || rows[id] == 1) continue;
    if (rows[id] == 0 && books.owed.contains(id)) continue;
    wrong.add(fmt::format("{}: {} mails, not one", order.name, rows[id]));
  }
}

std::int64_t unfinished_orders(const Books& books) {
  std::int64_t count = 0;
  for (const auto& [id, order] : books.orders) count += order.is_settled() ? 0 : 1;
  return count;
}

// What is still to be done breaks nothing, but is told.
void tell_unfinished(const Books& books, std::vector<std::string>& details) {
  const auto tell = [&](std::int64_t count, std::string_view what) {
    if (count != 0) details.push_back(fmt::format("unfinished: {} {}", count, what));
  };
  std::int64_t queued = 0;
  for (const auto& mail : books.confirmations) queued += mail.status == 0 ? 1 : 0;
  tell(unfinished_orders(books), "orders");
  tell(static_cast<std::int64_t>(books.owed.size()), "confirmations not yet told to notification");
  tell(queued, "mails not yet sent");
}

}  // namespace

Invariants check_invariants(const std::string& directory, const SeededShop& shop) {
  const Books books = read_books(directory);
  Complaints money, stock, mail;
  check_money(books, money);
  for (const auto& product : shop.products) check_stock_of(product, books, stock);
  check_mails(books, mail);

  Invariants result{money.none(), stock.none(), mail.none(), {}};
  std::vector<std::string> details;
  if (!money.none()) details.push_back("money: " + money.text());
  if (!stock.none()) details.push_back("stock: " + stock.text());
  if (!mail.none()) details.push_back("mail: " + mail.text());
  tell_unfinished(books, details);
  result.detail = fmt::format("{}", fmt::join(details, ". "));
  return result;
}

std::string end_state(const std::string& directory) {
  const Books books = read_books(directory);
  std::map<OrderState, std::int64_t> orders;
  std::map<std::string, std::int64_t> revenue;
  for (const auto& [id, order] : books.orders) {
    ++orders[order.state];
    if (order.state == OrderState::confirmed) revenue[order.currency] += order.total;
  }
  std::vector<std::string> sold;
  std::int64_t units_sold = 0;
  for (const auto& [sku, quantity] : books.sold) {
    sold.push_back(fmt::format("{}={}", sku, quantity));
    units_sold += quantity;
  }
  std::string text = fmt::format("orders: {} confirmed, {} failed, {} cancelled, {} unfinished\n",
                                 orders[OrderState::confirmed], orders[OrderState::failed],
                                 orders[OrderState::cancelled], unfinished_orders(books));
  for (const auto& [currency, amount] : revenue)
    text += fmt::format("revenue: {} {}\n", amount, currency);
  text += fmt::format("units sold: {}, by sku {}\n", units_sold, digest_of(sold));
  std::set<Uuid> told;  // or about to be
  for (const auto& mail : books.confirmations) told.insert(mail.about);
  for (const auto& [id, count] : books.owed) told.insert(id);
  text += fmt::format("orders told of by mail: {}\n", told.size());
  text += fmt::format("cart lines: {}\n", books.cart_lines);
  return text;
}

}  // namespace lab
