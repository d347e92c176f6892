#include "catalog_module.h"
#include "internal/stock.h"
#include "kernel/log.h"

namespace catalog {

using kernel::Context;
using kernel::Done;
using kernel::Task;
using kernel::Transaction;

namespace {

constexpr int expired_at_once = 100;  // orders in one transaction of the sweep

}  // namespace

void CatalogModule::serve_selling() {
  exchange_.serve<&CatalogModule::reserve>(*this);
  exchange_.serve<&CatalogModule::release>(*this);
  exchange_.serve<&CatalogModule::commit>(*this);
  exchange_.serve<&CatalogModule::restock>(*this);
}

Task<Reservation> CatalogModule::reserve(const Context& context, const Reserve& message) {
  context.require_service();
  const auto now = runtime_.now();
  const auto expires_at = now + options_.reservation_lifetime;
  const auto reserve = [&](Transaction& tx) {
    return stock::reserve(tx, message, now, expires_at);
  };
  co_return co_await database_.write(context, reserve);
}

Task<Done> CatalogModule::release(const Context& context, const Release& message) {
  context.require_service();
  const auto now = runtime_.now();
  const auto release = [&](Transaction& tx) { stock::release(tx, message.order_id, now); };
  co_await database_.write(context, release);
  co_return Done{};
}

Task<Commitment> CatalogModule::commit(const Context& context, const Commit& message) {
  context.require_service();
  const auto now = runtime_.now();
  const auto commit = [&](Transaction& tx) { return stock::commit(tx, message.order_id, now); };
  co_return co_await database_.write(context, commit);
}

Task<Done> CatalogModule::restock(const Context& context, const Restock& message) {
  context.require_service();
  const auto restock = [&](Transaction& tx) { stock::restock(tx, message.order_id); };
  co_await database_.write(context, restock);
  co_return Done{};
}

void CatalogModule::on_start() { tasks_.spawn(sweep()); }

// Gives back what orders hold longer than they may. A failed round is made up for by the next one.
Task<> CatalogModule::sweep() {
  while (!tasks_.stopping()) {
    try {
      co_await expire_due();
    } catch (const std::exception& error) {
      kernel::log_warning("reservations were not swept", {{"error", error.what()}});
    }
    co_await tasks_.sleep(options_.sweep_interval);
  }
}

Task<> CatalogModule::expire_due() {
  const auto now = runtime_.now();
  const auto expire = [&](Transaction& tx) { return stock::expire(tx, now, expired_at_once); };
  while (!tasks_.stopping()) {
    const bool due = [&] {  // a look is cheaper than a transaction that does nothing
      auto reader = database_.read();
      return stock::any_due(reader, now);
    }();
    if (!due) co_return;
    co_await database_.write(expire);
  }
}

}  // namespace catalog
