#include "commands/probe.h"

#include "api_client.h"
#include "http/server.h"
#include "kernel/error.h"
#include "signals.h"

namespace commands {
namespace {

// Never called: the listener is closed again at once.
class Nobody final : public http::Handler {
 public:
  kernel::Task<http::Response> handle(const http::Request&) override {
    http::Response refusal;
    refusal.status = 503;
    co_return refusal;
  }
};

kernel::Task<> ask(app::ApiClient& api, app::ApiReply& reply) {
  const app::ApiRequest request{"GET", "/healthz"};
  reply = co_await api.send(request);
}

bool answers_as_cleave(const std::string& url) {
  kernel::RealRuntime runtime({.loops = 1, .workers = 1});
  app::ApiClient api(runtime, url);
  api.patience = kernel::Ticks(0);
  api.timeout = std::chrono::seconds(1);
  app::ApiReply reply;
  try {
    app::run_to_end(runtime, ask(api, reply));
  } catch (const kernel::Error&) {
    return false;
  }
  return reply.ok() && reply.body.find("\"status\"") != reply.body.npos;
}

}  // namespace

Probe probe(const std::string& url) {
  if (answers_as_cleave(url)) return {Probe::Kind::cleave, {}};
  kernel::RealRuntime runtime({.loops = 1, .workers = 1});
  boost::asio::io_context* const loops[] = {&runtime.loop(0)};
  Nobody nobody;
  try {
    http::Server server(runtime, loops, nobody);
    server.listen(url);
  } catch (const kernel::Error& error) {
    const bool in_use = error.message.find("in use") != error.message.npos;
    return {in_use ? Probe::Kind::taken : Probe::Kind::impossible, error.message};
  }
  return {};
}

}  // namespace commands
