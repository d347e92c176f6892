// What administrators do is written down by the module they do it to.
#include "kernel/audit.h"

#include "kernel/outbox.h"
#include "sample_module.h"
#include "support/bench.h"

using kernel::Code;
using test::Bench;

namespace {

using Outcomes = std::vector<std::string>;

// A module in which counting up is what an administrator does.
class CountedModule : public sample::SampleModule {
 public:
  explicit CountedModule(kernel::ModuleParts parts) : SampleModule(std::move(parts)) {
    exchange_.serve<&CountedModule::add_audited>(*this);
  }

  kernel::Task<sample::Count> add_audited(const kernel::Context& context,
                                          const sample::Add& message) {
    const auto target = to_text(message.counter);
    const auto change = [&](kernel::Transaction& tx) {
      tx.run("INSERT INTO counter VALUES (?1, ?2) ON CONFLICT DO UPDATE SET value = value + ?2",
             message.counter, message.amount);
      if (message.amount < 0) throw kernel::Error(Code::conflict, "never down");
      return sample::Count{message.amount};
    };
    co_return co_await database_.audited(context, message, target, change);
  }
};

audit::Records records(Bench& bench, std::int64_t after = 0, int limit = 100) {
  const audit::List list{"sample", after, limit};
  return bench.ask(bench.as_admin(), list);
}

Outcomes outcomes(Bench& bench) {
  Outcomes all;
  for (const auto& record : records(bench).items)
    all.push_back(record.message + " " + record.target + " " + record.outcome);
  return all;
}

}  // namespace

TEST_CASE_TRANSPORTS(
    "an action leaves one record: who, when, what, to what, and under which trace") {
  Bench bench{wire, {"sample"}};
  bench.host<CountedModule>();
  const auto ann = kernel::UserId::fresh(bench.runtime());
  const sample::Add add{kernel::OrderId::fresh(bench.runtime()), 5};
  const auto context = bench.as_admin(ann);
  const auto began = bench.runtime().now();

  bench.ask(context, add);
  bench.ask(context, add);  // repeated: nothing more is done

  const auto found = records(bench).items;
  REQUIRE(found.size() == 1);
  CHECK(found[0].user == ann);
  CHECK_FALSE(found[0].service);
  CHECK(found[0].at >= began);
  CHECK(found[0].message == "sample.Add");
  CHECK(found[0].target == to_text(add.counter));
  CHECK(found[0].outcome == "done");
  CHECK(found[0].trace_id == kernel::trace_id_text(context.trace));
}

TEST_CASE_TRANSPORTS("an action that fails leaves a record of that and nothing else") {
  Bench bench{wire, {"sample"}};
  auto& module = bench.host<CountedModule>();
  const sample::Add down{kernel::OrderId::fresh(bench.runtime()), -1};

  CHECK(bench.refused(bench.as_admin(), down) == Code::conflict);

  CHECK(outcomes(bench) == Outcomes{"sample.Add " + to_text(down.counter) + " conflict"});
  auto reader = module.database().read();
  CHECK(reader.one("SELECT count(*) FROM counter")->get<int>(0) == 0);
}

TEST_CASE_TRANSPORTS("a command on this machine is recorded by the name it gives itself") {
  Bench bench{wire, {"sample"}};
  bench.host<CountedModule>();
  const sample::Add add{kernel::OrderId::fresh(bench.runtime()), 5};

  bench.ask(bench.as_service("cleave"), add);

  const auto found = records(bench).items;
  REQUIRE(found.size() == 1);
  CHECK_FALSE(found[0].user);
  CHECK(found[0].service == "cleave");
}

TEST_CASE_TRANSPORTS("what a module does for its administrators is recorded too") {
  Bench bench{wire, {"sample"}};
  bench.host<sample::SampleModule>();
  const faults::Set set{"sample", {}};
  const outbox::Replay replay{"sample", 7};
  const outbox::Discard discard{"sample", 8};

  CHECK(bench.refused(bench.as_admin(), set) == Code::failed_precondition);
  bench.served().faults().enable();
  bench.ask(bench.as_admin(), set);
  CHECK(bench.refused(bench.as_admin(), replay) == Code::not_found);
  CHECK(bench.refused(bench.as_admin(), discard) == Code::not_found);

  CHECK(outcomes(bench) == Outcomes{"faults.Set sample failed_precondition",
                                    "faults.Set sample done", "outbox.Replay delivery 7 not_found",
                                    "outbox.Discard delivery 8 not_found"});
}

TEST_CASE_TRANSPORTS("records come oldest first, page by page, and survive a crash") {
  Bench bench{wire, {"sample"}};
  bench.host<CountedModule>();
  for (int i = 1; i <= 3; ++i) {
    const sample::Add add{kernel::OrderId::fresh(bench.runtime()), i};
    bench.ask(bench.as_admin(), add);
  }
  bench.crash();

  const auto first = records(bench, 0, 2).items;
  REQUIRE(first.size() == 2);
  const auto rest = records(bench, first.back().id, 2).items;

  REQUIRE(rest.size() == 1);
  CHECK(first[0].id < first[1].id);
  CHECK(first[1].id < rest[0].id);
}

TEST_CASE_TRANSPORTS(
    "records are for administrators, of a module that exists, in pages of 1..100") {
  Bench bench{wire, {"sample"}};
  bench.host<sample::SampleModule>();
  const auto customer = bench.as_user(kernel::UserId::fresh(bench.runtime()));
  const audit::List list{"sample"}, elsewhere{"elsewhere"}, none{"sample", 0, 0};

  CHECK(bench.refused(bench.as_nobody(), list) == Code::unauthenticated);
  CHECK(bench.refused(customer, list) == Code::permission_denied);
  CHECK(bench.refused(bench.as_service("sample"), list) == Code::permission_denied);
  CHECK(bench.refused(bench.as_admin(), elsewhere) == Code::not_found);
  CHECK(bench.refused(bench.as_admin(), none) == Code::invalid_argument);
}

TEST_CASE("what was begun elsewhere and not ended is on record") {
  Bench bench{test::Wire::local, {"sample"}};
  auto& module = bench.host<sample::SampleModule>();
  const sample::Fail message{"crash"};
  const auto context = bench.as_admin();
  Outcomes during;
  const auto work = [](Outcomes& seen, kernel::Database& database) -> kernel::Task<kernel::Done> {
    auto reader = database.read();
    for (const auto& record : kernel::audit_records(reader, {"sample"}).items)
      seen.push_back(record.outcome);
    co_return kernel::Done{};
  };
  const auto run = [](kernel::Database& database, const kernel::Context& as,
                      const sample::Fail& sent,
                      kernel::Task<kernel::Done> inner) -> kernel::Task<> {
    co_await database.audited_work(as, sent, "it", std::move(inner));
  };

  bench.run(run(module.database(), context, message, work(during, module.database())));

  CHECK(during == Outcomes{"begun"});
  CHECK(outcomes(bench) == Outcomes{"sample.Fail it done"});
}
