#include "cart_module.h"

#include "cart_migrations.h"
#include "catalog/messages.h"
#include "internal/changes.h"
#include "internal/owner.h"
#include "internal/rules.h"
#include "internal/store.h"
#include "kernel/log.h"
#include "kernel/mutation.h"

namespace cart {

using kernel::Context;
using kernel::Done;
using kernel::Task;
using kernel::Transaction;

namespace {

void keep(Facts& facts, catalog::Products known) {
  for (auto& product : known.items) {
    const auto id = product.id;
    facts.products.emplace(id, std::move(product));
  }
}

}  // namespace

kernel::Migrations CartModule::migrations() { return cart::migrations; }

CartModule::CartModule(kernel::ModuleParts parts, Options options)
    : Module(std::move(parts), std::string(name)), options_(options) {
  bus_.calls<catalog::GetProducts>();
  exchange_.serve<&CartModule::create_guest_cart>(*this);
  exchange_.serve<&CartModule::get_cart>(*this);
  exchange_.serve<&CartModule::add_item>(*this);
  exchange_.serve<&CartModule::set_item>(*this);
  exchange_.serve<&CartModule::remove_item>(*this);
  exchange_.serve<&CartModule::clear_cart>(*this);
  exchange_.serve<&CartModule::merge_cart>(*this);
  exchange_.serve<&CartModule::remove_ordered>(*this);
}

Task<GuestCart> CartModule::create_guest_cart(const Context& context, const CreateGuestCart&) {
  TokenBytes fresh;
  runtime_.random_bytes(fresh);
  const auto key = context.key;
  const auto now = runtime_.now();
  const auto create = [&](Transaction& tx) { return changes::new_guest(tx, key, fresh, now); };
  const auto token = co_await database_.write(context, create);
  co_return GuestCart{token_text(token)};
}

Task<Cart> CartModule::get_cart(const Context& context, const GetCart& message) {
  const auto owner = owner_of(context, message.owner);
  std::vector<Line> lines;
  const auto revision = [&] {
    auto reader = database_.read();
    return changes::current(reader, owner, lines);
  }();
  const auto facts = co_await ask(context, rules::products_of(lines));
  co_return rules::shown(revision, std::move(lines), facts, options_.currency);
}

Task<Cart> CartModule::add_item(const Context& context, const AddItem& message) {
  const auto owner = owner_of(context, message.owner);
  const auto facts = co_await ask(context, products_of(owner, message.product_id));
  const changes::Change change{owner, facts, options_.currency,
                               scoped_key(context.key, "AddItem", owner), runtime_.now()};
  const auto id = LineId::fresh(runtime_);
  const auto add = [&](Transaction& tx) { return changes::add(tx, change, message, id); };
  co_return co_await database_.write(context, add);
}

Task<Cart> CartModule::set_item(const Context& context, const SetItem& message) {
  const auto owner = owner_of(context, message.owner);
  const auto facts = co_await ask(context, products_of(owner, message.product_id));
  const changes::Change change{owner, facts, options_.currency,
                               scoped_key(context.key, "SetItem", owner), runtime_.now()};
  const auto id = LineId::fresh(runtime_);
  const auto set = [&](Transaction& tx) { return changes::set(tx, change, message, id); };
  co_return co_await database_.write(context, set);
}

Task<Cart> CartModule::remove_item(const Context& context, const RemoveItem& message) {
  const auto owner = owner_of(context, message.owner);
  const auto facts = co_await ask(context, products_of(owner, message.product_id));
  const changes::Change change{owner, facts, options_.currency,
                               scoped_key(context.key, "RemoveItem", owner), runtime_.now()};
  const auto remove = [&](Transaction& tx) {
    return changes::remove(tx, change, message.product_id);
  };
  co_return co_await database_.write(context, remove);
}

Task<Cart> CartModule::clear_cart(const Context& context, const ClearCart& message) {
  const auto owner = owner_of(context, message.owner);
  const Facts none;
  const changes::Change change{owner, none, options_.currency,
                               scoped_key(context.key, "ClearCart", owner), runtime_.now()};
  const auto clear = [&](Transaction& tx) { return changes::clear(tx, change); };
  co_return co_await database_.write(context, clear);
}

Task<Cart> CartModule::merge_cart(const Context& context, const MergeCart& message) {
  const auto owner = user_owner(context.user());
  const auto guest = guest_owner(message.cart_token);
  auto products = products_of(owner);
  const auto brought = products_of(guest);
  products.insert(products.end(), brought.begin(), brought.end());
  const auto facts = co_await ask(context, std::move(products));
  const changes::Change change{owner, facts, options_.currency,
                               scoped_key(context.key, "MergeCart", owner), runtime_.now()};
  const auto merge = [&](Transaction& tx) { return changes::merge(tx, change, guest); };
  co_return co_await database_.write(context, merge);
}

Task<Done> CartModule::remove_ordered(const Context& context, const RemoveOrdered& message) {
  context.require_service();
  const auto now = runtime_.now();
  const auto remove = [&](Transaction& tx) { changes::remove_ordered(tx, message, now); };
  co_await database_.write(context, remove);
  co_return Done{};
}

// Before the transaction that needs it: a transaction calls nobody.
Task<Facts> CartModule::ask(const Context& context, std::vector<ProductId> products) {
  Facts facts;
  if (products.empty()) co_return facts;
  if (mutated(kernel::Mutation::ask_one_by_one)) {
    for (const auto& product : products) {
      catalog::GetProducts one;
      one.ids.push_back(product);
      auto known = co_await bus_.call(context, one);
      keep(facts, std::move(known));
    }
    co_return facts;
  }
  catalog::GetProducts get;
  get.ids = std::move(products);
  auto known = co_await bus_.call(context, get);
  keep(facts, std::move(known));
  co_return facts;
}

std::vector<ProductId> CartModule::products_of(const Owner& owner,
                                               std::optional<ProductId> another) {
  auto reader = database_.read();
  std::vector<ProductId> products;
  if (const auto cart = store::find(reader, owner))
    products = rules::products_of(store::lines(reader, *cart));
  if (another) products.push_back(*another);
  return products;
}

void CartModule::on_start() { tasks_.spawn(sweep()); }

// Forgets guests' carts that nobody came back for, and keys past their time. A failed round is made
// up for by the next one.
Task<> CartModule::sweep() {
  while (!tasks_.stopping()) {
    try {
      co_await sweep_due();
    } catch (const std::exception& error) {
      kernel::log_warning("guest carts were not swept", {{"error", error.what()}});
    }
    co_await tasks_.sleep(options_.sweep_interval);
  }
}

Task<> CartModule::sweep_due() {
  const auto guests = runtime_.now() - options_.guest_cart_lifetime;
  const auto keys = runtime_.now() - options_.key_lifetime;
  const auto forget = [&](Transaction& tx) { store::forget(tx, guests, keys); };
  while (!tasks_.stopping()) {
    const bool due = [&] {
      auto reader = database_.read();
      return store::any_due(reader, guests, keys);
    }();
    if (!due) co_return;
    co_await database_.write(forget);
  }
}

}  // namespace cart
