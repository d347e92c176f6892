#include "front.h"

#include <set>

#include "gateway/route.h"

namespace test {

namespace {

using kernel::Principal;

struct Verifier final : http::TokenVerifier {
  explicit Verifier(const std::set<std::string, std::less<>>& revoked) : revoked(revoked) {}
  const std::set<std::string, std::less<>>& revoked;

  kernel::Task<std::shared_ptr<const Principal>> verify(std::string_view token) override {
    if ((token != "alice" && token != "admin") || revoked.contains(token))
      throw kernel::Error(kernel::Code::unauthenticated, "the access token does not hold");
    Principal principal;
    principal.kind = Principal::Kind::user;
    principal.user = alice;
    principal.role = token == "admin" ? kernel::Role::admin : kernel::Role::customer;
    principal.token = kernel::SecretText(std::string(token));
    co_return std::make_shared<const Principal>(std::move(principal));
  }
};

// The modules of the table, each at a place of its own.
std::map<std::string, kernel::Place> far_places() {
  std::map<std::string, kernel::Place> places;
  for (const auto& row : gateway::all_rows()) {
    if (row.action.message == nullptr) continue;
    const std::string module(row.action.message().module);
    places[module] = {kernel::Place::Kind::remote, "sim://" + module};
  }
  return places;
}

kernel::Task<kernel::WireResponse> answered(kernel::WireResponse response) { co_return response; }

}  // namespace

struct Front::Life {
  Life(kernel::sim::Host& host, gateway::GatewayOptions options,
       const std::set<std::string, std::less<>>& revoked)
      : exchange(host, host.transport(), far_places()),
        verifier(revoked),
        gateway(exchange, verifier, monitor, std::move(options)) {}
  kernel::Exchange exchange;
  Verifier verifier;
  gateway::Monitor monitor{exchange};
  gateway::Gateway gateway;
};

std::vector<std::string> Answer::faults() const {
  std::vector<std::string> all;
  const Json problem = json();
  for (const auto& error : problem.at("errors").as_array())
    all.push_back(std::string(error.at("pointer").as_string()) + ": " +
                  std::string(error.at("detail").as_string()));
  return all;
}

Front::Front(gateway::GatewayOptions options) : host(world.host("gateway")) {
  life_ = &host.keep(std::make_unique<Life>(host, std::move(options), revoked));
  for (const auto& [module, place] : life_->exchange.places()) {
    auto& there = world.host(module);
    world.listen(place.url, there,
                 [this](const kernel::WireRequest& request) { return answered(serve(request)); });
  }
}

Front::~Front() { host.crash(); }

kernel::WireResponse Front::serve(const kernel::WireRequest& request) {
  const std::string name = request.path.substr(std::string_view("/rpc/").size());
  if (!name.ends_with("/health")) arrived.push_back(request);
  const auto found = replies.find(name);
  if (found != replies.end()) return found->second(request);
  return {200, "{}"};
}

void Front::reply(const std::string& message, std::string json) {
  replies[message] = [json = std::move(json)](const auto&) {
    return kernel::WireResponse{200, json};
  };
}

void Front::refuse(const std::string& message, kernel::Error error) {
  replies[message] = [error = std::move(error)](const auto&) { return kernel::to_response(error); };
}

void Front::run(kernel::Task<> task) {
  bool done = false;
  const auto watch = [](kernel::Task<> inner, bool& ended) -> kernel::Task<> {
    co_await std::move(inner);
    ended = true;
  };
  host.enter([&] { host.spawn(watch(std::move(task), done)); });
  REQUIRE(world.run_until([&] { return done; }));
}

kernel::Exchange& Front::exchange() { return life_->exchange; }

gateway::Monitor& Front::monitor() { return life_->monitor; }

gateway::Gateway& Front::gateway() { return life_->gateway; }

Answer Front::ask(const Ask& ask) {
  http::Request request;
  request.peer = ask.from;
  request.address = *http::parse_address(ask.from);
  request.method = ask.method;
  request.target = ask.target;
  request.tls = ask.tls;
  request.body = ask.body;
  const std::string bearer = "Bearer " + ask.token;
  bool typed = false;
  for (const auto& [name, value] : ask.headers) {
    request.headers.push_back({name, value});
    typed = typed || name == "Content-Type";
  }
  if (!ask.token.empty()) request.headers.push_back({"Authorization", bearer});
  if (!ask.body.empty() && !typed) request.headers.push_back({"Content-Type", "application/json"});
  Answer answer;
  const auto talk = [](gateway::Gateway& gateway, const http::Request& asked,
                       Answer& out) -> kernel::Task<> {
    auto response = co_await gateway.handle(asked);
    out.status = response.status;
    out.body = std::move(response.body);
    out.type = response.content_type;
    out.headers = std::move(response.headers);
  };
  run(talk(life_->gateway, request, answer));
  return answer;
}

Answer Front::post(std::string target, std::string body, std::string token) {
  return ask({"POST", std::move(target), std::move(body), {}, std::move(token)});
}

Answer Front::get(std::string target, std::string token) {
  return ask({"GET", std::move(target), {}, {}, std::move(token)});
}

std::string Front::sent() const {
  return arrived.empty() ? "" : arrived.back().path.substr(std::string_view("/rpc/").size());
}

Json Front::sent_json() const {
  REQUIRE(!arrived.empty());
  return boost::json::parse(arrived.back().body);
}

const kernel::Context& Front::sent_context() const {
  REQUIRE(!arrived.empty());
  return arrived.back().context;
}

}  // namespace test
