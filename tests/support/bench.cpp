#include "support/bench.h"

#include <fmt/format.h>
#include <stdlib.h>

#include <filesystem>
#include <map>
#include <set>
#include <sstream>

#include "http/rpc.h"
#include "http/server.h"
#include "http/transport.h"
#include "support/provoked.h"

namespace test {

namespace {

using kernel::Principal;

constexpr kernel::Ticks call_timeout = std::chrono::seconds(30);

std::string to_token(const Principal& user) {
  return fmt::format("{}:{}:{}:{}", user.role == kernel::Role::admin ? "admin" : "user",
                     to_text(user.user), to_text(user.session), user.authenticated_at.ms);
}

// Believes what to_token made.
struct BenchVerifier final : http::TokenVerifier {
  kernel::Task<std::shared_ptr<const Principal>> verify(std::string_view token) override {
    std::istringstream text{std::string(token)};
    std::string role, id, session;
    Principal principal;
    std::getline(text, role, ':');
    std::getline(text, id, ':');
    std::getline(text, session, ':');
    text >> principal.authenticated_at.ms;
    if (!text || !kernel::UserId::parse(id) || !kernel::SessionId::parse(session))
      throw kernel::Error(kernel::Code::unauthenticated, "no such token");
    principal.kind = Principal::Kind::user;
    principal.user = *kernel::UserId::parse(id);
    principal.session = *kernel::SessionId::parse(session);
    principal.role = role == "admin" ? kernel::Role::admin : kernel::Role::customer;
    principal.token = kernel::SecretText(std::string(token));
    co_return std::make_shared<const Principal>(std::move(principal));
  }
};

struct NoProbes final : http::Probes {
  http::Response health() override { return {}; }
  http::Response ready() override { return {}; }
  http::Response metrics() override { return {}; }
};

std::string make_directory() {
  std::string path = (std::filesystem::temp_directory_path() / "cleave-bench-XXXXXX").string();
  REQUIRE(::mkdtemp(path.data()) != nullptr);
  return path;
}

// What lives in the simulated process; made anew after a crash. Members go in reverse order.
struct Life {
  std::unique_ptr<http::HttpTransport> sockets;
  std::unique_ptr<kernel::Exchange> served;
  std::unique_ptr<kernel::Exchange> far;  // http: the caller's own
  std::unique_ptr<kernel::Database> heard;
  std::vector<std::shared_ptr<void>> kept;
  std::vector<std::shared_ptr<kernel::Module>> modules;
  BenchVerifier verifier;
  NoProbes probes;
  std::unique_ptr<http::RpcHandler> rpc;
  std::unique_ptr<http::Server> server;
  std::unique_ptr<kernel::Bus> bus;
  std::set<unsigned> called;
};

}  // namespace

struct Bench::Impl {
  Impl(Wire wire, std::vector<std::string> modules) : wire(wire), modules(std::move(modules)) {}

  const Wire wire;
  const std::vector<std::string> modules;
  const std::string directory = make_directory();
  kernel::sim::World world{1};
  kernel::sim::Host& host = world.host("test");
  std::vector<std::function<void()>> built;
  std::vector<std::string> events;
  Life* life = nullptr;

  void begin_life() {
    life = &host.keep(std::make_unique<Life>());
    std::map<std::string, kernel::Place> places;
    if (wire == Wire::serialized)
      for (const auto& module : modules) places[module].kind = kernel::Place::Kind::serialized;
    boost::asio::io_context* const loops[] = {&host.io()};
    life->sockets = std::make_unique<http::HttpTransport>(host, loops);
    life->served = std::make_unique<kernel::Exchange>(host, *life->sockets, places);
    life->heard = std::make_unique<kernel::Database>(host, world.store("test", "heard", {}));
    kernel::Exchange* near = life->served.get();
    if (wire == Wire::http) {
      world.use_real_sockets();
      life->rpc = std::make_unique<http::RpcHandler>(*near, life->verifier, life->probes);
      life->server = std::make_unique<http::Server>(host, loops, *life->rpc);
      const std::string url = life->server->listen("unix:" + directory + "/rpc.sock");
      for (const auto& module : modules) places[module] = {kernel::Place::Kind::remote, url};
      life->far = std::make_unique<kernel::Exchange>(host, *life->sockets, places);
      near = life->far.get();
    }
    life->bus = std::make_unique<kernel::Bus>(*near, "test");
  }

  kernel::Context context(Principal principal) {
    kernel::Context context = kernel::anonymous_context(host, call_timeout);
    context.principal = std::make_shared<const Principal>(std::move(principal));
    context.key = kernel::Key::fresh(host);
    return context;
  }

  kernel::Context user_context(Principal principal, kernel::Ticks since) {
    principal.kind = Principal::Kind::user;
    principal.authenticated_at = host.now() - since;
    principal.token = kernel::SecretText(to_token(principal));
    return context(std::move(principal));
  }
};

Bench::Bench(Wire wire, std::vector<std::string> modules)
    : impl_(std::make_unique<Impl>(wire, std::move(modules))) {
  impl_->begin_life();
}

Bench::~Bench() {
  impl_->host.crash();
  std::filesystem::remove_all(impl_->directory);
}

void Bench::build(std::function<void()> what) {
  what();
  impl_->built.push_back(std::move(what));
}

void Bench::crash() {
  impl_->host.crash();
  impl_->begin_life();
  for (const auto& what : impl_->built) what();
}

kernel::Exchange& Bench::served() { return *impl_->life->served; }
kernel::Exchange& Bench::calling() {
  return impl_->life->far ? *impl_->life->far : *impl_->life->served;
}
kernel::Bus& Bench::caller() { return *impl_->life->bus; }
kernel::Database& Bench::heard() { return *impl_->life->heard; }
kernel::Runtime& Bench::runtime() { return impl_->host; }

kernel::Task<kernel::WireResponse> Bench::carry(const kernel::WireRequest& request) {
  return calling().carry(impl_->modules.front(), request);
}

void Bench::note_failure(std::string_view message, const std::exception_ptr& error) {
  constexpr std::string_view names[] = {"local", "serialized", "http"};
  try {
    std::rethrow_exception(error);
  } catch (const kernel::Error& failure) {
    note_provoked(message, failure.code, names[static_cast<std::size_t>(impl_->wire)]);
  } catch (...) {
  }
}

void Bench::keep(std::shared_ptr<void> object) { impl_->life->kept.push_back(std::move(object)); }

void Bench::add_module(std::shared_ptr<kernel::Module> module) {
  impl_->life->modules.push_back(module);
  impl_->host.enter([&] { module->start(); });
}

void Bench::add_subscription(std::string_view event) { impl_->events.emplace_back(event); }

kernel::Module* Bench::find_module(std::string_view name) {
  for (const auto& module : impl_->life->modules)
    if (module->name() == name) return module.get();
  FAIL("no such module");
  return nullptr;
}

std::shared_ptr<kernel::Store> Bench::store(const std::string& name,
                                            kernel::Migrations migrations) {
  return impl_->world.store("test", name, migrations);
}

kernel::ModuleParts Bench::parts(const std::string& module, kernel::Migrations migrations) {
  const auto subscribers = [this](std::string_view event) -> std::vector<std::string> {
    for (const auto& heard : impl_->events)
      if (heard == event) return {"test"};
    return {};
  };
  return {served(), store(module, migrations), subscribers, {}};
}

bool Bench::first_call(unsigned index) { return impl_->life->called.insert(index).second; }

kernel::Context Bench::as_user(const kernel::UserId& user, const kernel::SessionId& session) {
  Principal principal;
  principal.user = user;
  principal.session = session;
  return impl_->user_context(std::move(principal), {});
}

kernel::Context Bench::as_admin(const kernel::UserId& user, kernel::Ticks since) {
  Principal principal;
  principal.user = user;
  principal.role = kernel::Role::admin;
  return impl_->user_context(std::move(principal), since);
}

kernel::Context Bench::as_service(std::string_view module) {
  Principal principal;
  principal.kind = Principal::Kind::service;
  principal.service = std::string(module);
  return impl_->context(std::move(principal));
}

kernel::Context Bench::as_nobody() { return impl_->context({}); }

void Bench::advance(kernel::Ticks duration) { impl_->world.run_for(duration); }

void Bench::settle() { advance(std::chrono::milliseconds(200)); }

void Bench::start(kernel::Task<> task) {
  impl_->host.enter([&] { impl_->host.spawn(std::move(task)); });
}

void Bench::run(kernel::Task<> task) {
  bool done = false;
  const auto watch = [](kernel::Task<> inner, bool& ended) -> kernel::Task<> {
    co_await std::move(inner);
    ended = true;
  };
  impl_->host.enter([&] { impl_->host.spawn(watch(std::move(task), done)); });
  const bool ended = impl_->world.run_until([&] { return done; });
  REQUIRE_MESSAGE(ended, "the task did not end");
}

}  // namespace test
