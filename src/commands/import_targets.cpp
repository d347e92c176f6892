#include <boost/json.hpp>

#include "commands/import.h"
#include "kernel/error.h"
#include "kernel/json.h"

namespace commands {
namespace {

namespace json = boost::json;
using kernel::Code;
using kernel::Error;
using kernel::Task;

constexpr kernel::Ticks batch_timeout = std::chrono::minutes(5);

json::value parsed(const app::ApiReply& reply) {
  boost::system::error_code error;
  auto value = json::parse(reply.body, error);
  if (error || !value.is_object())
    throw Error(Code::unavailable, "the answer is no JSON object; is this a shop?");
  return value;
}

// What a problem+json reply says; the rows that it blames as details.
Error error_of(const std::string& doing, const app::ApiReply& reply) {
  auto faults = app::problem_faults(reply);
  std::erase_if(faults, [](const kernel::Fault& f) { return !f.pointer.starts_with("/rows/"); });
  const auto code = reply.status == 400 ? Code::invalid_argument : Code::failed_precondition;
  return Error(code, doing + ": " + app::describe_problem(reply), std::move(faults));
}

}  // namespace

OfflineTarget::OfflineTarget(app::Offline& shop) : shop_(shop) {
  shop_.bus().calls<catalog::ImportProducts>();
}

Task<catalog::ImportResult> OfflineTarget::send(const catalog::ImportProducts& batch) {
  const auto context = shop_.context(batch_timeout);
  co_return co_await shop_.bus().call(context, batch);
}

Task<> OnlineTarget::sign_in() {
  app::ApiRequest request{"POST", "/api/v1/auth/login"};
  request.body = json::serialize(
      json::object{{"email", login_.email}, {"password", login_.password.reveal()}});
  const auto reply = co_await api_.send(request);
  if (!reply.ok()) throw error_of("logging in as " + login_.email, reply);
  token_ = kernel::SecretText(std::string(parsed(reply).at("access_token").as_string()));
}

Task<catalog::ImportResult> OnlineTarget::send(const catalog::ImportProducts& batch) {
  if (token_.reveal().empty()) co_await sign_in();
  app::ApiRequest request{"POST", "/api/v1/admin/products/import"};
  request.token = &token_;
  request.body = kernel::json::to_json(batch);
  auto reply = co_await api_.send(request);
  if (reply.status == 401) {  // a long import outlives its access token
    co_await sign_in();
    reply = co_await api_.send(request);
  }
  if (!reply.ok()) throw error_of("importing", reply);
  co_return kernel::json::from_json<catalog::ImportResult>(reply.body);
}

}  // namespace commands
