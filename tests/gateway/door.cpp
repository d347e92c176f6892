#include "door.h"

#include "gateway/monitor.h"
#include "gateway/route.h"
#include "http/transport.h"
#include "kernel/error.h"

namespace test {

namespace {

struct Nobody final : http::TokenVerifier {
  kernel::Task<std::shared_ptr<const kernel::Principal>> verify(std::string_view) override {
    throw kernel::Error(kernel::Code::unauthenticated, "the access token does not hold");
    co_return nullptr;
  }
};

std::map<std::string, kernel::Place> nowhere() {
  std::map<std::string, kernel::Place> places;
  for (const auto& row : gateway::all_rows())
    if (row.action.message != nullptr)
      places[std::string(row.action.message().module)] = {kernel::Place::Kind::remote,
                                                          "http://127.0.0.1:1"};
  return places;
}

kernel::Task<bool> started(gateway::Gateway& gateway) {
  gateway.start();
  co_return true;
}

}  // namespace

struct Door::Parts {
  Parts(Loops& loops, gateway::GatewayOptions options, http::ServerOptions limits)
      : transport(loops.runtime, loops.contexts),
        exchange(loops.runtime, transport, nowhere()),
        gateway(exchange, verifier, monitor, std::move(options)),
        server(loops.runtime, loops.contexts, gateway, refusing(std::move(limits))) {}

  http::ServerOptions refusing(http::ServerOptions options) {
    options.refusal = [this](const http::Request& request, int status, std::string_view detail) {
      return gateway.refuse(request, status, detail);
    };
    return options;
  }

  http::HttpTransport transport;
  kernel::Exchange exchange;
  Nobody verifier;
  gateway::Monitor monitor{exchange};
  gateway::Gateway gateway;
  http::Server server;
};

Door::Door(gateway::GatewayOptions options, unsigned loops, http::ServerOptions server)
    : loops_(loops),
      parts_(std::make_unique<Parts>(loops_, std::move(options), std::move(server))),
      url(parts_->server.listen("http://127.0.0.1:0")) {
  loops_.run(started(parts_->gateway));
}

Door::~Door() { loops_.end(); }

bool Door::stop() { return loops_.run(parts_->gateway.stop(std::chrono::seconds(5))); }

}  // namespace test
