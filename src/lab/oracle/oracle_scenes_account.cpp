// The script: accounts and sessions.
#include <fmt/format.h>

#include "lab/oracle/oracle_scenes.h"

namespace lab {

namespace {

std::string credentials(const std::string& email, const std::string& password) {
  return fmt::format(R"({{"email":"{}","password":"{}"}})", email, password);
}

std::string registration(const std::string& email, const std::string& password,
                         const std::string& name) {
  return fmt::format(R"({{"email":"{}","password":"{}","name":"{}"}})", email, password, name);
}

std::string refreshed(const std::string& token) {
  return fmt::format(R"({{"refresh_token":"{}"}})", token);
}

std::string with_token(const std::string& token) {
  return fmt::format(R"({{"token":"{}"}})", token);
}

}  // namespace

ScriptedCustomer Scenes::sign_up() {
  ScriptedCustomer customer;
  customer.name = next("customer");
  const auto number = customer.name.substr(customer.name.rfind(' ') + 1);
  customer.email = fmt::format("Scripted.{}@oracle.example", number);
  customer.password = "correct horse " + number;
  customer.token = fmt::format("<access of {}>", customer.name);
  post("/api/v1/auth/register",
       registration(customer.email, customer.password, "Scripted " + number))
      .keep(customer.name, "/id");
  log_in(customer);
  return customer;
}

void Scenes::log_in(const ScriptedCustomer& customer) {
  begin_session(customer, "access of " + customer.name);
  get("/api/v1/me").as(customer.token);
}

// Names its access token, and its refresh token "refresh".
void Scenes::begin_session(const ScriptedCustomer& customer, std::string access) {
  post("/api/v1/auth/login", credentials(customer.email, customer.password))
      .keep(std::move(access), "/access_token")
      .keep("refresh", "/refresh_token");
}

void Scenes::register_badly() {
  const std::string path = "/api/v1/auth/register";
  post(path);
  post(path, "{\"email\":");
  post(path, "[]");
  post(path, registration("nobody", "short", ""));
  post(path, registration("nobody@oracle.example", "long enough it is", "No\\u0000body"));
  post(path, R"({"email":7,"password":true,"name":null})");
  post(path,
       R"({"email":"a@oracle.example","password":"long enough it is","name":"A","role":"admin"})");
  post(path, registration("guessed@oracle.example", "P4ssw0rd2024!", "Guessed"));
  post(path, registration("guessed@oracle.example", "Guessed-by-1", "Guessed"));
  post(path, registration("text@oracle.example", "long enough it is", "Text")).content_type =
      "text/plain";
}

void Scenes::log_in_badly(const ScriptedCustomer& customer) {
  post("/api/v1/auth/register",
       registration("SCRIPTED" + customer.email.substr(8), "long enough it is", "Twice"));
  post("/api/v1/auth/login", credentials(customer.email, "wrong horse"));
  post("/api/v1/auth/login", credentials("nobody@oracle.example", customer.password));
  get("/api/v1/me");
  get("/api/v1/me").as("no token at all");
  get("/api/v1/me").as(customer.token + "x");
}

// Using a refresh token a second time ends the session and what came of it.
void Scenes::refresh_session(const ScriptedCustomer& customer) {
  const std::string path = "/api/v1/auth/refresh";
  begin_session(customer, "access before refresh");
  const auto access = next("ended access");
  post(path, refreshed("<refresh>"))
      .keep(access, "/access_token")
      .keep("second refresh", "/refresh_token");
  get("/api/v1/me").as("<" + access + ">");
  post(path, refreshed("<refresh>"));
  post(path, refreshed("<second refresh>"));
  post(path, refreshed("unheard of"));
  ended_.push_back(access);
}

void Scenes::log_out(const ScriptedCustomer& customer) {
  const auto access = next("ended access");
  begin_session(customer, access);
  for (int time = 0; time < 2; ++time) post("/api/v1/auth/logout", refreshed("<refresh>"));
  post("/api/v1/auth/refresh", refreshed("<refresh>"));
  ended_.push_back(access);
}

// The newest login is another one: lost, perhaps.
void Scenes::manage_sessions(const ScriptedCustomer& customer) {
  const std::string path = "/api/v1/me/sessions";
  const auto lost = next("ended access");
  begin_session(customer, lost);
  const auto other = next("ended access");
  begin_session(customer, other);
  get(path);
  get(path + "?cursor=unheard-of").as(customer.token);
  get(path + "?limit=1").as(customer.token).keep("cursor", "/next_cursor");
  get(path + "?limit=1&cursor=<cursor>").as(customer.token).keep("lost session", "/items/0/id");
  for (int time = 0; time < 2; ++time) send("DELETE", path + "/<lost session>").as(customer.token);
  send("DELETE", path + "/<lost session>");
  send("DELETE", path).as(customer.token);
  send("DELETE", path);
  get(path).as(customer.token);
  ended_.insert(ended_.end(), {lost, other});
}

// Other processes hear of it within 2 s: the later this is asked, the less there is to wait.
void Scenes::use_ended_sessions() {
  for (const auto& access : ended_) get("/api/v1/me").as("<" + access + ">").until_status = 401;
  ended_.clear();
}

void Scenes::follow_mailed_links(ScriptedCustomer& customer) {
  const std::string verify = "/api/v1/auth/verify-email";
  const std::string forgot = "/api/v1/auth/password/forgot";
  const std::string reset = "/api/v1/auth/password/reset";
  const auto address = [](const std::string& email) {
    return fmt::format(R"({{"email":"{}"}})", email);
  };
  const auto new_password = [](std::string_view token, const std::string& password) {
    return fmt::format(R"({{"token":"{}","password":"{}"}})", token, password);
  };
  post(verify, with_token("<mailed>")).mailed = {customer.email, "/verify"};
  post(verify, with_token("<mailed>"));
  post(verify, with_token("unheard of"));
  get("/api/v1/me").as(customer.token);
  post(forgot, address("nobody@oracle.example"));
  post(forgot, address(customer.email));
  const auto access = next("ended access");
  begin_session(customer, access);
  ended_.push_back(access);
  const std::string old = customer.password;
  customer.password += " battery staple";
  post(reset, new_password("<mailed>", "short")).mailed = {customer.email, "/reset"};
  post(reset, new_password("<mailed>", customer.password));
  post(reset, new_password("<mailed>", customer.password));
  post("/api/v1/auth/login", credentials(customer.email, old));
  log_in(customer);
  read_notifications(customer);
  get("/api/v1/notifications");
}

}  // namespace lab
