#include "shop.h"

#include <fmt/format.h>

#include <stdexcept>

#include "app_options.h"
#include "app_settings.h"
#include "auth/messages.h"
#include "cart/messages.h"
#include "catalog/messages.h"
#include "kernel/log.h"
#include "order/messages.h"

namespace sim {

namespace {

using namespace std::chrono_literals;
using kernel::Context;
using kernel::Principal;
using kernel::Task;

constexpr const char* customers = "customers";  // the process that all customers call from

std::string url_of(const std::string& module) { return "sim://" + module; }

}  // namespace

// What one simulated process holds; made anew at each start.
struct Shop::Life {
  std::unique_ptr<kernel::Exchange> exchange;
  app::Modules modules;
  std::unique_ptr<kernel::Bus> bus;  // of the customers
};

Shop::Shop(std::uint64_t seed)
    : config_(app::load_config("monolith", {"auth.argon2_passes=1", "auth.argon2_memory=8 KiB"})),
      mail_(std::make_shared<notification::MemoryMail>()),
      world_(seed) {
  kernel::set_log_level(kernel::LogLevel::off);
  for (const std::string& module : app::module_names()) start(module);
  start(customers);
}

void Shop::start(const std::string& name) {
  kernel::sim::Host& host = world_.host(name);
  std::map<std::string, kernel::Place> places;
  for (const std::string& module : app::module_names())
    if (module != name) places[module] = {kernel::Place::Kind::remote, url_of(module)};
  Life& life = host.keep(std::make_unique<Life>());
  life.exchange = std::make_unique<kernel::Exchange>(host, host.transport(), places);
  if (name == customers) {
    life.bus = std::make_unique<kernel::Bus>(*life.exchange, "gateway");
    life.bus->calls<auth::Register, auth::Login>();
    life.bus->calls<catalog::ImportProducts, catalog::FindProducts>();
    life.bus->calls<cart::AddItem, cart::ClearCart>();
    life.bus->calls<order::PlaceOrder, order::CancelOrder, order::RefundOrder>();
    bus_ = life.bus.get();
    return;
  }
  app::Outside outside;
  outside.mail = mail_;
  outside.open = [this](const std::string& database, kernel::Migrations migrations) {
    return stores_[database] = world_.store("disk", database, migrations);
  };
  const std::vector<std::string> hosted{name};
  life.modules = app::build_modules(*life.exchange, config_, hosted, outside);
  world_.listen(url_of(name), host,
                [this, name, exchange = life.exchange.get()](const kernel::WireRequest& request) {
                  return serve(*exchange, name, request);
                });
  host.enter([&] {
    for (const auto& module : life.modules) module->start();
  });
}

Task<kernel::WireResponse> Shop::serve(kernel::Exchange& exchange, std::string module,
                                       const kernel::WireRequest& request) {
  std::optional<Deliveries::Row> row;
  const auto publisher = stores_.find(request.context.who().service);
  if (publisher != stores_.end()) row = Deliveries::row_of(request, queries(publisher->first));
  auto response = co_await exchange.dispatch(request);
  if (row && response.status < 300) deliveries_.acknowledged(module, *row);
  co_return response;
}

void Shop::crash(const std::string& module, kernel::Ticks down) {
  if (module == customers || !down_.insert(module).second) return;
  world_.host(module).crash();
  world_.at(down, [this, module] {
    down_.erase(module);
    start(module);
  });
}

void Shop::crash_at(const std::string& module, kernel::Ticks delay) {
  world_.at(delay, [this, module] { crash(module); });
}

kernel::sim::Host& Shop::outside() { return world_.host(customers); }

Context Shop::context(Principal principal, kernel::Ticks patience) {
  Context context = kernel::anonymous_context(outside(), patience);
  context.principal = std::make_shared<const Principal>(std::move(principal));
  context.key = kernel::Key::fresh(outside());
  return context;
}

Task<> Shop::create(std::string sku, std::int64_t price, std::int64_t stock) {
  Principal importer;
  importer.kind = Principal::Kind::service;
  importer.service = "import";
  const Context mine = context(importer, 30s);
  catalog::ImportProducts import;
  import.rows.push_back({sku, "Thing " + sku, "", "Things", {price, {}}, stock});
  co_await bus_->call(mine, import);
  catalog::FindProducts find;
  find.q = sku;
  const auto page = co_await bus_->call(mine, find);
  products_[sku] = {page.items.at(0).id, price, stock};
}

void Shop::stock_up(const std::string& sku, std::int64_t price, std::int64_t stock) {
  outside().enter([&] { outside().spawn(create(sku, price, stock)); });
  const bool made = world_.run_until([&] { return products_.contains(sku); });
  if (!made) throw std::runtime_error("no product " + sku);
}

kernel::Queries Shop::queries(const std::string& database) {
  return kernel::Queries(stores_.at(database)->writer());
}

std::int64_t Shop::number(const std::string& database, std::string_view sql) {
  return queries(database).one(sql)->get<std::optional<std::int64_t>>(0).value_or(0);
}

std::vector<std::string> Shop::unrest() {
  std::vector<std::string> found;
  for (const std::string& module : down_) found.push_back(module + " is down");
  const auto count = [&](const std::string& database, const char* what, std::string_view sql) {
    if (const auto rows = number(database, sql); rows != 0)
      found.push_back(fmt::format("{}: {} {}", database, rows, what));
  };
  for (const auto& [name, store] : stores_) {
    count(name, "owed", "SELECT count(*) FROM delivery WHERE dead = 0");
    count(name, "dead letters", "SELECT count(*) FROM delivery WHERE dead = 1");
  }
  count("notification", "mails not sent", "SELECT count(*) FROM mails WHERE status = 0");
  count("order", "orders not final", "SELECT count(*) FROM orders WHERE status NOT IN (3, 4, 6)");
  count("payment", "payments pending", "SELECT count(*) FROM payments WHERE status = 0");
  count("payment", "payments owed", "SELECT count(*) FROM payments WHERE status = 5");
  count("payment", "refunds not done", "SELECT count(*) FROM refunds WHERE status = 0");
  return found;
}

bool Shop::settles(kernel::Ticks limit) {
  constexpr kernel::Ticks look_every = 200ms;
  const kernel::Ticks until = world_.now() + limit;
  while (!unrest().empty()) {
    if (world_.now() >= until) return false;
    world_.run_for(look_every);
  }
  return true;
}

std::vector<std::string> Shop::failures() {
  std::vector<std::string> all;
  std::vector<std::string> names = app::module_names();
  names.emplace_back(customers);
  for (const std::string& name : names)
    for (const std::string& failure : world_.host(name).failures()) all.push_back(failure);
  return all;
}

}  // namespace sim
