#include "order_module.h"

#include "internal/rules.h"
#include "internal/sagas.h"
#include "internal/steps.h"
#include "internal/store.h"
#include "internal/watchers.h"
#include "kernel/mutation.h"
#include "order_migrations.h"

namespace order {

using kernel::Code;
using kernel::Context;
using kernel::Error;
using kernel::Task;
using kernel::Transaction;
using store::Bound;
using store::StoredOrder;

kernel::Migrations OrderModule::migrations() { return order::migrations; }

OrderModule::OrderModule(kernel::ModuleParts parts, Options options)
    : Module(std::move(parts), std::string(name)),
      options_(options),
      watchers_(std::make_unique<Watchers>(runtime_, options.watches_max)),
      steps_(std::make_unique<Steps>(runtime_, database_, bus_, *watchers_, options)),
      sagas_(std::make_unique<Sagas>(runtime_, tasks_, database_, *steps_, options)) {
  rules::check_options(options);
  bus_.calls<cart::GetCart, cart::RemoveOrdered>();
  bus_.calls<catalog::Reserve, catalog::Commit, catalog::Release, catalog::Restock>();
  bus_.calls<payment::CheckMethod, payment::Charge, payment::GetPayment, payment::Void,
             payment::Refund>();
  exchange_.serve<&OrderModule::place_order>(*this);
  exchange_.serve<&OrderModule::cancel_order>(*this);
  exchange_.serve<&OrderModule::refund_order>(*this);
  exchange_.serve<&OrderModule::get_order>(*this);
  exchange_.serve<&OrderModule::wait_for_change>(*this);
  exchange_.serve<&OrderModule::list_orders>(*this);
  exchange_.serve<&OrderModule::list_all_orders>(*this);
}

OrderModule::~OrderModule() = default;

void OrderModule::on_start() { tasks_.spawn(sagas_->recover()); }

kernel::Ticks OrderModule::answer_by(const Context& context) const {
  return context.deadline - options_.answer_margin;
}

std::optional<Bound> OrderModule::find_bound(const UserId& user, std::string_view key) {
  auto reader = database_.read();
  return store::find_by_key(reader, user, key);
}

StoredOrder OrderModule::must_find(const OrderId& id) {
  auto reader = database_.read();
  if (auto stored = store::find(reader, id)) return std::move(*stored);
  throw Error(Code::not_found, "There is no such order.");
}

Task<Placement> OrderModule::place_order(const Context& context, const PlaceOrder& message) {
  const UserId user = context.user();
  auto bound = find_bound(user, message.key);
  if (!bound) bound = co_await open(context, message);
  if (bound->fingerprint != rules::fingerprint(message))
    co_return Placement{PlaceOutcome::key_reused, {}};

  sagas_->start(bound->id);
  co_await sagas_->wait(bound->id, answer_by(context));
  co_return rules::placement_of(must_find(bound->id));
}

// From here on the key is bound: the order's row exists.
Task<Bound> OrderModule::open(const Context& context, const PlaceOrder& message) {
  co_await check(context, message);
  const UserId user = context.user();
  co_await settle_cart(user);
  cart::GetCart get_cart;
  get_cart.owner.user = user;
  const auto cart = co_await bus_.call(context, get_cart);
  // The key's first request may have bought this cart meanwhile: empty, it says nothing about that.
  const auto first = find_bound(user, message.key);
  if (first && !mutated(kernel::Mutation::look_once)) co_return *first;

  auto drafted = rules::draft(cart, message, user);
  drafted.order.id = OrderId::fresh(runtime_);
  drafted.order.created_at = runtime_.now();
  drafted.traceparent = kernel::to_traceparent(context.trace);
  co_return co_await insert(context, drafted);
}

Task<> OrderModule::check(const Context& context, const PlaceOrder& message) {
  rules::check_address(message.shipping_address);
  const payment::CheckMethod check_method{message.payment_method};
  const auto method = co_await bus_.call(context, check_method);
  if (!method.known)
    throw Error(Code::invalid_argument, "Unknown payment method.",
                {{"/payment_method", "unknown payment method"}});
}

// What an earlier order bought must not be bought again because cart has not heard of it yet.
Task<> OrderModule::settle_cart(const UserId& user) {
  std::vector<OrderId> owing;
  {
    auto reader = database_.read();
    owing = store::cart_owing(reader, user);
  }
  for (const OrderId& id : owing) {
    const auto earlier = must_find(id);
    const bool cleared = co_await steps_->clear_cart(earlier);
    if (!cleared)
      throw Error(Code::unavailable, "The cart is being brought up to date; try again.");
    co_await database_.write([&](Transaction& tx) { store::cart_settled(tx, id); });
  }
}

Task<Bound> OrderModule::insert(const Context& context, const StoredOrder& drafted) {
  const auto insert = [&](Transaction& tx) -> Bound {
    if (const auto first = store::find_by_key(tx, drafted.user, drafted.key)) return *first;
    if (store::is_bought(tx, drafted.user, drafted.cart_revision))
      throw Error(Code::conflict, "This cart was ordered already.");
    store::insert(tx, drafted);
    return {drafted.order.id, drafted.fingerprint};
  };
  co_return co_await database_.write(context, insert);
}

Task<Order> OrderModule::cancel_order(const Context& context, const CancelOrder& message) {
  const UserId user = context.user();
  const auto found = must_find(message.id);
  if (found.user != user) throw Error(Code::not_found, "There is no such order.");

  auto step = rules::cancelling_of(found.order.status);
  if (step == rules::Cancelling::refused)
    throw Error(Code::conflict, "This order cannot be cancelled.");
  if (step == rules::Cancelling::begin) {
    const auto now = runtime_.now();
    co_await database_.write(context, [&](Transaction& tx) {
      store::advance(tx, message.id, Status::confirmed, Status::cancelling, now);
    });
    watchers_->changed(message.id);
  }
  auto left = must_find(message.id);
  // Twice: the saga that confirmed the order may only now be ending, without a look at this.
  for (int round = 0; round < 2 && left.order.status == Status::cancelling; ++round) {
    sagas_->start(message.id);
    co_await sagas_->wait(message.id, answer_by(context));
    left = must_find(message.id);
  }
  if (left.order.status == Status::confirmed)
    throw Error(Code::conflict, "This order cannot be cancelled: its refund was refused.");
  if (left.order.status != Status::cancelled)
    throw Error(Code::unavailable, "The order is being cancelled; the refund is not through yet.");
  co_return rules::reply_of(left);
}

Task<Order> OrderModule::refund_order(const Context& context, const RefundOrder& message) {
  exchange_.require_recent_admin(context);
  const auto target = to_text(message.id);
  auto work = give_back(context, message);
  co_return co_await database_.audited_work(context, message, target, std::move(work));
}

Task<Order> OrderModule::give_back(const Context& context, const RefundOrder& message) {
  const auto stored = must_find(message.id);
  if (stored.order.status != Status::confirmed)
    throw Error(Code::failed_precondition, "Only a confirmed order can be refunded.");

  const kernel::Key key = context.key.empty() ? kernel::Key::fresh(runtime_) : context.key;
  const payment::Refund refund{
      RefundId{kernel::derived_uuid(stored.order.id, "refund " + to_text(key))}, stored.order.id,
      message.amount};
  Context own = own_context(options_.step_timeout).with_deadline(context.deadline);
  own.trace = context.trace;
  co_await bus_.call(own, refund);
  co_return rules::reply_of(must_find(message.id));
}

Task<Order> OrderModule::get_order(const Context& context, const GetOrder& message) {
  const UserId user = context.user();
  const auto stored = must_find(message.id);
  if (stored.user != user && context.who().role != kernel::Role::admin)
    throw Error(Code::not_found, "There is no such order.");
  co_return rules::reply_of(stored);
}

}  // namespace order
