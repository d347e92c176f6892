#include "auth/messages.h"
#include "call.h"
#include "documents.h"
#include "kernel/json.h"
#include "refresh_cookie.h"
#include "routes.h"

namespace gateway {

namespace {

using enum kernel::Code;

// RFC 7517 and RFC 8037.
http::Response answer_jwks(const Call& call, const auth::SigningKeys& signing) {
  Jwks jwks;
  for (const auto& key : signing.keys) {
    Jwk jwk;
    jwk.kid = key.kid;
    jwk.x = key.x;
    jwks.keys.push_back(std::move(jwk));
  }
  return call.answer(&jwks);
}

// Logs in, or trades or ends a session: what may find or leave the refresh token in a cookie.
template <class M>
M session_message(const Call& call, bool by_cookie) {
  M message{};
  if constexpr (requires { message.refresh_token; }) {
    if (by_cookie) {
      if (!call.request().body.empty())
        throw kernel::Error(invalid_argument, "the request is not valid: see errors",
                            {{"", "a body has no place beside Refresh-Token-In: cookie"}});
      const M from_cookie{
          kernel::SecretText(refresh_cookie_of(call.request()).value_or(std::string()))};
      if (from_cookie.refresh_token.reveal().empty())
        throw kernel::Error(unauthenticated, "there is no session here; log in");
      call.bind(&message, kernel::json::to_json(from_cookie));
      return message;
    }
  }
  call.bind(&message);
  return message;
}

http::Response answer_session(const Call& call, const auth::Tokens& tokens, bool by_cookie) {
  http::Response response = call.answer(&tokens);
  if (!by_cookie) return response;
  response.body.clear();
  kernel::json::write(response.body, cookie_tokens(), &tokens);
  response.headers.add(
      "Set-Cookie", call.services().cookies.giving(call.request(), tokens.refresh_token.reveal()));
  return response;
}

http::Response answer_session(const Call& call, const kernel::Done& done, bool by_cookie) {
  http::Response response = call.answer(&done);
  if (by_cookie)
    response.headers.add("Set-Cookie", call.services().cookies.removing(call.request()));
  return response;
}

template <class M>
kernel::Task<http::Response> send_session(Call& call) {
  const bool by_cookie = call.services().cookies.is_asked_for(call.request());
  const auto message = session_message<M>(call, by_cookie);
  const auto reply = co_await call.bus().call(call.context(), message);
  co_return answer_session(call, reply, by_cookie);
}

template <class M>
constexpr Action sends_session{&kernel::message_type<M>, &connect_message<M>, &send_session<M>};

std::vector<Row> login_rows() {
  return {
      {.method = "POST",
       .path = "/api/v1/auth/register",
       .action = sends<auth::Register>,
       .traffic = Traffic::logins,
       .body = {"email", "password", "name"},
       .status = 201,
       .reply = &registered_account,
       .fails = {already_exists},
       .text = "Creates a customer's account and mails a token to verify the address",
       .part = "Accounts, logins and sessions"},
      {.method = "POST",
       .path = "/api/v1/auth/login",
       .action = sends_session<auth::Login>,
       .traffic = Traffic::logins,
       .body = {"email", "password"},
       .refresh_cookie = true,
       .fails = {unauthenticated, permission_denied},
       .text = "Starts a session"},
      {.method = "POST",
       .path = "/api/v1/auth/refresh",
       .action = sends_session<auth::Refresh>,
       .body = {"refresh_token"},
       .refresh_cookie = true,
       .fails = {unauthenticated, permission_denied},
       .text = "Trades a refresh token for new tokens; using one twice ends the session"},
      {.method = "POST",
       .path = "/api/v1/auth/logout",
       .action = sends_session<auth::Logout>,
       .body = {"refresh_token"},
       .status = 204,
       .refresh_cookie = true,
       .fails = {unauthenticated, permission_denied},
       .text = "Ends the session of a refresh token"},
      {.method = "POST",
       .path = "/api/v1/auth/password/forgot",
       .action = sends<auth::ForgotPassword>,
       .traffic = Traffic::logins,
       .body = {"email"},
       .status = 204,
       .text = "Mails a token to set a new password, if the address has an account"},
      {.method = "POST",
       .path = "/api/v1/auth/password/reset",
       .action = sends<auth::ResetPassword>,
       .traffic = Traffic::logins,
       .body = {"token", "password"},
       .status = 204,
       .text = "Sets a new password by a mailed token and ends all sessions of the account"},
      {.method = "POST",
       .path = "/api/v1/auth/verify-email",
       .action = sends<auth::VerifyEmail>,
       .body = {"token"},
       .status = 204,
       .text = "Verifies an address by a mailed token"},
  };
}

std::vector<Row> own_rows() {
  return {
      {.method = "GET",
       .path = "/api/v1/me",
       .who = Who::user,
       .action = sends<auth::GetMe>,
       .text = "The account of whoever asks"},
      {.method = "GET",
       .path = "/api/v1/me/sessions",
       .who = Who::user,
       .action = sends<auth::GetSessions>,
       .query = {"limit", "cursor"},
       .text = "The logins of whoever asks that have not ended, newest first"},
      {.method = "DELETE",
       .path = "/api/v1/me/sessions/{id}",
       .who = Who::user,
       .action = sends<auth::EndSession>,
       .status = 204,
       .text = "Ends a session of whoever asks; its tokens stop working within 2 s"},
      {.method = "DELETE",
       .path = "/api/v1/me/sessions",
       .who = Who::user,
       .action = sends<auth::EndOtherSessions>,
       .status = 204,
       .text = "Ends every session of whoever asks but the one that asks"},
  };
}

std::vector<Row> customer_rows() {
  return {
      {.method = "GET",
       .path = "/api/v1/admin/customers",
       .who = Who::admin,
       .action = sends<auth::FindAccounts>,
       .query = {"q", "limit", "cursor"},
       .text = "All accounts, newest first; with `q` those whose address or name begins with it"},
      {.method = "GET",
       .path = "/api/v1/admin/customers/{id}",
       .who = Who::admin,
       .action = sends<auth::GetAccount>,
       .text = "Anybody's account"},
  };
}

}  // namespace

std::vector<Row> auth_rows() {
  auto rows = login_rows();
  for (const auto& part : {own_rows(), customer_rows()})
    rows.insert(rows.end(), part.begin(), part.end());
  rows.push_back({.method = "GET",
                  .path = "/.well-known/jwks.json",
                  .action = sends<auth::GetSigningKeys, &answer_jwks>,
                  .reply = &kernel::type_of<Jwks>,
                  .etag = true,
                  .text = "The public keys by which access tokens can be checked"});
  return rows;
}

}  // namespace gateway
