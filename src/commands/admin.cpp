// cleave admin create: an administrator, on a stopped shop.
#include <fmt/format.h>

#include <boost/json.hpp>

#include "app_offline.h"
#include "auth/messages.h"
#include "commands/all.h"
#include "commands/password.h"
#include "commands/restore_files.h"
#include "signals.h"

namespace commands {
namespace {

struct AdminOptions {
  ConfigOptions config;
  std::string email;
  std::string name;
  bool json = false;
};

kernel::Task<> create(app::Offline& shop, const auth::CreateAdmin& message,
                      auth::Account& account) {
  shop.bus().calls<auth::CreateAdmin>();
  const auto context = shop.context(std::chrono::minutes(1));
  account = co_await shop.bus().call(context, message);
}

int create_admin(const AdminOptions& options) {
  const auto config = options.config.load();
  refuse_unfinished_restore(config);
  app::Offline shop(config, "auth");  // before the password is asked for: a running shop refuses
  auth::CreateAdmin message;
  message.email = options.email;
  message.name =
      options.name.empty() ? options.email.substr(0, options.email.find('@')) : options.name;
  message.password = read_password("password for " + options.email, true);
  auth::Account account;
  app::run_to_end(shop.runtime(), create(shop, message, account));
  if (options.json) {
    const boost::json::object object{
        {"id", to_text(account.id)}, {"email", account.email}, {"role", "admin"}};
    fmt::print("{}\n", boost::json::serialize(object));
  } else {
    fmt::print("administrator {} ({})\n", account.email, to_text(account.id));
  }
  return done;
}

}  // namespace

void add_admin(CommandLine& line) {
  const auto options = std::make_shared<AdminOptions>();
  auto& group = line.group("admin", "Administrators");
  auto& command =
      line.add(group, "create",
               "Make an administrator of a stopped shop, or an existing account one; the password "
               "comes from stdin (asked for on a terminal)",
               [options] { return create_admin(*options); });
  command.add_option("EMAIL", options->email, "the address to log in with")->required();
  command.add_option("--name", options->name, "default: what stands before the @");
  options->config.add_to(command);
  command.add_flag("--json", options->json, "one JSON object on stdout");
}

}  // namespace commands
