#include "auth/messages.h"
#include "call.h"
#include "documents.h"
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
       .text = "Creates a customer's account and mails a token to verify the address"},
      {.method = "POST",
       .path = "/api/v1/auth/login",
       .action = sends<auth::Login>,
       .traffic = Traffic::logins,
       .body = {"email", "password"},
       .fails = {unauthenticated},
       .text = "Starts a session"},
      {.method = "POST",
       .path = "/api/v1/auth/refresh",
       .action = sends<auth::Refresh>,
       .body = {"refresh_token"},
       .fails = {unauthenticated},
       .text = "Trades a refresh token for new tokens; using one twice ends the session"},
      {.method = "POST",
       .path = "/api/v1/auth/logout",
       .action = sends<auth::Logout>,
       .body = {"refresh_token"},
       .status = 204,
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

}  // namespace

std::vector<Row> auth_rows() {
  auto rows = login_rows();
  const auto own = own_rows();
  rows.insert(rows.end(), own.begin(), own.end());
  rows.push_back({.method = "GET",
                  .path = "/.well-known/jwks.json",
                  .action = sends<auth::GetSigningKeys, &answer_jwks>,
                  .reply = &kernel::type_of<Jwks>,
                  .etag = true,
                  .text = "The public keys by which access tokens can be checked"});
  return rows;
}

}  // namespace gateway
