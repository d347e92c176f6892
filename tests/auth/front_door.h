// tests of auth: a vocabulary. Customers come, log in, forget passwords; what auth announces is
// heard.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "auth/events.h"
#include "auth/messages.h"
#include "auth_module.h"
#include "kernel/audit.h"
#include "kernel/jwt.h"
#include "support/bench.h"

namespace test {

using kernel::Code;
using kernel::SecretText;

inline const std::string alice_mail = "Alice@Example.org";
inline const std::string alice_password = "correct horse battery";

// The least that Argon2id can cost, and lifetimes that are quick to live through.
inline auth::Options quick_options() {
  auth::Options options;
  options.password_ops = 1;
  options.password_memory_kib = 8;
  options.access_token_lifetime = std::chrono::seconds(60);
  options.refresh_token_lifetime = std::chrono::seconds(120);
  options.verify_token_lifetime = std::chrono::seconds(90);
  options.reset_token_lifetime = std::chrono::seconds(60);
  options.sweep_interval = std::chrono::seconds(60);
  return options;
}

class FrontDoor {
 public:
  explicit FrontDoor(Wire wire, auth::Options options = quick_options()) : bench(wire, {"auth"}) {
    bench.listen<auth::UserRegistered>([this](const auto& event) { registered.push_back(event); });
    bench.listen<auth::PasswordResetRequested>(
        [this](const auto& event) { resets.push_back(event); });
    bench.host<auth::AuthModule>(options);
  }

  auth::Account register_user(const std::string& email = alice_mail,
                              const std::string& password = alice_password) {
    const auth::Register message{email, SecretText(password), "Alice"};
    return bench.ask(bench.as_nobody(), message);
  }
  Code register_refused(const std::string& email, const std::string& password,
                        const std::string& name = "Alice") {
    const auth::Register message{email, SecretText(password), name};
    return bench.refused(bench.as_nobody(), message);
  }

  auth::Tokens login(const std::string& email = alice_mail,
                     const std::string& password = alice_password) {
    const auth::Login message{email, SecretText(password)};
    return bench.ask(bench.as_nobody(), message);
  }
  Code login_refused(const std::string& email, const std::string& password) {
    const auth::Login message{email, SecretText(password)};
    return bench.refused(bench.as_nobody(), message);
  }

  auth::Tokens refresh(const SecretText& token) { return refresh(bench.as_nobody(), token); }
  auth::Tokens refresh(const kernel::Context& context, const SecretText& token) {
    const auth::Refresh message{token};
    return bench.ask(context, message);
  }
  Code refresh_refused(const SecretText& token) {
    return refresh_refused(bench.as_nobody(), token);
  }
  Code refresh_refused(const kernel::Context& context, const SecretText& token) {
    const auth::Refresh message{token};
    return bench.refused(context, message);
  }

  void logout(const SecretText& token) {
    const auth::Logout message{token};
    bench.ask(bench.as_nobody(), message);
  }

  // The token that was mailed.
  SecretText forgot(const std::string& email = alice_mail) {
    const auto before = resets.size();
    const auth::ForgotPassword message{email};
    bench.ask(bench.as_nobody(), message);
    bench.settle();
    return resets.size() > before ? resets.back().reset_token : SecretText();
  }

  auth::SigningKeys keys() {
    const auth::GetSigningKeys message;
    return bench.ask(bench.as_nobody(), message);
  }

  // What any process makes of an access token, by the keys that auth publishes now.
  std::optional<kernel::Claims> claims(const auth::Tokens& tokens) {
    const auto published = keys().keys;
    const auto lookup = [&](std::string_view kid) -> std::optional<kernel::PublicKey> {
      for (const auto& key : published)
        if (key.kid == kid) return kernel::parse_public_key(key.x);
      return std::nullopt;
    };
    return kernel::verify_jwt(tokens.access_token.reveal(), lookup, bench.runtime().now());
  }

  // What administrators did.
  std::vector<::audit::Record> audit() {
    const ::audit::List list{"auth"};
    return bench.ask(bench.as_admin(), list).items;
  }

  auth::Revocations revocations(std::int64_t sequence = 0) {
    const auth::GetRevocations message{sequence};
    return bench.ask(bench.as_nobody(), message);
  }

  Bench bench;
  std::vector<auth::UserRegistered> registered;
  std::vector<auth::PasswordResetRequested> resets;
};

}  // namespace test
