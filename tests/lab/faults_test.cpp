// Real faults in real arms. What is checked are counts and books, never how long anything took.
#include "lab/faults/faults.h"

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>

#include "lab/arms/listening.h"
#include "lab_support.h"

namespace lab {
namespace {

FaultOptions short_options() {
  FaultOptions options;
  options.before_s = 1;
  options.after_s = 5;
  options.lasts_s = 1.5;
  options.quiet_s = 120;
  return options;
}

// So patient, and so few requests, that only what fails is lost, however slow the machine is.
FaultOptions patient() {
  auto options = short_options();
  options.rate_per_s = 50;
  options.timeout_s = 60;
  options.slo_ms = 6'000;  // a good answer may take ten times that
  return options;
}

// A good answer takes less than what the relay adds.
FaultOptions strict() {
  auto options = short_options();
  options.rate_per_s = 120;
  options.slo_ms = 20;
  return options;
}

kernel::Task<> seed(Lab& lab, SeededShop& shop) {
  SeedingOptions options;
  options.customers = 400;  // enough that none is in two sessions at once
  options.stock_factor = 100;
  shop = co_await seed_shop(lab, options);
}

// Seeded when it is first asked for.
const SeededShop& busy_shop() {
  static const test::Folder folder;
  static const SeededShop shop = [] {
    test::Bench bench(folder.path());
    SeededShop seeded;
    bench.run(seed(bench.lab, seeded));
    return seeded;
  }();
  return shop;
}

// What it found is left in `run`: a bench carries out what returns nothing.
kernel::Task<> strike(Lab& lab, const char* layout, const char* module, FaultKind kind,
                      const FaultOptions& options, FaultRun& run) {
  const auto plan = plan_arm(layout);
  const WorkloadOptions workload;
  run = co_await run_fault(lab, plan, busy_shop(), workload, module, kind, options);
}

FaultRun struck(const char* layout, const char* module, FaultKind kind,
                const FaultOptions& options) {
  const test::Folder folder;
  test::Bench bench(folder.path());
  FaultRun run;
  bench.run(strike(bench.lab, layout, module, kind, options, run));
  return run;
}

kernel::Task<> restart(Lab& lab, const char* layout, const char* module, RollingRestart& run) {
  const auto plan = plan_arm(layout);
  const WorkloadOptions workload;
  const auto options = strict();
  run = co_await run_restart(lab, plan, busy_shop(), workload, module, options);
}

RollingRestart restarted(const char* layout, const char* module) {
  const test::Folder folder;
  test::Bench bench(folder.path());
  RollingRestart run;
  bench.run(restart(bench.lab, layout, module, run));
  return run;
}

const EndpointLoss& loss_of(const FaultRun& run, std::string_view endpoint) {
  const auto found =
      std::find_if(run.endpoints.begin(), run.endpoints.end(),
                   [&](const EndpointLoss& loss) { return loss.endpoint == endpoint; });
  REQUIRE(found != run.endpoints.end());
  return *found;
}

void check_books(const FaultRun& run) {
  CAPTURE(run.invariants.detail);
  CHECK(run.quiet);  // what is still owed breaks no book
  CHECK(run.invariants.money);
  CHECK(run.invariants.stock);
  CHECK(run.invariants.mail);
}

void describe(const FaultRun& run) {
  const auto& all = loss_of(run, "all");
  const auto& checkout = loss_of(run, "checkout");
  MESSAGE(
      fmt::format("{} {} in {}: gone {:.3f} s; all {}/{} lost ({:.0f} %), {:.2f} s; checkout "
                  "{}/{} lost; {}",
                  run.fault, run.module, run.arm, run.duration_s, all.lost, all.expected,
                  all.lost_percent, all.recover_s, checkout.lost, checkout.expected, run.note));
}

TEST_CASE("in the split, checkout goes on when notification is killed, and each mail comes once") {
  auto run = struck("split", "notification", FaultKind::kill, patient());
  // A checkout is lost to the machine, too, where that stands still for half a second: not thrice.
  for (int again = 0; again < 2 && loss_of(run, "checkout").lost > 0; ++again)
    run = struck("split", "notification", FaultKind::kill, patient());

  describe(run);
  CHECK(run.process == "notification");
  CHECK(run.duration_s > 0);
  CHECK(run.endpoints.front().endpoint == "all");
  CHECK(loss_of(run, "checkout").expected > 0);
  CHECK(loss_of(run, "checkout").lost == 0);
  check_books(run);
}

TEST_CASE(
    "a killed monolith loses what has no need of the module, comes back, and its books balance") {
  const auto run = struck("monolith", "notification", FaultKind::kill, patient());

  describe(run);
  CHECK(loss_of(run, "all").lost > loss_of(run, "checkout").lost);
  CHECK(run.note.starts_with("one process: the whole shop is down until it has started again"));
  const auto lost = std::find_if(run.timeline.begin(), run.timeline.end(),
                                 [](const TimelinePoint& point) { return point.lost > 0; });
  CHECK(std::any_of(lost, run.timeline.end(),
                    [](const TimelinePoint& point) { return point.lost == 0 && point.good > 0; }));
  check_books(run);
}

TEST_CASE("messages to payment that come late make checkouts late in the split") {
  const auto run = struck("split", "payment", FaultKind::delay, strict());

  describe(run);
  CHECK(run.not_measured.empty());
  CHECK(loss_of(run, "checkout").lost > 0);
  check_books(run);
}

TEST_CASE("in the monolith no message to payment can be late") {
  const auto run = struck("monolith", "payment", FaultKind::delay, strict());

  CHECK(run.not_measured == "not applicable: no message to it leaves the process");
  CHECK(run.endpoints.empty());
  CHECK(run.timeline.empty());
}

TEST_CASE("a payment that hangs costs checkouts and no money") {
  const auto run = struck("split", "payment", FaultKind::hang, strict());

  describe(run);
  CHECK(loss_of(run, "checkout").lost > 0);
  check_books(run);
}

TEST_CASE("a rolling restart drains, starts at the same address, and leaves no order behind") {
  for (const auto* layout : {"split", "monolith"}) {
    const auto run = restarted(layout, "cart");

    MESSAGE(
        fmt::format("{}: drain {:.0f} ms, start {:.0f} ms, gap {:.0f} ms; {} requests, {} "
                    "failed, {} delayed; p99 {:.1f} ms, before {:.1f} ms; {}",
                    layout, run.drain_ms, run.start_ms, run.gap_ms, run.requests, run.failed,
                    run.delayed, run.p99_ms, run.p99_before_ms, run.note));
    CHECK(run.drain_ms > 0);
    CHECK(run.start_ms > 0);
    CHECK(run.gap_ms >= run.start_ms);
    CHECK(run.gap_ms <= run.drain_ms + run.start_ms);
    CHECK(run.requests > 0);
    CHECK(run.failed + run.delayed <= run.requests);
    CHECK(run.p99_before_ms > 0);
    CHECK(run.quiet);
    CHECK(run.note.find("books") == std::string::npos);
    CHECK(run.note.starts_with("one process") == (std::string_view(layout) == "monolith"));
  }
}

TEST_CASE("whether somebody listens is seen from outside") {
  const int tcp = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  REQUIRE(bind(tcp, reinterpret_cast<sockaddr*>(&address), size) == 0);
  getsockname(tcp, reinterpret_cast<sockaddr*>(&address), &size);
  const auto url = fmt::format("http://127.0.0.1:{}", ntohs(address.sin_port));
  CHECK_FALSE(is_listening(url));
  REQUIRE(listen(tcp, 1) == 0);
  CHECK(is_listening(url));
  close(tcp);
  CHECK_FALSE(is_listening(url));

  const test::Folder folder;
  const auto path = folder.path() + "/it.sock";
  const int local = socket(AF_UNIX, SOCK_STREAM, 0);
  sockaddr_un name{};
  name.sun_family = AF_UNIX;
  std::copy(path.begin(), path.end(), name.sun_path);
  REQUIRE(bind(local, reinterpret_cast<sockaddr*>(&name), sizeof name) == 0);
  CHECK_FALSE(is_listening("unix:" + path));
  REQUIRE(listen(local, 1) == 0);
  CHECK(is_listening("unix:" + path));
  close(local);
  CHECK_FALSE(is_listening("unix:" + path));
}

}  // namespace
}  // namespace lab
