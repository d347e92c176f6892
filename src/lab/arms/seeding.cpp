#include "lab/arms/seeding.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "api_client.h"
#include "app_offline.h"
#include "app_settings.h"
#include "auth/messages.h"
#include "commands/import.h"
#include "demo_products.h"
#include "http/text.h"
#include "kernel/error.h"
#include "kernel/json.h"
#include "kernel/task_group.h"
#include "lab/arms/arm.h"
#include "lab/arms/shop_files.h"
#include "signals.h"

namespace lab {
namespace {

using kernel::Code;
using kernel::Error;
using kernel::SecretText;
using kernel::Task;
using namespace std::chrono_literals;

constexpr int at_once = 32;  // registrations; fewer than auth lets wait
constexpr kernel::Ticks quiet_max = 120s;
constexpr kernel::Ticks quiet_poll = 20ms;
constexpr std::string_view admin_email = "admin@example.com";
constexpr std::string_view password = "nobody lives here";  // of accounts that guard nothing

commands::Catalogue read_catalogue(const SeedingOptions& options) {
  using commands::CatalogueFormat;
  if (options.catalogue.empty()) {
    std::istringstream demo{std::string(build::demo_products)};
    return commands::read_catalogue(demo, CatalogueFormat::csv);
  }
  std::ifstream file(options.catalogue, std::ios::binary);
  if (!file) throw Error(Code::not_found, options.catalogue + " cannot be opened for reading");
  if (options.format == "json") return commands::read_catalogue(file, CatalogueFormat::json);
  if (options.format == "online-retail")
    return commands::read_catalogue(file, CatalogueFormat::online_retail);
  return commands::read_catalogue(file, CatalogueFormat::csv);
}

kernel::Config config_of(const std::string& directory) {
  std::vector<std::string> sets;
  for (const auto& [key, value] : common_settings()) sets.push_back(key + "=" + value);
  sets.push_back("storage.directory=" + directory);
  return app::load_config("monolith", sets);
}

void import_catalogue(const SeedingOptions& options, const std::string& directory) {
  auto catalogue = read_catalogue(options);
  for (auto& product : catalogue.products)
    product.stock =
        std::min(product.stock, catalog::stock_max / options.stock_factor) * options.stock_factor;
  const auto config = config_of(directory);
  app::Offline shop(config, "catalog");
  commands::Progress silent(shop.runtime(), "products", 0, true);
  commands::OfflineTarget target(shop);
  commands::Imported imported;
  app::run_to_end(shop.runtime(),
                  commands::import_products(target, catalogue.products, silent, imported));
  if (imported.refusals.size() == catalogue.products.size())
    throw Error(Code::invalid_argument, "the catalogue holds no product that the shop takes");
}

Task<> create_admin(app::Offline& shop) {
  auth::CreateAdmin message;
  message.email = admin_email;
  message.name = "Administrator";
  message.password = SecretText(std::string(password));
  shop.bus().calls<auth::CreateAdmin>();
  const auto context = shop.context(1min);
  co_await shop.bus().call(context, message);
}

// Before the shop is started.
void fill(const SeedingOptions& options, const std::string& directory) {
  import_catalogue(options, directory);
  const auto config = config_of(directory);
  app::Offline shop(config, "auth");
  app::run_to_end(shop.runtime(), create_admin(shop));
}

[[noreturn]] void refuse(std::string_view doing, const app::ApiReply& reply) {
  throw Error(Code::failed_precondition,
              fmt::format("{}: {}", doing, app::describe_problem(reply)));
}

// Through the public API of the running shop.
class Registration {
 public:
  Registration(Lab& lab, const std::string& url, SeededShop& shop)
      : lab_(lab), api_(lab.runtime, url), shop_(shop), tasks_(lab.runtime, "seeding") {}

  Task<> run(int customers) {
    shop_.tokens.resize(static_cast<std::size_t>(customers));
    for (int i = 0; i < at_once; ++i) tasks_.spawn(serve());
    for (bool ended = false; !ended;) ended = co_await tasks_.joined(1h);
    if (failure_) std::rethrow_exception(failure_);
    const std::string admin(admin_email);
    shop_.admin_token = co_await log_in(admin);
    co_await list_products();
  }

 private:
  Task<> serve() {
    try {
      while (next_ < shop_.tokens.size() && !failure_) {
        lab_.go_on();
        const auto i = next_++;
        const auto email = fmt::format("customer-{}@example.com", i + 1);
        co_await register_customer(email, fmt::format("Customer {}", i + 1));
        shop_.tokens[i] = co_await log_in(email);
      }
    } catch (...) {
      failure_ = std::current_exception();
    }
  }

  Task<> register_customer(const std::string& email, std::string name) {
    auth::Register message;
    message.email = email;
    message.password = SecretText(std::string(password));
    message.name = std::move(name);
    app::ApiRequest request{"POST", "/api/v1/auth/register"};
    request.body = kernel::json::to_json(message);
    const auto reply = co_await api_.send(request);
    if (!reply.ok()) refuse("registering " + email, reply);
  }

  Task<std::string> log_in(const std::string& email) {
    auth::Login message;
    message.email = email;
    message.password = SecretText(std::string(password));
    app::ApiRequest request{"POST", "/api/v1/auth/login"};
    request.body = kernel::json::to_json(message);
    const auto reply = co_await api_.send(request);
    if (!reply.ok()) refuse("logging in as " + email, reply);
    const auto tokens = kernel::json::from_json<auth::Tokens>(reply.body);
    co_return tokens.access_token.reveal();
  }

  Task<> list_products() {
    std::optional<std::string> cursor;
    do {
      app::ApiRequest request{"GET", "/api/v1/products?limit=100&sort=name"};
      if (cursor) request.target += "&cursor=" + http::percent_encode(*cursor);
      const auto reply = co_await api_.send(request);
      if (!reply.ok()) refuse("listing the products", reply);
      const auto page = kernel::json::from_json<catalog::ProductPage>(reply.body);
      for (const auto& product : page.items)
        shop_.products.push_back({to_text(product.id), product.sku, product.name, product.category,
                                  product.price.amount, product.stock});
      cursor = page.next_cursor;
    } while (cursor);
  }

  Lab& lab_;
  app::ApiClient api_;
  SeededShop& shop_;
  std::size_t next_ = 0;
  std::exception_ptr failure_;
  kernel::TaskGroup tasks_;
};

// Nothing is owed to another module or in the mail any more, so copies start with nothing to do.
Task<> until_quiet(Lab& lab, Arm& arm) {
  const auto give_up = lab.runtime.ticks() + quiet_max;
  while (!is_quiet(arm.directory())) {
    arm.check_alive();
    lab.go_on();
    if (lab.runtime.ticks() > give_up)
      throw Error(Code::internal, "the seeded shop still has events or mails to deliver");
    co_await lab.runtime.sleep(quiet_poll);
  }
}

}  // namespace

std::vector<Setting> common_settings() {
  return {
      // Mails hold links; an arm's port must not make them differ.
      {"shop.url", "http://shop.example"},
      // Mail goes nowhere but into the arm's own directory.
      {"notification.delivery", "file"},
      // Nobody logs in while a load runs: the customers' tokens outlive the comparison.
      {"auth.access_token_lifetime", "12 h"},
      // Hashing a password costs the same in every layout; here it would only drown the rest.
      {"auth.argon2_memory", "64 KiB"},
      {"auth.argon2_passes", "1"},
      // A load has few customers, and they are in a hurry.
      {"limits.reads_per_user", "0"},
      {"limits.writes_per_user", "0"},
      {"limits.checkouts_per_user", "0"},
      // No line per process and start; what went wrong is still said.
      {"log.level", "warning"},
  };
}

Task<SeededShop> seed_shop(Lab& lab, const SeedingOptions& options) {
  SeededShop shop;
  shop.directory = lab.directory + "/seed";
  std::filesystem::create_directories(shop.directory);
  auto filling = [&] { fill(options, shop.directory); };
  co_await lab.runtime.on_worker(filling);  // it runs loops of its own
  lab.go_on();
  ArmPlan plan;
  plan.name = "seed";
  plan.layout = "monolith";
  Arm arm(lab, plan, shop.directory);
  co_await arm.start();
  Registration registration(lab, arm.url(), shop);
  co_await registration.run(options.customers);
  co_await until_quiet(lab, arm);
  co_await arm.stop();
  co_return shop;
}

}  // namespace lab
