// app: one process of a layout: its modules, the gateway if it has it, and its listeners.
#pragma once

#include <atomic>
#include <memory>
#include <string>
#include <vector>

#include "app_comparisons.h"
#include "app_modules.h"
#include "app_reload.h"
#include "gateway/gateway.h"
#include "gateway/module_metrics.h"
#include "gateway/monitor.h"
#include "gateway/token_verifier.h"
#include "http/otlp.h"
#include "http/redirect.h"
#include "http/rpc.h"
#include "http/server.h"
#include "http/transport.h"
#include "kernel/layout.h"
#include "kernel/real_runtime.h"

namespace app {

// Built: databases open and locked, listeners bound. Runs once.
class App {
 public:
  // Throws Error in one clear line when a database or a listener cannot be had.
  App(const kernel::Config& config, const kernel::Process& process);
  ~App();
  App(const App&) = delete;
  App& operator=(const App&) = delete;

  // Serves until SIGINT or SIGTERM, then drains: accepts no more, answers what is under way, stops
  // the modules. `ready` is called once every module that this process needs was reached. A second
  // signal, or a drain longer than 20 s, ends the process at once with exit code 1. SIGHUP: takes
  // over what `reread` finds changed, or nothing of it when it throws.
  void run(const std::function<void()>& ready, const std::function<Reread()>& reread);

  const std::vector<std::string>& urls() const noexcept { return urls_; }  // actual ports

 private:
  kernel::Task<> begin();
  kernel::Task<> drain();
  void on_signal(int count);
  http::Server& add_server(http::Handler& handler, http::ServerOptions options);
  http::ServerOptions server_options(const kernel::Config& config);
  void record_spans();
  void listen();
  void on_hangup();
  void take_over(Reread fresh);
  void take_over_faults(const kernel::Config& config, const Changes& found);
  void listen_to_customers();

  const kernel::Config& config_;
  const kernel::Process process_;
  kernel::RealRuntime runtime_;
  const std::vector<boost::asio::io_context*> loops_;
  http::HttpTransport transport_;
  kernel::Exchange exchange_;
  Modules modules_;
  gateway::TokenVerifier verifier_;
  gateway::Monitor monitor_;
  gateway::ModuleMetrics module_metrics_;
  std::unique_ptr<http::OtlpExporter> otlp_;     // null: off
  std::unique_ptr<LabComparisons> comparisons_;  // null: off
  std::unique_ptr<gateway::Gateway> gateway_;
  http::RpcHandler rpc_;
  std::unique_ptr<http::Redirect> redirect_;  // null: nobody is sent on
  std::vector<std::unique_ptr<http::Server>> servers_;
  http::Server* public_ = nullptr;       // of servers_, where the gateway is
  http::Server* redirecting_ = nullptr;  // null: nobody is sent on
  std::vector<std::string> urls_;
  std::function<void()> ready_;
  std::function<Reread()> reread_;
  std::unique_ptr<const kernel::Config> latest_;  // null: config_
  const bool had_terminal_;
  std::atomic<bool> draining_ = false;
};

}  // namespace app
