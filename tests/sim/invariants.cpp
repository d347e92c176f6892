#include "invariants.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "app_settings.h"
#include "books.h"
#include "modules/notification/notification_module.h"

namespace sim {

namespace {

constexpr std::int64_t confirmed = 3;
constexpr std::int64_t failed = 4;
constexpr std::int64_t cancelled = 6;

class Audit {
 public:
  Audit(Shop& shop, const Ledger& ledger) : shop_(shop), ledger_(ledger), books_(shop) {}

  std::vector<std::string> all() {
    money();
    stock();
    mail();
    for (const auto& [user, cart] : ledger_.carts)
      if (cart != books_.carts[user]) wrong("the cart of {} is not what it should be", user);
    for (const auto& [key, placed] : ledger_.placed) answers(key, placed);
    for (const auto& [id, order] : books_.orders)
      if (!ledger_.placed.contains(order.key)) wrong("order {} was never placed", id);
    outbox();
    for (const auto& failure : shop_.failures()) wrong("a coroutine threw: {}", failure);
    return found_;
  }

 private:
  template <class... Args>
  void wrong(const char* what, const Args&... args) {
    found_.push_back(fmt::format(fmt::runtime(what), shown(args)...));
  }
  static std::string shown(const kernel::Uuid& id) { return to_text(id); }
  template <class T>
    requires(!std::is_base_of_v<kernel::Uuid, T>)
  static const T& shown(const T& value) {
    return value;
  }

  void money() {
    std::map<kernel::OrderId, std::int64_t> kept;
    for (const Charge& charge : books_.charges) {
      const auto order = books_.orders.find(charge.order);
      if (order == books_.orders.end()) {
        wrong("a charge of {} belongs to no order", charge.amount);
        continue;
      }
      if (charge.amount != order->second.total)
        wrong("order {} of {} was charged {}", charge.order, order->second.total, charge.amount);
      if (!kept.emplace(charge.order, charge.amount - charge.refunded).second)
        wrong("order {} was charged twice", charge.order);
      const PaymentRow& payment = books_.payments[charge.order];
      if (payment.id != charge.payment || (payment.status != 1 && payment.status != 4) ||
          payment.refunded != charge.refunded)
        wrong("payment and provider differ on order {}", charge.order);
    }
    for (const auto& [id, order] : books_.orders) {
      const auto refunded = ledger_.refunded.find(id);
      std::int64_t due = order.status == confirmed ? order.total : 0;
      if (due != 0 && refunded != ledger_.refunded.end()) due -= refunded->second;
      if (kept[id] != due) wrong("order {} keeps {}, not {}", id, kept[id], due);
    }
  }

  void stock() {
    for (const auto& [sku, product] : shop_.products()) {
      const StockRow& row = books_.stock[product.id];
      if (row.on_hand + row.reserved + row.sold != product.stock)
        wrong("{}: {} on hand, {} reserved, {} sold of {}", sku, row.on_hand, row.reserved,
              row.sold, product.stock);
      if (row.reserved != 0) wrong("{}: {} still reserved", sku, row.reserved);
      if (row.sold != books_.sold[product.id])
        wrong("{}: {} sold, but {} in confirmed orders", sku, row.sold, books_.sold[product.id]);
    }
  }

  void mail() {
    std::map<std::pair<kernel::Uuid, std::int64_t>, std::int64_t> rows;
    std::set<std::string> ids;
    for (const MailRow& row : books_.mails) {
      ++rows[{row.about, row.topic}];
      ids.insert(to_text(row.id));
      if (row.status != 1) wrong("mail {} was not delivered", row.id);
    }
    const auto expect = [&](const kernel::Uuid& about, std::int64_t topic, std::int64_t count) {
      if (rows[{about, topic}] != count)
        wrong("{} mails of topic {} about {}, not {}", rows[{about, topic}], topic, about, count);
      rows.erase({about, topic});
    };
    for (const auto& [id, order] : books_.orders) {
      expect(id, 2, order.status == failed ? 0 : 1);
      expect(id, 3, order.status == cancelled ? 1 : 0);
      expect(id, 4, books_.refunds[id]);
    }
    for (const auto& [user, cart] : ledger_.carts) expect(user, 0, 1);
    for (const auto& [mail, count] : rows) wrong("a mail about nobody's {}", mail.first);
    std::set<std::string> sent;
    for (const auto& message : shop_.mail().mails()) sent.insert(message.id);
    if (sent != ids) wrong("{} mails were sent, {} written", sent.size(), ids.size());
  }

  // What does not change any more once an order has its final answer.
  static std::string gist(const order::Placement& placement) {
    std::string text = fmt::format("{} {} {}", static_cast<int>(placement.outcome),
                                   to_text(placement.order.id), placement.order.total.amount);
    for (const order::Line& line : placement.order.lines)
      text += fmt::format(" {}*{}", to_text(line.product_id), line.quantity);
    if (placement.order.failure) text += " " + placement.order.failure->detail;
    return text;
  }

  void answers(const std::string& key, const Ledger::Placed& placed) {
    if (placed.answers.empty()) return wrong("{} was never answered", key);
    const order::Placement& first = placed.answers.front();
    for (const auto& other : placed.answers)
      if (gist(other) != gist(first)) wrong("{} got two answers", key);
    const auto order = books_.orders.find(first.order.id);
    if (order == books_.orders.end() || order->second.key != key)
      return wrong("{} was answered with an order that is not there", key);
    std::int64_t should = failed;
    if (first.outcome == order::PlaceOutcome::confirmed)
      should = ledger_.cancelled.contains(order->first) ? cancelled : confirmed;
    if (order->second.status != should)
      wrong("{} has status {}, not {} as was answered", key, order->second.status, should);
  }

  void outbox() {
    for (const std::string& module : app::module_names()) {
      const auto written =
          shop_.number(module, "SELECT max(seq) FROM sqlite_sequence WHERE name = 'outbox'");
      const auto delivered = shop_.deliveries().count(module);
      if (written != delivered)
        wrong("{} wrote {} rows to its outbox, {} were delivered", module, written, delivered);
    }
    for (const auto& line : shop_.deliveries().out_of_order()) found_.push_back(line);
  }

  Shop& shop_;
  const Ledger& ledger_;
  Books books_;
  std::vector<std::string> found_;
};

}  // namespace

std::vector<std::string> violations(Shop& shop, const Ledger& ledger) {
  return Audit(shop, ledger).all();
}

}  // namespace sim
