#include "internal/changes.h"

#include <algorithm>
#include <map>

#include "internal/store.h"
#include "kernel/error.h"

namespace cart::changes {

using kernel::Code;
using kernel::Error;
using kernel::Transaction;
using kernel::WallTime;

namespace {

// A cart while it is being changed.
struct Opened {
  store::Stored cart;
  std::vector<Line> lines;
  bool repeated;  // the command was carried out before
};

Opened open(Transaction& tx, const Change& change) {
  Opened opened;
  opened.cart = store::open(tx, change.owner, change.now);
  opened.lines = store::lines(tx, opened.cart);
  opened.repeated = !store::first_time(tx, change.key, change.now);
  return opened;
}

Cart shown(const Change& change, Opened opened) {
  return rules::shown(opened.cart.revision, std::move(opened.lines), change.facts, change.currency);
}

void append(Transaction& tx, Opened& opened, const Line& line) {
  rules::check_room(opened.lines, line.unit_price.currency);
  store::append(tx, opened.cart, line);
  opened.lines.push_back(line);
}

// The line of `product` gets what `quantity_of(present)` says; 0 are present when it is new.
template <class F>
Cart put(Transaction& tx, const Change& change, const ProductId& product_id, const LineId& id,
         const F& quantity_of) {
  auto opened = open(tx, change);
  if (opened.repeated) return shown(change, std::move(opened));
  const auto& product = rules::sellable(change.facts, product_id);
  auto* line = rules::find(opened.lines, product_id);
  const auto present = line == nullptr ? 0 : line->quantity;
  const std::int64_t quantity = quantity_of(present);
  if (quantity == present) return shown(change, std::move(opened));
  if (line == nullptr) {
    append(tx, opened, rules::new_line(id, product, quantity));
  } else {
    line->quantity = quantity;
    store::set_quantity(tx, opened.cart, *line);
  }
  store::changed(tx, opened.cart, change.now);
  return shown(change, std::move(opened));
}

}  // namespace

TokenBytes new_guest(Transaction& tx, const kernel::Key& key, const TokenBytes& fresh,
                     WallTime now) {
  const std::string_view fresh_bytes(reinterpret_cast<const char*>(fresh.data()), fresh.size());
  const auto token = key.empty() ? fresh : derived_token(store::token_seed(tx, fresh_bytes), key);
  store::create_guest(tx, guest_owner(token_text(token)), now);
  return token;
}

std::int64_t current(kernel::Queries& queries, const Owner& owner, std::vector<Line>& lines) {
  const auto cart = store::find(queries, owner);
  if (!cart && owner.guest) throw Error(Code::not_found, "no such cart");
  if (!cart) return 0;
  lines = store::lines(queries, *cart);
  return cart->revision;
}

Cart add(Transaction& tx, const Change& change, const AddItem& message, const LineId& id) {
  const auto more = [&](std::int64_t present) { return rules::more(present, message.quantity); };
  return put(tx, change, message.product_id, id, more);
}

Cart set(Transaction& tx, const Change& change, const SetItem& message, const LineId& id) {
  const auto exactly = [&](std::int64_t) { return message.quantity; };
  return put(tx, change, message.product_id, id, exactly);
}

Cart remove(Transaction& tx, const Change& change, const ProductId& product) {
  auto opened = open(tx, change);
  if (opened.repeated) return shown(change, std::move(opened));
  const auto* line = rules::find(opened.lines, product);
  if (line == nullptr) {
    if (!change.facts.products.contains(product)) throw Error(Code::not_found, "no such product");
    return shown(change, std::move(opened));
  }
  store::remove(tx, opened.cart, *line);
  opened.lines.erase(opened.lines.begin() + (line - opened.lines.data()));
  store::changed(tx, opened.cart, change.now);
  return shown(change, std::move(opened));
}

Cart clear(Transaction& tx, const Change& change) {
  auto opened = open(tx, change);
  if (opened.repeated || opened.lines.empty()) return shown(change, std::move(opened));
  store::clear(tx, opened.cart);
  opened.lines.clear();
  store::changed(tx, opened.cart, change.now);
  return shown(change, std::move(opened));
}

Cart merge(Transaction& tx, const Change& change, const Owner& guest) {
  auto opened = open(tx, change);
  if (opened.repeated) return shown(change, std::move(opened));
  const auto brought = store::find(tx, guest);
  if (!brought) throw Error(Code::not_found, "no such cart");
  const auto lines = store::lines(tx, *brought);
  store::erase(tx, *brought);
  for (const auto& line : lines) {
    if (auto* own = rules::find(opened.lines, line.product_id)) {
      own->quantity = std::min(own->quantity + line.quantity, quantity_max);
      store::set_quantity(tx, opened.cart, *own);
    } else {
      append(tx, opened, line);  // with its id: it was never in this cart
    }
  }
  if (!lines.empty()) store::changed(tx, opened.cart, change.now);
  return shown(change, std::move(opened));
}

void remove_ordered(Transaction& tx, const RemoveOrdered& message, WallTime now) {
  if (!store::first_removal(tx, message.order_id)) return;
  auto cart = store::find(tx, user_owner(message.user));
  if (!cart) return;
  std::map<LineId, std::int64_t> sold;
  for (const auto& line : message.lines) sold[line.id] += line.quantity;
  bool any = false;
  for (auto& line : store::lines(tx, *cart)) {
    const auto ordered = sold.find(line.id);
    if (ordered == sold.end()) continue;
    any = true;
    line.quantity -= ordered->second;
    if (line.quantity > 0)
      store::set_quantity(tx, *cart, line);
    else
      store::remove(tx, *cart, line);
  }
  if (any) store::changed(tx, *cart, now);
}

}  // namespace cart::changes
