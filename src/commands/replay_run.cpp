#include "commands/replay_run.h"

#include <fmt/format.h>

#include <boost/json.hpp>

#include "http/text.h"
#include "kernel/error.h"

namespace commands {
namespace {

namespace json = boost::json;
using kernel::Code;
using kernel::Error;
using kernel::Task;
using kernel::Ticks;

constexpr Ticks pending_poll = std::chrono::milliseconds(300);
constexpr int pending_polls_max = 200;

// What the shop answered where it should have done as asked.
[[noreturn]] void refuse(std::string_view doing, const app::ApiReply& reply) {
  throw Error(Code::failed_precondition,
              fmt::format("{}: {}", doing, app::describe_problem(reply)));
}

json::value parsed(const std::string& body) {
  boost::system::error_code error;
  auto value = json::parse(body, error);
  if (error || !value.is_object())
    throw Error(Code::unavailable, "the answer is no JSON object; is this a shop?");
  return value;
}

std::string text_of(const json::value& object, std::string_view name) {
  return std::string(object.at(name).as_string().c_str());
}

std::string checkout_body(const std::string& name, const std::string& payment_method) {
  const json::object address{{"name", name},
                             {"line1", "1 Replay Street"},
                             {"city", "London"},
                             {"postal_code", "N1 9GU"},
                             {"country", "GB"}};
  return json::serialize(
      json::object{{"payment_method", payment_method}, {"shipping_address", address}});
}

// A password that a later run knows again; these accounts guard nothing.
std::string password_of(const std::string& email) { return "nobody lives at " + email; }

}  // namespace

ReplayRun::ReplayRun(kernel::RealRuntime& runtime, app::ApiClient& api,
                     const ReplayOptions& options, const std::vector<RetailOrder>& orders,
                     Progress& progress)
    : runtime_(runtime),
      api_(api),
      options_(options),
      orders_(orders),
      progress_(progress),
      tasks_(runtime, "replay"),
      changed_(runtime),
      open_(orders.size()) {}

Task<> ReplayRun::run() {
  co_await load_products();
  tasks_.spawn(dispatch());
  for (unsigned i = 0; i < options_.customers; ++i) tasks_.spawn(serve());
  for (bool ended = false; !ended;) ended = co_await tasks_.joined(std::chrono::hours(1));
}

// Nobody answers, however long one asks: further orders would only wait as long.
void ReplayRun::give_up(const std::string& reason) {
  if (result_.gave_up.empty()) result_.gave_up = reason;
  interrupt();
}

void ReplayRun::interrupt() {
  interrupted_ = true;
  tasks_.stop();
  changed_.notify();
}

Task<> ReplayRun::load_products() {
  std::string cursor;
  do {
    app::ApiRequest request{"GET", "/api/v1/products?limit=100&sort=name"};
    if (!cursor.empty()) request.target += "&cursor=" + http::percent_encode(cursor);
    const auto reply = co_await api_.send(request);
    if (!reply.ok()) refuse("listing the products", reply);
    const auto page = parsed(reply.body);
    for (const auto& product : page.at("items").as_array())
      product_ids_.emplace(text_of(product, "sku"), text_of(product, "id"));
    const auto& next = page.at("next_cursor");
    cursor = next.is_string() ? std::string(next.as_string().c_str()) : std::string();
  } while (!cursor.empty());
}

Ticks ReplayRun::due_at(std::size_t index) const {
  if (options_.per_second)
    return Ticks(
        static_cast<std::int64_t>(static_cast<double>(index) * 1e9 / *options_.per_second));
  const auto& first = orders_.front().recorded_at;
  const auto& own = orders_[index].recorded_at;
  if (options_.as_recorded && first && own && *own > *first) return *own - *first;
  return Ticks(0);
}

Task<> ReplayRun::dispatch() {
  const auto begun = runtime_.ticks();
  for (std::size_t i = 0; i < orders_.size() && !interrupted_; ++i) {
    const auto wait = begun + due_at(i) - runtime_.ticks();
    if (wait > Ticks(0)) co_await tasks_.sleep(wait);
    if (interrupted_) break;
    const auto buyer_name = orders_[i].buyer();
    Buyer& buyer = buyers_[buyer_name];
    if (buyer.email.empty()) {
      buyer.email = replay_email(buyer_name);
      buyer.name = buyer_name;
    }
    buyer.waiting.push_back(&orders_[i]);
    if (buyer.waiting.size() == 1) ready_.push_back(&buyer);
    changed_.notify();
  }
}

Task<> ReplayRun::serve() {
  while (open_ > 0 && !interrupted_) {
    const auto seen = changed_.version();
    if (ready_.empty()) {
      co_await changed_.wait(seen, std::chrono::seconds(60));
      continue;
    }
    Buyer& buyer = *ready_.front();
    ready_.pop_front();
    co_await process(buyer, *buyer.waiting.front());
    // Only now: while it stands in `waiting`, the buyer is not ready for another.
    buyer.waiting.pop_front();
    if (!buyer.waiting.empty()) ready_.push_back(&buyer);
    --open_;
    progress_.advance();
    changed_.notify();
  }
}

Task<> ReplayRun::process(Buyer& buyer, const RetailOrder& order) {
  std::string reason;
  try {
    co_await place(buyer, order);
  } catch (const Error& error) {
    reason = error.message;
    if (error.code == Code::unavailable) give_up(reason);
  } catch (const std::exception& error) {  // the answer lacks what an answer has
    reason = fmt::format("unexpected answer: {}", error.what());
  }
  if (!reason.empty()) result_.failed.push_back({order.invoice, reason});
}

Task<> ReplayRun::place(Buyer& buyer, const RetailOrder& order) {
  if (buyer.token.reveal().empty()) co_await sign_in(buyer);
  co_await empty_cart(buyer);
  if (buyer.seen_before) {
    const bool placed_before = co_await check_out(buyer, order);
    if (placed_before) co_return;
  }
  co_await fill_cart(buyer, order);
  const bool placed = co_await check_out(buyer, order);
  if (!placed) throw Error(Code::conflict, "the cart was emptied by somebody else");
}

Task<> ReplayRun::sign_in(Buyer& buyer) {
  const auto password = password_of(buyer.email);
  if (!buyer.seen_before) {
    app::ApiRequest registration{"POST", "/api/v1/auth/register"};
    registration.body = json::serialize(
        json::object{{"email", buyer.email}, {"password", password}, {"name", buyer.name}});
    const auto registered = co_await api_.send(registration);
    if (registered.status == 409) {
      buyer.seen_before = true;
    } else if (!registered.ok()) {
      refuse("registering " + buyer.email, registered);
    }
  }
  app::ApiRequest login{"POST", "/api/v1/auth/login"};
  login.body = json::serialize(json::object{{"email", buyer.email}, {"password", password}});
  const auto tokens = co_await api_.send(login);
  if (!tokens.ok()) refuse("logging in " + buyer.email, tokens);
  buyer.token = kernel::SecretText(text_of(parsed(tokens.body), "access_token"));
}

// Access tokens live for minutes, a replay perhaps for days.
Task<app::ApiReply> ReplayRun::send_as(Buyer& buyer, app::ApiRequest& request) {
  request.token = &buyer.token;
  auto reply = co_await api_.send(request);
  if (reply.status != 401) co_return reply;
  app::ApiRequest login{"POST", "/api/v1/auth/login"};
  login.body =
      json::serialize(json::object{{"email", buyer.email}, {"password", password_of(buyer.email)}});
  const auto tokens = co_await api_.send(login);
  if (!tokens.ok()) refuse("logging in " + buyer.email, tokens);
  buyer.token = kernel::SecretText(text_of(parsed(tokens.body), "access_token"));
  co_return co_await api_.send(request);
}

// What an interrupted run left in it would be bought, too.
Task<> ReplayRun::empty_cart(Buyer& buyer) {
  app::ApiRequest look{"GET", "/api/v1/cart"};
  const auto cart = co_await send_as(buyer, look);
  if (!cart.ok()) refuse("reading the cart", cart);
  if (parsed(cart.body).at("items").as_array().empty()) co_return;
  app::ApiRequest clear{"DELETE", "/api/v1/cart"};
  const auto cleared = co_await send_as(buyer, clear);
  if (!cleared.ok()) refuse("emptying the cart", cleared);
}

// PUT rather than POST: set twice is set once.
Task<> ReplayRun::fill_cart(Buyer& buyer, const RetailOrder& order) {
  for (const auto& line : order.lines) {
    const auto product = product_ids_.find(line.sku);
    if (product == product_ids_.end())
      throw Error(Code::not_found,
                  fmt::format("the shop has no product {}; import the file first", line.sku));
    app::ApiRequest set{"PUT", "/api/v1/cart/items/" + product->second};
    set.body = fmt::format(R"({{"quantity":{}}})", line.quantity);
    const auto reply = co_await send_as(buyer, set);
    if (!reply.ok()) refuse(fmt::format("putting {} into the cart", line.sku), reply);
  }
}

Task<bool> ReplayRun::check_out(Buyer& buyer, const RetailOrder& order) {
  app::ApiRequest request{"POST", "/api/v1/orders"};
  request.body = checkout_body(buyer.name, options_.payment_method);
  request.key = replay_key(order);
  for (int polls = 0; polls < pending_polls_max; ++polls) {
    const auto reply = co_await send_as(buyer, request);
    if (reply.status == 422 && app::problem_code(reply) == "failed_precondition") co_return false;
    if (!reply.ok()) refuse("checkout", reply);
    if (reply.status != 202) {
      count(reply.body);
      co_return true;
    }
    co_await runtime_.sleep(pending_poll);
  }
  throw Error(Code::deadline_exceeded, "the order stays pending");
}

void ReplayRun::count(const std::string& order_json) {
  const auto order = parsed(order_json);
  if (text_of(order, "status") != "confirmed")
    throw Error(Code::failed_precondition,
                fmt::format("the order is {}", text_of(order, "status")));
  std::int64_t units = 0;
  const auto& lines = order.at("lines").as_array();
  for (const auto& line : lines) units += line.at("quantity").to_number<std::int64_t>();
  const auto& total = order.at("total");
  const auto currency = kernel::Currency::parse(text_of(total, "currency"));
  const kernel::Money money{total.at("amount").to_number<std::int64_t>(),
                            currency.value_or(kernel::Currency{})};
  if (result_.orders == 0) result_.revenue.currency = money.currency;
  result_.revenue = result_.revenue + money;
  result_.orders += 1;
  result_.lines += static_cast<std::int64_t>(lines.size());
  result_.units += units;
}

}  // namespace commands
