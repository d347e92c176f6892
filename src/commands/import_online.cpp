#include <fmt/format.h>

#include <boost/json.hpp>

#include "commands/import.h"
#include "http/text.h"
#include "kernel/error.h"
#include "kernel/task_group.h"

namespace commands {
namespace {

namespace json = boost::json;
using kernel::Code;
using kernel::Error;
using kernel::Task;

constexpr int requests_at_once = 8;

[[noreturn]] void refuse(const std::string& doing, const ApiReply& reply) {
  throw Error(Code::failed_precondition, fmt::format("{}: {}", doing, describe_problem(reply)));
}

json::value parsed(const ApiReply& reply) {
  boost::system::error_code error;
  auto value = json::parse(reply.body, error);
  if (error || !value.is_object())
    throw Error(Code::unavailable, "the answer is no JSON object; is this a shop?");
  return value;
}

std::string text_of(const json::value& object, std::string_view name) {
  return std::string(object.at(name).as_string().c_str());
}

json::object money(std::int64_t amount, std::string_view currency) {
  return {{"amount", amount}, {"currency", std::string(currency)}};
}

json::object body_of(const CatalogueRow& row) {
  return {{"name", row.name},
          {"description", row.description},
          {"category", row.category},
          {"price", money(row.price.amount, row.price.currency.text())}};
}

std::string content_of(const json::value& product) {
  const auto& price = product.at("price");
  return json::serialize(
      json::object{{"name", product.at("name")},
                   {"description", product.at("description")},
                   {"category", product.at("category")},
                   {"price", money(price.at("amount").as_int64(), text_of(price, "currency"))}});
}

}  // namespace

OnlineImport::OnlineImport(kernel::RealRuntime& runtime, ApiClient& api,
                           const Catalogue& catalogue, Progress& progress)
    : runtime_(runtime), api_(api), catalogue_(catalogue), progress_(progress) {}

Task<> OnlineImport::run(const AdminLogin& login) {
  co_await sign_in(login);
  co_await load_known();
  kernel::TaskGroup tasks(runtime_, "import");
  for (int i = 0; i < requests_at_once; ++i) tasks.spawn(serve());
  for (bool ended = false; !ended;) ended = co_await tasks.joined(std::chrono::hours(1));
  if (failure_) std::rethrow_exception(failure_);
}

Task<> OnlineImport::sign_in(const AdminLogin& login) {
  ApiRequest request{"POST", "/api/v1/auth/login"};
  request.body = json::serialize(
      json::object{{"email", login.email}, {"password", login.password.reveal()}});
  const auto reply = co_await api_.send(request);
  if (!reply.ok()) refuse("logging in as " + login.email, reply);
  token_ = kernel::SecretText(text_of(parsed(reply), "access_token"));
}

Task<> OnlineImport::load_known() {
  std::string cursor;
  do {
    ApiRequest request{"GET", "/api/v1/products?limit=100&sort=name"};
    if (!cursor.empty()) request.target += "&cursor=" + http::percent_encode(cursor);
    const auto reply = co_await api_.send(request);
    if (!reply.ok()) refuse("listing the products", reply);
    const auto page = parsed(reply);
    for (const auto& product : page.at("items").as_array())
      known_[text_of(product, "sku")] = {text_of(product, "id"), content_of(product)};
    const auto& next = page.at("next_cursor");
    cursor = next.is_string() ? std::string(next.as_string().c_str()) : std::string();
  } while (!cursor.empty());
}

Task<> OnlineImport::serve() {
  while (next_ < catalogue_.products.size() && !failure_) {
    const auto& row = catalogue_.products[next_++];
    try {
      co_await import_row(row);
      progress_.advance();
    } catch (...) {
      if (!failure_) failure_ = std::current_exception();
    }
  }
}

Task<> OnlineImport::import_row(const CatalogueRow& row) {
  const auto known = known_.find(row.sku);
  auto body = body_of(row);
  if (known != known_.end() && known->second.content == json::serialize(body)) {
    ++counts_.unchanged;
    co_return;
  }
  const bool fresh = known == known_.end();
  ApiRequest request;
  request.token = &token_;
  if (fresh) {
    request.method = "POST";
    request.target = "/api/v1/products";
    body["sku"] = row.sku;
    body["stock"] = row.stock;
  } else {
    request.method = "PUT";
    request.target = "/api/v1/products/" + known->second.id;
    body["active"] = true;
  }
  request.body = json::serialize(body);
  const auto reply = co_await api_.send(request);
  // A creation whose answer was lost is found done when it is repeated.
  const bool created_before = fresh && reply.status == 409;
  if (!reply.ok() && !created_before)
    refuse(fmt::format("line {}, product {}", row.line, row.sku), reply);
  ++(fresh ? counts_.created : counts_.updated);
}

}  // namespace commands
