// cleave events: what the modules of a running shop still owe each other.
#include <fmt/format.h>

#include "app_settings.h"
#include "commands/admin_session.h"
#include "commands/all.h"
#include "commands/terminal.h"
#include "kernel/error.h"
#include "kernel/json.h"
#include "kernel/outbox.h"
#include "signals.h"

namespace commands {
namespace {

struct EventsOptions {
  std::string url = "http://127.0.0.1:8080";
  std::string email;
  std::string module;  // list: empty: every one
  std::int64_t delivery = 0;
  bool json = false;
};

std::string outbox_path(const std::string& module) { return "/api/v1/admin/outbox/" + module; }

kernel::Task<> list(AdminSession& session, const std::string& module, bool dead,
                    outbox::Letters& letters) {
  constexpr std::size_t page = 100;
  const std::string doing = "asking " + module;
  for (;;) {
    const std::int64_t after = letters.items.empty() ? 0 : letters.items.back().delivery;
    app::ApiRequest request{"GET", ""};
    request.target = fmt::format("{}?limit={}&after={}{}", outbox_path(module), page, after,
                                 dead ? "&dead=true" : "");
    const auto reply = co_await session.send(request, doing);
    auto found = kernel::json::from_json<outbox::Letters>(reply.body);
    letters.pending = found.pending;
    letters.dead = found.dead;
    for (auto& letter : found.items) letters.items.push_back(std::move(letter));
    if (found.items.size() < page || letters.items.size() >= 1000) co_return;
  }
}

struct Asked {
  outbox::Letters letters;
  std::string failure;  // why the module said nothing
};

kernel::Task<> list_all(AdminSession& session, const std::vector<std::string>& modules, bool dead,
                        std::vector<Asked>& all) {
  for (const auto& module : modules) {
    Asked& asked = all.emplace_back();
    try {
      co_await list(session, module, dead, asked.letters);
    } catch (const kernel::Error& error) {
      if (error.code != kernel::Code::unavailable || modules.size() == 1) throw;
      asked.failure = error.message;
    }
  }
}

void print_letters(const std::string& module, const outbox::Letters& letters, Table& table) {
  for (const auto& letter : letters.items)
    table.add({module, std::to_string(letter.delivery), letter.destination, letter.type,
               std::to_string(letter.attempts), letter.dead ? "dead" : "",
               kernel::to_text(letter.created_at), letter.error});
}

std::string json_of(const std::string& module, const Asked& asked) {
  std::string error;
  kernel::json::append_quoted(error, asked.failure);
  return fmt::format("{{\"module\":\"{}\",\"outbox\":{},\"error\":{}}}", module,
                     kernel::json::to_json(asked.letters), asked.failure.empty() ? "null" : error);
}

int show(const EventsOptions& options, bool dead) {
  kernel::RealRuntime runtime({.loops = 1, .workers = 1});
  app::ApiClient api(runtime, options.url);
  AdminSession session(api, admin_login(options.email));
  const auto modules =
      options.module.empty() ? app::module_names() : std::vector<std::string>{options.module};
  Table table({{"module"},
               {"delivery", Table::Align::right},
               {"to"},
               {"type"},
               {"attempts", Table::Align::right},
               {""},
               {"since"},
               {"last error"}});
  std::string json;
  std::int64_t pending = 0;
  std::int64_t given_up = 0;
  api.patience =
      std::chrono::seconds(1);  // a module that hangs keeps nobody from seeing the others
  std::vector<Asked> all;
  app::run_to_end(runtime, list_all(session, modules, dead, all));
  for (std::size_t i = 0; i < modules.size(); ++i) {
    pending += all[i].letters.pending;
    given_up += all[i].letters.dead;
    print_letters(modules[i], all[i].letters, table);
    json += (json.empty() ? "" : ",") + json_of(modules[i], all[i]);
  }
  if (options.json)
    fmt::print("{{\"modules\":[{}]}}\n", json);
  else
    fmt::print("{}{} owed, {} of them dead\n", table.text(), grouped_digits(pending),
               grouped_digits(given_up));
  for (std::size_t i = 0; i < modules.size() && !options.json; ++i)
    if (!all[i].failure.empty())
      fmt::print(stderr, "{} was not heard: {}\n", modules[i], all[i].failure);
  return done;
}

kernel::Task<> settle(AdminSession& session, const EventsOptions& options, std::string what) {
  app::ApiRequest request{"POST", ""};
  request.target = fmt::format("{}/{}/{}", outbox_path(options.module), options.delivery, what);
  co_await session.send(request, what);
}

int settle(const EventsOptions& options, const char* what, const char* past) {
  kernel::RealRuntime runtime({.loops = 1, .workers = 1});
  app::ApiClient api(runtime, options.url);
  AdminSession session(api, admin_login(options.email));
  app::run_to_end(runtime, settle(session, options, what));
  if (options.json)
    fmt::print("{{\"module\":\"{}\",\"delivery\":{},\"done\":\"{}\"}}\n", options.module,
               options.delivery, past);
  else
    fmt::print("delivery {} of {} is {}\n", options.delivery, options.module, past);
  return done;
}

void add_shop(CLI::App& command, EventsOptions& options) {
  command.add_option("--url", options.url, "the running shop")->capture_default_str();
  command
      .add_option("--email", options.email,
                  "an administrator; the password comes from CLEAVE_ADMIN_PASSWORD or stdin")
      ->required();
  command.add_flag("--json", options.json, "one JSON object on stdout");
}

}  // namespace

void add_events(CommandLine& line) {
  const auto options = std::make_shared<EventsOptions>();
  auto& group = line.group("events", "What modules owe each other, and what was given up");
  const auto add_list = [&](const char* name, const char* text, bool dead) {
    auto& command = line.add(group, name, text, [options, dead] { return show(*options, dead); });
    command.add_option("MODULE", options->module, "of this one; default: of all")
        ->check(CLI::IsMember(app::module_names()));
    add_shop(command, *options);
  };
  add_list("list", "Events and commands that are not yet delivered, oldest first", false);
  add_list("dead", "Those that were given up after the configured attempts", true);
  const auto add_settling = [&](const char* name, const char* past, const char* text) {
    auto& command =
        line.add(group, name, text, [options, name, past] { return settle(*options, name, past); });
    command.add_option("MODULE", options->module, "whose outbox")
        ->required()
        ->check(CLI::IsMember(app::module_names()));
    command.add_option("DELIVERY", options->delivery, "its number")->required();
    add_shop(command, *options);
  };
  add_settling("replay", "on its way again", "Try a dead one again, from its first attempt");
  add_settling("discard", "discarded", "Give a dead one up; what waits behind it goes on");
}

}  // namespace commands
