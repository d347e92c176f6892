// tests: a module under test behind one of the three transports, a caller in front of it, fakes of
// its neighbours beside it; in memory, with a clock that stands still unless it is told to move.
#pragma once

#include <doctest/doctest.h>

#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kernel/bus.h"
#include "kernel/exchange.h"
#include "kernel/module.h"
#include "kernel/sim/world.h"

namespace test {

enum class Wire { local, serialized, http };

// One body, three runs: `wire` names the transport.
#define TEST_CASE_TRANSPORTS(name) TEST_CASE_TRANSPORTS_(name, DOCTEST_ANONYMOUS(transports_))
#define TEST_CASE_TRANSPORTS_(name, body)                           \
  static void body(test::Wire wire);                                \
  TEST_CASE(name " [local]") { body(test::Wire::local); }           \
  TEST_CASE(name " [serialized]") { body(test::Wire::serialized); } \
  TEST_CASE(name " [http]") { body(test::Wire::http); }             \
  static void body([[maybe_unused]] test::Wire wire)

// A caller named "test" and one process with the module under test. Usage:
//
//   Bench bench{wire, {"cart"}};                       // modules reached over `wire`
//   bench.fake<catalog::GetProducts>([&](const Context&, const catalog::GetProducts& m) {…});
//   bench.host<cart::CartModule>(cart::CartOptions{});
//   const cart::GetCart get{owner};
//   const auto reply = bench.ask(bench.as_user(alice), get);
class Bench {
 public:
  Bench(Wire wire, std::vector<std::string> modules_under_test);
  ~Bench();

  // Serves message M of a neighbour with a plain function (local to the module under test). Before
  // host().
  template <kernel::Message M>
  void fake(std::function<typename M::Reply(const kernel::Context&, const M&)> answer);

  // Builds a module, M(kernel::ModuleParts, args…), in memory, and starts it.
  template <class M, class... Args>
  M& host(Args... args);

  // A further database in memory that a module is handed, by name; survives crash().
  std::shared_ptr<kernel::Store> store(const std::string& name, kernel::Migrations migrations);

  // Subscribes a plain function to an event of the module under test; delivered by its relay.
  // Before host().
  template <kernel::Event E>
  void listen(std::function<void(const E&)> heard);

  // Sends and waits for the reply; throws what the call throws. A message of the kernel's own, as
  // outbox::List, goes to the module that it names, in the process of the module under test.
  template <kernel::Message M>
  typename M::Reply ask(const kernel::Context& context, const M& message);

  // Sends and does not wait: what came of the call lies in the result once it has ended.
  template <kernel::Message M>
  struct Begun {
    kernel::Context context;
    M message;
    std::optional<typename M::Reply> reply;
    std::exception_ptr error;
    bool ended() const { return reply || error; }
  };
  template <kernel::Message M>
  std::shared_ptr<Begun<M>> begin(const kernel::Context& context, const M& message);
  // The code that a call ended with which was begun.
  template <kernel::Message M>
  kernel::Code refused(const Begun<M>& begun);

  // The Error the call ends with, and its code; fails the test when it succeeds.
  template <kernel::Message M>
  kernel::Error refusal(const kernel::Context& context, const M& message);
  template <kernel::Message M>
  kernel::Code refused(const kernel::Context& context, const M& message);

  // Contexts. Users are believed by the bench's own token verifier, over HTTP too; they gave their
  // passwords `since` ago. Each has a fresh key.
  kernel::Context as_user(const kernel::UserId& user, const kernel::SessionId& session = {});
  kernel::Context as_admin(const kernel::UserId& user = {}, kernel::Ticks since = {});
  kernel::Context as_service(std::string_view module);
  kernel::Context as_nobody();

  // Moves the clock, firing what falls due; settle() lets everything that is due now happen
  // (relays, background tasks).
  void advance(kernel::Ticks duration);
  void settle();

  kernel::Runtime& runtime();
  kernel::Exchange& served();   // where modules and fakes are served
  kernel::Exchange& calling();  // the caller's own: over http another one
  // Runs a coroutine to its end.
  void run(kernel::Task<> task);

  // kill -9 and a new start on the same databases: fakes, listeners and modules are built again,
  // and references to modules are void (ask module<M>() again).
  void crash();
  template <class M>
  M& module();

 private:
  struct Impl;
  void start(kernel::Task<> task);
  void build(std::function<void()> what);  // now, and again after each crash
  kernel::Bus& caller();
  kernel::Task<kernel::WireResponse> carry(const kernel::WireRequest& request);
  // For tests/promises: which failures of which messages were seen under which transport.
  void note_failure(std::string_view message, const std::exception_ptr& error);
  kernel::Database& heard();  // the inbox of listeners
  void keep(std::shared_ptr<void> object);
  void add_module(std::shared_ptr<kernel::Module> module);
  void add_subscription(std::string_view event);
  kernel::Module* find_module(std::string_view name);
  kernel::ModuleParts parts(const std::string& module, kernel::Migrations migrations);
  bool first_call(unsigned index);

  std::unique_ptr<Impl> impl_;
};

}  // namespace test

#include "support/bench_impl.h"
