// commands: a running shop, by its public API, as an administrator.
#pragma once

#include <string>

#include "api_client.h"
#include "commands/command_line.h"

namespace commands {

struct AdminLogin {
  std::string email;
  kernel::SecretText password;
};

// Throws UsageError when it is empty.
void require_admin_email(const std::string& email);

// With the password from CLEAVE_ADMIN_PASSWORD, or asked for. Throws as above.
AdminLogin admin_login(const std::string& email);

class AdminSession {
 public:
  AdminSession(app::ApiClient& api, AdminLogin login) : api_(api), login_(std::move(login)) {}

  // Logs in before the first request, and again when a long piece of work outlives its token.
  // `doing` is for the error: "importing". Throws Error{invalid_argument} for a status of 400 and
  // {failed_precondition} for others that are no success, with the rows that the answer blames.
  kernel::Task<app::ApiReply> send(const app::ApiRequest& request, const std::string& doing);

 private:
  kernel::Task<> sign_in();

  app::ApiClient& api_;
  const AdminLogin login_;
  kernel::SecretText token_;
};

}  // namespace commands
