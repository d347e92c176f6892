// commands: real baskets through checkout, by the public API alone.
//
// An order's idempotency key is made of its invoice, its buyer and its lines, so the same order in
// another file, or in another run, is the same purchase. Before an order of a customer known from
// an earlier run is filled in, its key is asked for with an empty cart: an order that exists
// answers, and otherwise "empty cart" leaves the key free.
#pragma once

#include <deque>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "api_client.h"
#include "commands/input/retail_orders.h"
#include "commands/terminal.h"
#include "kernel/money.h"
#include "kernel/signal.h"
#include "kernel/task_group.h"

namespace commands {

struct ReplayOptions {
  unsigned customers = 16;           // at once; each has at most one order in flight
  std::optional<double> per_second;  // orders started per second; none: as fast as it goes
  bool as_recorded = false;          // at the distances in time that the file records
  std::string payment_method = "pm_card_visa";
};

struct ReplayFailure {
  std::string invoice;
  std::string reason;
};

// Of the orders that are confirmed, whether placed now or by an earlier run.
struct ReplayResult {
  std::int64_t orders = 0;
  std::int64_t lines = 0;
  std::int64_t units = 0;
  kernel::Money revenue;
  std::vector<ReplayFailure> failed;  // what was tried and is not confirmed
  std::string gave_up;                // why no further order was begun, if so
};

class ReplayRun {
 public:
  // All arguments outlive the run.
  ReplayRun(kernel::RealRuntime& runtime, app::ApiClient& api, const ReplayOptions& options,
            const std::vector<RetailOrder>& orders, Progress& progress);

  // Places every order. Throws when the shop cannot be asked at all.
  kernel::Task<> run();

  // Starts no further order; run() returns when those under way have ended.
  void interrupt();

  const ReplayResult& result() const noexcept { return result_; }

 private:
  struct Buyer {
    std::string email;
    std::string name;
    kernel::SecretText token;
    bool seen_before = false;  // the account is older than this run
    std::deque<const RetailOrder*> waiting;
  };

  kernel::Task<> load_products();
  kernel::Task<> dispatch();  // puts orders before their buyers when they are due
  kernel::Task<> serve();     // takes buyers with an order waiting, one at a time
  kernel::Task<> process(Buyer& buyer, const RetailOrder& order);
  kernel::Task<> place(Buyer& buyer, const RetailOrder& order);
  kernel::Task<> sign_in(Buyer& buyer);
  kernel::Task<> empty_cart(Buyer& buyer);
  kernel::Task<> fill_cart(Buyer& buyer, const RetailOrder& order);
  kernel::Task<bool> check_out(Buyer& buyer, const RetailOrder& order);  // false: empty cart
  kernel::Task<app::ApiReply> send_as(Buyer& buyer, app::ApiRequest& request);
  kernel::Ticks due_at(std::size_t index) const;
  void give_up(const std::string& reason);
  void count(const std::string& order_json);

  kernel::RealRuntime& runtime_;
  app::ApiClient& api_;
  const ReplayOptions& options_;
  const std::vector<RetailOrder>& orders_;
  Progress& progress_;
  kernel::TaskGroup tasks_;
  kernel::Signal changed_;
  std::unordered_map<std::string, std::string> product_ids_;  // by sku
  std::map<std::string, Buyer> buyers_;
  std::deque<Buyer*> ready_;  // with an order waiting and none in flight
  std::size_t open_ = 0;      // orders that have not ended
  bool interrupted_ = false;
  ReplayResult result_;
};

// customer-17850.0@replay.example; other letters than an address may hold become a hash.
std::string replay_email(const std::string& buyer);

// At most 255 bytes, the same for the same order.
std::string replay_key(const RetailOrder& order);

}  // namespace commands
