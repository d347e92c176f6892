// Administrators who change something logged in lately.
#include "kernel/faults.h"
#include "kernel/outbox.h"
#include "sample_module.h"
#include "support/bench.h"

using kernel::Code;
using test::Bench;
using namespace std::chrono_literals;

TEST_CASE_TRANSPORTS("what changes a module needs a recent login, and what only looks does not") {
  Bench bench{wire, {"sample"}};
  bench.host<sample::SampleModule>();
  bench.served().faults().enable();
  bench.served().set_admin_login_max_age(1h);
  const auto yesterday = [&] { return bench.as_admin({}, 61min); };
  const auto just_now = [&] { return bench.as_admin({}, 59min); };
  const faults::Set set{"sample", {}};
  const faults::Get get{"sample"};
  const outbox::Replay replay{"sample", 7};
  const outbox::Discard discard{"sample", 7};

  const auto refusal = bench.refusal(yesterday(), set);
  CHECK(refusal.code == Code::unauthenticated);
  CHECK(refusal.message.find("log in again") != std::string::npos);
  CHECK(bench.refused(yesterday(), replay) == Code::unauthenticated);
  CHECK(bench.refused(yesterday(), discard) == Code::unauthenticated);
  CHECK_NOTHROW(bench.ask(yesterday(), get));
  CHECK_NOTHROW(bench.ask(just_now(), set));
  CHECK(bench.refused(just_now(), replay) == Code::not_found);
}
