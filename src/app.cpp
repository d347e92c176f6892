#include "app.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>

#include "app_contracts.h"
#include "app_options.h"
#include "app_settings.h"
#include "app_tls.h"
#include "kernel/log.h"
#include "module_graph.h"
#include "signals.h"
#include "version.h"

namespace app {
namespace {

using kernel::Task;
using kernel::Ticks;

constexpr Ticks drain_max = std::chrono::seconds(18);  // of the 20 s that whoever stops us waits
constexpr Ticks ready_poll = std::chrono::milliseconds(5);
constexpr Ticks ready_complaint = std::chrono::seconds(5);

std::vector<boost::asio::io_context*> loops_of(kernel::RealRuntime& runtime) {
  std::vector<boost::asio::io_context*> loops;
  for (unsigned i = 0; i < runtime.loops(); ++i) loops.push_back(&runtime.loop(i));
  return loops;
}

// The gateway's process needs every module; another one those that its modules use, and auth's keys
// to know its users.
std::vector<std::string> needs_of(const kernel::Process& process) {
  std::vector<std::string> needs;
  for (const auto& module : build::kernel_module_graph) {
    const bool hosted = std::find(process.modules.begin(), process.modules.end(), module.module) !=
                        process.modules.end();
    if (process.gateway) needs.emplace_back(module.module);
    if (hosted && !process.gateway)
      needs.insert(needs.end(), module.uses.begin(), module.uses.end());
  }
  std::sort(needs.begin(), needs.end());
  needs.erase(std::unique(needs.begin(), needs.end()), needs.end());
  return needs;
}

// Each process looks at all of them, so that a mistake is refused wherever it is read first.
std::map<std::string, std::vector<faults::Rule>> hosted_faults(const kernel::Config& config,
                                                               const kernel::Process& process) {
  std::map<std::string, std::vector<faults::Rule>> hosted;
  for (const auto& module : module_names()) {
    auto rules = fault_rules(config, module);
    if (std::ranges::find(process.modules, module) != process.modules.end())
      hosted.emplace(module, std::move(rules));
  }
  return hosted;
}

std::string listed(const std::vector<std::string>& words) {
  return fmt::format("{}", fmt::join(words, " "));
}

std::vector<kernel::Module*> pointers(const Modules& modules) {
  std::vector<kernel::Module*> all;
  for (const auto& module : modules) all.push_back(module.get());
  return all;
}

[[noreturn]] void end_at_once(std::string_view why) {
  kernel::log_error("stopped without having drained", {{"reason", std::string(why)}});
  std::_Exit(1);
}

}  // namespace

App::App(const kernel::Config& config, const kernel::Process& process)
    : config_(config),
      process_(process),
      runtime_(runtime_options(config)),
      loops_(loops_of(runtime_)),
      transport_(runtime_, loops_, transport_options(config)),
      exchange_(runtime_, transport_, process.places, guard_options(config)),
      modules_(build_modules(exchange_, config, process.modules,
                             files(config, "cleave " + process.name))),
      verifier_(exchange_, process.name),
      monitor_(exchange_, {.needs = needs_of(process)}),
      module_metrics_(runtime_, pointers(modules_)),
      rpc_(exchange_, verifier_, monitor_),
      had_terminal_(has_terminal()) {
  exchange_.set_admin_login_max_age(config.duration("auth.admin_login_max_age"));
  if (config.boolean("faults.enabled")) exchange_.faults().enable();
  for (auto& [module, rules] : hosted_faults(config, process))
    if (!rules.empty()) exchange_.faults().set(module, std::move(rules));
  record_spans();
  monitor_.add_metrics([this] { return module_metrics_.families(); });
  if (process.gateway) {
    auto options = gateway_options(config, build::version);
    options.contracts = contracts();
    if (config.boolean("console.comparisons"))
      comparisons_ = std::make_unique<LabComparisons>(
          runtime_, config.text("storage.directory") + "/comparisons");
    options.comparisons = comparisons_.get();
    gateway_ =
        std::make_unique<gateway::Gateway>(exchange_, verifier_, monitor_, std::move(options));
  }
  listen();
}

App::~App() {
  servers_.clear();
  for (const auto& module : modules_) module->close();
  runtime_.destroy_frames();
}

http::Server& App::add_server(http::Handler& handler, http::ServerOptions options) {
  servers_.push_back(std::make_unique<http::Server>(runtime_, loops_, handler, std::move(options)));
  return *servers_.back();
}

http::ServerOptions App::server_options(const kernel::Config& config) {
  auto options = public_server_options(config);
  options.refusal = [this](const http::Request& request, int status, std::string_view detail) {
    return gateway_->refuse(request, status, detail);
  };
  return options;
}

void App::listen_to_customers() {
  auto options = server_options(config_);
  public_ = &add_server(*gateway_, options);
  monitor_.add_metrics([this] { return gateway::connection_families(*public_); });
  if (auto tls = load_tls(config_, runtime_.now())) public_->set_tls(std::move(tls));
  urls_.push_back(public_->listen(config_.text("gateway.listen")));
  const auto& from = config_.text("tls.redirect_from");
  if (from.empty()) return;
  redirect_ = std::make_unique<http::Redirect>(redirect_target(config_));
  redirecting_ = &add_server(*redirect_, std::move(options));
  urls_.push_back(redirecting_->listen(from));
}

void App::record_spans() {
  exchange_.spans().enable(span_options(config_));
  auto options = otlp_options(config_, process_.name, build::version);
  if (!options.url.empty())
    otlp_ = std::make_unique<http::OtlpExporter>(runtime_, *loops_.front(), exchange_.spans(),
                                                 std::move(options));
}

void App::listen() {
  if (gateway_) listen_to_customers();
  if (process_.listeners.empty()) return;
  auto& server = add_server(rpc_, internal_server_options(config_));
  for (const auto& url : process_.listeners) urls_.push_back(server.listen(url));
}

void App::run(const std::function<void()>& ready, const std::function<Reread()>& reread) {
  ready_ = ready;
  reread_ = reread;
  std::signal(SIGPIPE, SIG_IGN);  // whoever reads the access log may go away; the shop stays
  const Interrupts interrupts(runtime_, [this](int count) { on_signal(count); });
  const Hangups hangups(runtime_, [this] { on_hangup(); });
  runtime_.spawn(begin());
  runtime_.run();
}

Task<> App::begin() {
  for (const auto& module : modules_) module->start();
  verifier_.start();
  monitor_.start();
  module_metrics_.start();
  if (otlp_) otlp_->start();
  if (gateway_) gateway_->start();
  auto complain_at = runtime_.ticks() + ready_complaint;
  while (monitor_.ready().status != 200 && !draining_) {
    co_await runtime_.sleep(ready_poll);
    if (runtime_.ticks() < complain_at) continue;
    kernel::log_warning("still waiting for modules", {{"ready", monitor_.ready().body}});
    complain_at += ready_complaint;
  }
  if (draining_) co_return;
  kernel::log_info("ready", {{"urls", fmt::format("{}", fmt::join(urls_, " "))}});
  ready_();
}

void App::on_signal(int count) {
  if (count > 1) end_at_once("a second signal came");
  draining_ = true;
  runtime_.spawn(drain());
}

void App::on_hangup() {
  if (had_terminal_ && !has_terminal()) return on_signal(1);  // it was closed
  if (draining_) return;
  try {
    take_over(reread_());
  } catch (const std::exception& error) {
    kernel::log_error("the configuration stays as it was", {{"error", error.what()}});
  }
}

// Throws before anything has changed.
void App::take_over(Reread fresh) {
  const kernel::Config& config = *fresh.config;
  const auto found = changes(config_, latest_ ? *latest_ : config_, fresh, process_);
  const auto level = kernel::parse_log_level(config.text("log.level"));
  hosted_faults(config, process_);
  if (gateway_) {
    auto options = server_options(config);
    const auto limits = gateway_options(config, build::version).limits;
    auto tls = load_tls(config, runtime_.now());
    gateway_->set_limits(limits);
    if (redirecting_) redirecting_->set_options(options);
    public_->set_options(std::move(options));
    if (tls) public_->set_tls(std::move(tls));
  }
  if (level) kernel::set_log_level(*level);
  take_over_faults(config, found);
  for (const auto& [module, place] : fresh.process.places)
    if (place.kind == kernel::Place::Kind::remote &&
        exchange_.place(module).kind == kernel::Place::Kind::remote)
      exchange_.move(module, place.url);
  latest_ = std::move(fresh.config);
  kernel::log_info("the configuration was read again", {{"taken_over", listed(found.taken_over)}});
  if (!found.need_restart.empty())
    kernel::log_warning("some changes need a restart", {{"keys", listed(found.need_restart)}});
}

// Those that an administrator has set meanwhile stay, where the configuration says nothing new.
void App::take_over_faults(const kernel::Config& config, const Changes& found) {
  auto& faults = exchange_.faults();
  if (!config.boolean("faults.enabled")) return faults.disable();
  faults.enable();
  for (auto& [module, rules] : hosted_faults(config, process_))
    if (std::ranges::find(found.taken_over, "faults." + module) != found.taken_over.end())
      faults.set(module, std::move(rules));
}

Task<> App::drain() {
  kernel::log_info("draining");
  const auto end = runtime_.ticks() + drain_max;
  const auto left = [&] { return std::max(end - runtime_.ticks(), Ticks(0)); };
  bool clean = true;
  for (const auto& module : modules_) module->tell_to_drain();
  for (const auto& server : servers_) {
    const bool drained = co_await server->drain(left());
    clean = clean && drained;
  }
  if (comparisons_) {
    const bool ended = co_await comparisons_->stop(left() / 2);
    clean = clean && ended;
  }
  // All at once: what each has to end may take as long as a drain.
  for (const auto& module : modules_) module->tell_to_stop();
  if (gateway_) {
    const bool stopped = co_await gateway_->stop(left());
    clean = clean && stopped;
  }
  for (const auto& module : modules_) {
    const bool stopped = co_await module->stop(left());
    clean = clean && stopped;
  }
  const bool verifier_stopped = co_await verifier_.stop(left());
  const bool monitor_stopped = co_await monitor_.stop(left());
  const bool metrics_stopped = co_await module_metrics_.stop(left());
  clean = clean && verifier_stopped && monitor_stopped && metrics_stopped;
  if (otlp_) {  // last: what the others did until here is in spans
    const bool sent = co_await otlp_->stop(left());
    clean = clean && sent;
  }
  if (!clean) end_at_once("some work did not end in time");
  kernel::log_info("drained");
  runtime_.stop();
}

}  // namespace app
