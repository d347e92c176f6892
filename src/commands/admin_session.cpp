#include "commands/admin_session.h"

#include <boost/json.hpp>
#include <cstdlib>

#include "commands/password.h"
#include "kernel/error.h"

namespace commands {
namespace {

namespace json = boost::json;
using kernel::Code;
using kernel::Error;
using kernel::Task;

std::string access_token_of(const app::ApiReply& reply) {
  boost::system::error_code error;
  const auto value = json::parse(reply.body, error);
  const auto* token =
      error || !value.is_object() ? nullptr : value.as_object().if_contains("access_token");
  if (token == nullptr || !token->is_string())
    throw Error(Code::unavailable, "the answer is no JSON object with a token; is this a shop?");
  return std::string(token->get_string());
}

// What a problem+json reply says; the rows that it blames as details.
Error error_of(const std::string& doing, const app::ApiReply& reply) {
  auto faults = app::problem_faults(reply);
  std::erase_if(faults, [](const kernel::Fault& f) { return !f.pointer.starts_with("/rows/"); });
  const auto code = reply.status == 400 ? Code::invalid_argument : Code::failed_precondition;
  return Error(code, doing + ": " + app::describe_problem(reply), std::move(faults));
}

kernel::SecretText password_of(const std::string& email) {
  if (const char* given = std::getenv("CLEAVE_ADMIN_PASSWORD"); given != nullptr && *given != 0)
    return kernel::SecretText(given);
  return read_password("password of " + email, false);
}

}  // namespace

void require_admin_email(const std::string& email) {
  if (email.empty())
    throw UsageError(
        "--url needs --email, the address of an administrator; the password comes "
        "from CLEAVE_ADMIN_PASSWORD or stdin");
}

AdminLogin admin_login(const std::string& email) {
  require_admin_email(email);
  return {email, password_of(email)};
}

Task<> AdminSession::sign_in() {
  app::ApiRequest request{"POST", "/api/v1/auth/login"};
  request.body = json::serialize(
      json::object{{"email", login_.email}, {"password", login_.password.reveal()}});
  const auto reply = co_await api_.send(request);
  if (!reply.ok()) throw error_of("logging in as " + login_.email, reply);
  token_ = kernel::SecretText(access_token_of(reply));
}

Task<app::ApiReply> AdminSession::send(const app::ApiRequest& request, const std::string& doing) {
  if (token_.reveal().empty()) co_await sign_in();
  app::ApiRequest signed_one = request;
  signed_one.token = &token_;
  auto reply = co_await api_.send(signed_one);
  if (reply.status == 401) {
    co_await sign_in();
    reply = co_await api_.send(signed_one);
  }
  if (!reply.ok()) throw error_of(doing, reply);
  co_return reply;
}

}  // namespace commands
