#include "shop.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "app_options.h"
#include "app_settings.h"
#include "auth/messages.h"
#include "cart/messages.h"
#include "catalog/messages.h"
#include "order/messages.h"

namespace sim {

namespace {

using namespace std::chrono_literals;
using kernel::Context;
using kernel::Principal;
using kernel::Task;

constexpr const char* customers = "customers";  // the process that all customers call from
constexpr kernel::Ticks patience = 30s;

std::string url_of(const std::string& module) { return "sim://" + module; }

}  // namespace

// What one simulated process holds; made anew at each start.
struct Shop::Life {
  std::unique_ptr<kernel::Exchange> exchange;
  app::Modules modules;
  std::unique_ptr<kernel::Bus> bus;  // of the customers
};

Shop::Shop(std::uint64_t seed)
    : config_(app::load_config(
          "monolith", {"auth.argon2_passes=1", "auth.argon2_memory=8 KiB", "log.level=off"})),
      mail_(std::make_shared<notification::MemoryMail>()),
      world_(seed) {
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
    life.bus->calls<auth::Register, catalog::ImportProducts, catalog::FindProducts, cart::AddItem,
                    order::PlaceOrder>();
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
                [exchange = life.exchange.get()](const kernel::WireRequest& request) {
                  return exchange->dispatch(request);
                });
  host.enter([&] {
    for (const auto& module : life.modules) module->start();
  });
}

void Shop::crash_at(const std::string& module, kernel::Ticks delay) {
  world_.at(delay, [this, module] {
    world_.host(module).crash();
    start(module);
  });
}

Context Shop::context(Principal principal) {
  kernel::sim::Host& host = world_.host(customers);
  Context context = kernel::anonymous_context(host, patience);
  context.principal = std::make_shared<const Principal>(std::move(principal));
  context.key = kernel::Key::fresh(host);
  return context;
}

Task<> Shop::create(std::string sku, std::int64_t price, std::int64_t stock) {
  Principal importer;
  importer.kind = Principal::Kind::service;
  importer.service = "import";
  const Context mine = context(importer);
  catalog::ImportProducts import;
  import.rows.push_back({sku, "Thing " + sku, "", "Things", {price, {}}, stock});
  co_await bus_->call(mine, import);
  catalog::FindProducts find;
  find.q = sku;
  const auto page = co_await bus_->call(mine, find);
  products_[sku] = page.items.at(0).id;
}

void Shop::stock_up(const std::string& sku, std::int64_t price, std::int64_t stock) {
  world_.host(customers).enter([&] { world_.host(customers).spawn(create(sku, price, stock)); });
  const bool made = world_.run_until([&] { return products_.contains(sku); });
  REQUIRE(made);
}

Task<kernel::UserId> Shop::sign_up(std::string email) {
  const auth::Register sign_up{email, kernel::SecretText("correct horse battery"), "Customer"};
  const Context nobody = context({});
  const auto account = co_await bus_->call(nobody, sign_up);
  co_return account.id;
}

// Under one key, so that asking again never adds twice.
Task<> Shop::add_to_cart(Principal who, Purchase purchase) {
  cart::AddItem add;
  add.owner.user = who.user;
  add.product_id = products_.at(purchase.sku);
  add.quantity = purchase.quantity;
  const kernel::Key key = kernel::Key::fresh(world_.host(customers));
  for (int attempt = 0; attempt < 20; ++attempt) {
    try {
      const Context mine = context(who).with_key(key);
      co_await bus_->call(mine, add);
      co_return;
    } catch (const kernel::Error& error) {
      if (error.code != kernel::Code::unavailable) throw;
    }
    co_await world_.host(customers).sleep(100ms);
  }
  unanswered_.push_back(purchase.sku);
}

// Fills the cart and places the order; asks again under the same key until there is an answer.
Task<> Shop::place(Principal who, std::vector<Purchase> purchases, std::string key) {
  for (const Purchase& purchase : purchases) co_await add_to_cart(who, purchase);
  const order::PlaceOrder order{
      key, "pm_card_visa", {"Customer", "1 High Street", std::nullopt, "York", "YO1 1AA", "GB"}};
  for (int attempt = 0; attempt < 20; ++attempt) {
    std::string refused;
    try {
      const Context mine = context(who);
      const auto placement = co_await bus_->call(mine, order);
      if (placement.outcome != order::PlaceOutcome::pending) co_return;
    } catch (const kernel::Error& error) {
      refused = error.message;
    }
    co_await world_.host(customers).sleep(500ms);
    if (attempt == 19) unanswered_.push_back(key + ": " + refused);
  }
}

Task<> Shop::buy(Plan plan, int& waiting) {
  Principal who;
  who.kind = Principal::Kind::user;
  who.user = co_await sign_up(plan.email);
  for (std::size_t i = 0; i < plan.orders.size(); ++i)
    co_await place(who, plan.orders[i], fmt::format("{}-{}", plan.email, i));
  --waiting;
}

bool Shop::serve(const std::vector<Plan>& plans) {
  int waiting = static_cast<int>(plans.size());
  kernel::sim::Host& host = world_.host(customers);
  host.enter([&] {
    for (const Plan& plan : plans) host.spawn(buy(plan, waiting));
  });
  const bool answered = world_.run_until([&] { return waiting == 0; });
  return answered && unanswered_.empty() && world_.run_until([&] { return at_rest(); });
}

kernel::Queries Shop::queries(const std::string& database) {
  return kernel::Queries(stores_.at(database)->writer());
}

std::int64_t Shop::number(const std::string& database, std::string_view sql) {
  return queries(database).one(sql)->get<std::optional<std::int64_t>>(0).value_or(0);
}

// Nothing is owed, no mail waits, no order is on its way.
bool Shop::at_rest() {
  for (const auto& [name, store] : stores_)
    if (number(name, "SELECT count(*) FROM delivery") != 0) return false;
  return number("notification", "SELECT count(*) FROM mails WHERE status = 0") == 0 &&
         number("order", "SELECT count(*) FROM orders WHERE status NOT IN (3, 4, 6)") == 0;
}

std::string Shop::books() {
  std::string out;
  const auto add = [&](const std::string& database, std::string_view sql) {
    queries(database).each(sql, [&](const kernel::RowView& row) {
      for (int i = 0; i < row.access().columns(); ++i) {
        const bool is_text = row.access().kind(i) == kernel::detail::RowAccess::Kind::bytes;
        out += is_text ? row.get<std::string>(i) : std::to_string(row.get<std::int64_t>(i));
        out += '|';
      }
      out += '\n';
    });
  };
  add("order", "SELECT key, status, total, currency FROM orders ORDER BY key");
  add("order",
      "SELECT o.key, l.position, l.name, l.quantity, l.unit_price FROM order_lines l "
      "JOIN orders o ON o.id = l.order_id ORDER BY o.key, l.position");
  add("catalog",
      "SELECT sku, on_hand, reserved, sold FROM products JOIN stock ON product = number "
      "ORDER BY sku");
  add("sandbox", "SELECT amount, currency, status, count(*) FROM charges GROUP BY 1, 2, 3");
  add("payment", "SELECT amount, status, count(*) FROM payments GROUP BY 1, 2");
  add("notification", "SELECT topic, status, count(*) FROM mails GROUP BY 1, 2");
  return out;
}

std::vector<std::string> Shop::violations() {
  std::vector<std::string> found;
  const auto expect = [&](std::int64_t is, std::int64_t should, const std::string& what) {
    if (is != should) found.push_back(fmt::format("{}: {}, not {}", what, is, should));
  };
  const std::int64_t confirmed = number("order", "SELECT count(*) FROM orders WHERE status = 3");
  expect(number("sandbox", "SELECT count(*) FROM charges WHERE status = 'captured'"), confirmed,
         "charges");
  expect(number("sandbox", "SELECT sum(amount) FROM charges WHERE status = 'captured'"),
         number("order", "SELECT sum(total) FROM orders WHERE status = 3"), "money charged");
  expect(number("sandbox",
                "SELECT count(*) FROM (SELECT order_id FROM charges "
                "WHERE status = 'captured' GROUP BY order_id HAVING count(*) > 1)"),
         0, "orders charged twice");
  expect(number("catalog", "SELECT sum(sold) FROM stock"),
         number("order",
                "SELECT sum(quantity) FROM order_lines JOIN orders ON id = order_id "
                "WHERE status = 3"),
         "units sold");
  expect(number("catalog", "SELECT sum(reserved) FROM stock"), 0, "units reserved");
  expect(number("notification", "SELECT count(*) FROM mails WHERE topic = 2"), confirmed,
         "mail rows");
  std::int64_t sent = 0;
  for (const auto& mail : mail_->mails())
    if (mail.content.find("confirmed") != std::string::npos) ++sent;
  expect(sent, confirmed, "mails sent");
  return found;
}

std::vector<std::string> Shop::failures() {
  std::vector<std::string> all = unanswered_;
  std::vector<std::string> names = app::module_names();
  names.emplace_back(customers);
  for (const std::string& name : names)
    for (const std::string& failure : world_.host(name).failures()) all.push_back(failure);
  return all;
}

}  // namespace sim
