// cleave healthcheck: is the shop ready? For container runtimes and scripts.
#include <fmt/format.h>

#include <boost/json.hpp>

#include "api_client.h"
#include "commands/all.h"
#include "kernel/error.h"
#include "signals.h"

namespace commands {
namespace {

struct HealthOptions {
  ConfigOptions config;
  std::string url;
  std::vector<std::string> only;
  bool json = false;
};

kernel::Task<> ask(app::ApiClient& api, app::ApiReply& reply) {
  const app::ApiRequest request{"GET", "/readyz"};
  reply = co_await api.send(request);
}

std::string url_of(const HealthOptions& options) {
  if (!options.url.empty()) return options.url;
  const auto config = options.config.load();
  const auto layout = layout_of(config);
  return options.only.empty() ? layout.gateway_listen()
                              : process_of(layout, options.only).listeners.front();
}

int check(const HealthOptions& options) {
  kernel::RealRuntime runtime({.loops = 1, .workers = 1});
  app::ApiClient api(runtime, url_of(options));
  api.patience = kernel::Ticks(0);
  api.timeout = std::chrono::seconds(3);
  app::ApiReply reply;
  std::string fault;
  try {
    app::run_to_end(runtime, ask(api, reply));
  } catch (const kernel::Error& error) {
    fault = error.message;
  }
  const bool ready = fault.empty() && reply.ok();
  if (options.json) {
    boost::json::object object{{"ready", ready}, {"url", api.origin()}};
    if (!ready) object["reason"] = fault;
    fmt::print("{}\n", boost::json::serialize(object));
  } else if (ready) {
    fmt::print("ready: {}\n", api.origin());
  } else {
    fmt::print(stderr, "cleave: not ready: {}\n", fault);
  }
  return ready ? done : failed;
}

}  // namespace

void add_healthcheck(CommandLine& line) {
  const auto options = std::make_shared<HealthOptions>();
  auto& command = line.add("healthcheck", "Is a running process ready? Exit code 0 or 1",
                           [options] { return check(*options); });
  options->config.add_to(command);
  command.add_option("--url", options->url, "default: gateway.listen of the configuration");
  command.add_option("--only", options->only, "the process that hosts these modules")
      ->delimiter(',');
  command.add_flag("--json", options->json, "one JSON object on stdout");
}

}  // namespace commands
