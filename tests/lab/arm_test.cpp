#include "lab/arms/arm.h"

#include <arpa/inet.h>
#include <doctest/doctest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <csignal>
#include <cstring>

#include "api_client.h"
#include "kernel/error.h"
#include "lab_support.h"

namespace lab::test {
namespace {

// A fresh copy of the small shop, and a lab to run it in.
struct Place {
  Place() : bench(folder.path()) { copy_shop(small_shop(), directory()); }
  std::string directory() const { return folder.path() + "/arm"; }

  Folder folder;
  Bench bench;
};

using Body = kernel::Task<> (*)(Lab& lab, Arm& arm);

kernel::Task<> within(Lab& lab, const ArmPlan& plan, const std::string& directory, Body body) {
  Arm arm(lab, plan, directory);
  co_await arm.start();
  co_await body(lab, arm);
  co_await arm.stop();
}

// Starts an arm of `plan`, does `body` in it and stops it.
void in_arm(const ArmPlan& plan, Body body) {
  Place place;
  place.bench.run(within(place.bench.lab, plan, place.directory(), body));
}

kernel::Task<> nothing(Lab&, Arm&) { co_return; }

kernel::Task<app::ApiReply> ask(Lab& lab, Arm& arm, const std::string& target) {
  app::ApiClient api(lab.runtime, arm.url());
  api.patience = kernel::Ticks(0);
  const kernel::SecretText token(small_shop().tokens.front());
  app::ApiRequest request{"GET", target};
  request.token = &token;
  co_return co_await api.send(request);
}

double cpu_ms(const ProcessUse& use) { return use.user_ms + use.system_ms; }

std::string failure_of(const ArmPlan& plan) {
  try {
    in_arm(plan, nothing);
  } catch (const kernel::Error& error) {
    CHECK(error.code == kernel::Code::unavailable);
    return error.message;
  }
  return "it started";
}

bool holds(const std::string& text, const std::string& part) {
  const bool found = text.find(part) != text.npos;
  if (!found) MESSAGE(text << " lacks " << part);
  return found;
}

struct BusyPort {
  BusyPort() : socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    REQUIRE(::bind(socket, reinterpret_cast<sockaddr*>(&address), size) == 0);
    REQUIRE(::listen(socket, 1) == 0);
    REQUIRE(::getsockname(socket, reinterpret_cast<sockaddr*>(&address), &size) == 0);
    url = "http://127.0.0.1:" + std::to_string(ntohs(address.sin_port));
  }
  ~BusyPort() { ::close(socket); }
  int socket;
  std::string url;
};

struct Layout {
  const char* name;
  const char* title;
  std::size_t processes;
};

const Layout layouts[] = {{"monolith", "monolith", 1},
                          {"serialized", "serialized", 1},
                          {"split-unix", "split (unix)", 7},
                          {"split", "split (tcp)", 7},
                          {"grouped", "grouped (tcp)", 5}};

TEST_CASE("every built-in layout starts as its processes, answers and stops") {
  static std::size_t expected = 0;
  for (const auto& layout : layouts) {
    CAPTURE(layout.name);
    const auto plan = plan_arm(layout.name);
    CHECK(plan.title == layout.title);
    expected = layout.processes;

    in_arm(plan, [](Lab& lab, Arm& arm) -> kernel::Task<> {
      CHECK(arm.processes().size() == expected);
      CHECK(arm.processes().back().gateway);
      CHECK(arm.ready_after() > kernel::Ticks(0));
      for (const auto& process : arm.processes()) {
        CHECK(process.threads > 0);
        CHECK(!process.url.empty());
        for (const auto& module : process.modules) CHECK(arm.process_of(module) == process.name);
      }
      for (const auto& process : arm.reported_processes())
        CHECK(process.url.find(arm.directory()) == std::string::npos);
      const auto reply = co_await ask(lab, arm, "/api/v1/cart");
      CHECK(reply.status == 200);
    });
  }
}

TEST_CASE("an unknown layout is refused before anything starts") {
  CHECK_THROWS_AS(plan_arm("no-such-layout"), kernel::Error);
}

TEST_CASE("a layout in a folder with a long name finds its Unix sockets") {
  Place place;
  const auto directory = place.folder.path() + "/" + std::string(120, 'd') + "/arm";
  std::filesystem::create_directories(directory.substr(0, directory.size() - 4));
  copy_shop(small_shop(), directory);

  place.bench.run(within(place.bench.lab, plan_arm("split-unix"), directory,
                         [](Lab& lab, Arm& arm) -> kernel::Task<> {
                           const auto reply = co_await ask(lab, arm, "/api/v1/cart");
                           CHECK(reply.status == 200);
                         }));
}

TEST_CASE("a busy port is a clear error with the process's own words") {
  const BusyPort busy;
  auto plan = plan_arm("monolith");
  plan.sets = {"gateway.listen=" + busy.url};

  const auto failure = failure_of(plan);

  CHECK(holds(failure, "process \"gateway\" ended with exit code 1"));
  CHECK(holds(failure, busy.url + " is in use"));
}

kernel::Task<> both(Lab& lab, const ArmPlan& plan, const std::string& directory) {
  Arm first(lab, plan, directory);
  co_await first.start();
  Arm second(lab, plan, directory);
  co_await second.start();
}

TEST_CASE("two arms on one directory: the second one says who holds it") {
  Place place;
  std::string failure;
  try {
    place.bench.run(both(place.bench.lab, plan_arm("monolith"), place.directory()));
  } catch (const kernel::Error& error) {
    failure = error.message;
  }
  CHECK(holds(failure, "process \"gateway\" ended with exit code 1; its last lines:"));
  CHECK(holds(failure, "is held by"));
}

TEST_CASE("a process that dies by itself is noticed, one that was told to is not") {
  in_arm(plan_arm("split"), [](Lab&, Arm& arm) -> kernel::Task<> {
    arm.send_signal("payment", SIGKILL);
    co_await arm.until_ended("payment");
    CHECK_NOTHROW(arm.check_alive());
    arm.send_signal("cart", SIGUSR2);  // sanitizers take those of a crash for themselves
    co_await arm.until_ended("cart");
    std::string failure;
    try {
      arm.check_alive();
    } catch (const kernel::Error& error) {
      failure = error.message;
    }
    CHECK(holds(failure, "process \"cart\" was ended by signal 12"));
    co_await arm.restart("cart");
    co_await arm.restart("payment");
    CHECK_NOTHROW(arm.check_alive());
  });
}

TEST_CASE("a killed process starts again at its old URL and its use adds up") {
  in_arm(plan_arm("split"), [](Lab& lab, Arm& arm) -> kernel::Task<> {
    const auto before = arm.processes();
    const auto used = arm.use();
    arm.send_signal("cart", SIGKILL);
    co_await arm.until_ended("cart");
    const auto refused = co_await ask(lab, arm, "/api/v1/products");
    CHECK(refused.status == 200);  // others live on

    const auto took = co_await arm.restart("cart");

    CHECK(took > kernel::Ticks(0));
    const auto reply = co_await ask(lab, arm, "/api/v1/cart");
    CHECK(reply.status == 200);
    const auto after = arm.processes();
    const auto later = arm.use();
    for (std::size_t i = 0; i < after.size(); ++i) {
      CHECK(after[i].url == before[i].url);
      CHECK(cpu_ms(later[i]) >= cpu_ms(used[i]));
      CHECK(later[i].context_switches >= used[i].context_switches);
    }
  });
}

TEST_CASE("use and counters grow with the work") {
  in_arm(plan_arm("split"), [](Lab& lab, Arm& arm) -> kernel::Task<> {
    const auto used_before = arm.use();
    const auto before = co_await arm.sample();
    for (int i = 0; i < 50; ++i) {
      const auto reply = co_await ask(lab, arm, "/api/v1/cart");
      CHECK(reply.status == 200);
    }
    const auto between = co_await arm.sample() - before;
    const auto used = arm.use();

    double asked = 0;
    double answered = 0;
    for (const auto& edge : between.edges) {
      if (edge.message != "cart.GetCart" && edge.message != "GetCart") continue;
      if (edge.process == "gateway") asked += edge.calls;
      if (edge.process == "cart") answered += edge.calls;
      CHECK(edge.reply_bytes + edge.request_bytes > 0);
    }
    CHECK(asked == 50);
    CHECK(answered == 50);
    for (std::size_t i = 0; i < used.size(); ++i) {
      if (used[i].process != "gateway" && used[i].process != "cart") continue;
      CHECK(cpu_ms(used[i]) > cpu_ms(used_before[i]));
      CHECK(used[i].context_switches > used_before[i].context_switches);
      CHECK(used[i].resident_mib > 1);
      CHECK(used[i].peak_mib >= used[i].resident_mib);
    }
  });
}

TEST_CASE("a delay between processes is added in both directions") {
  auto plan = plan_arm("split");
  plan.delay = std::chrono::milliseconds(3);
  in_arm(plan, [](Lab& lab, Arm& arm) -> kernel::Task<> {
    const auto begun = lab.runtime.ticks();
    const auto reply = co_await ask(lab, arm, "/api/v1/cart");
    CHECK(reply.status == 200);
    CHECK(lab.runtime.ticks() - begun >= std::chrono::milliseconds(6));
  });
}

TEST_CASE("modules that stay with the gateway are reached by others over TCP, relayed or not") {
  for (const auto delay : {kernel::Ticks(0), kernel::Ticks(std::chrono::milliseconds(1))}) {
    auto plan = plan_arm("split");
    plan.sets = {"modules.catalog=local", "modules.payment=local", "modules.order=local"};
    plan.delay = delay;
    in_arm(plan, [](Lab& lab, Arm& arm) -> kernel::Task<> {
      // cart was ready only after it had reached catalog.
      CHECK(arm.process_of("catalog") == "gateway");
      CHECK(arm.processes().size() == 4);
      CHECK(arm.can_delay("catalog") == (arm.plan().delay > kernel::Ticks(0)));
      CHECK(arm.can_delay("cart") == (arm.plan().delay > kernel::Ticks(0)));
      CHECK(!std::filesystem::exists(arm.directory() + "/gateway.sock"));
      const auto reply = co_await ask(lab, arm, "/api/v1/cart");
      CHECK(reply.status == 200);
    });
  }
}

TEST_CASE("messages to one module can be delayed for a while") {
  auto plan = plan_arm("grouped");
  plan.relayed = {"cart"};
  in_arm(plan, [](Lab& lab, Arm& arm) -> kernel::Task<> {
    CHECK(arm.can_delay("cart"));
    CHECK(!arm.can_delay("order"));  // in the same process, but not relayed
    CHECK_THROWS_AS(arm.delay_messages("order", true), kernel::Error);

    arm.delay_messages("cart", true);
    co_await lab.runtime.sleep(std::chrono::milliseconds(100));  // for the signal to arrive
    const auto begun = lab.runtime.ticks();
    const auto slow = co_await ask(lab, arm, "/api/v1/cart");
    CHECK(slow.status == 200);
    CHECK(lab.runtime.ticks() - begun >= Arm::fault_delay);

    arm.delay_messages("cart", false);
    const auto reply = co_await ask(lab, arm, "/api/v1/cart");
    CHECK(reply.status == 200);
  });
}

}  // namespace
}  // namespace lab::test
