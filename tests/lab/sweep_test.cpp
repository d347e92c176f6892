// Which layouts are worth measuring, which are not beaten, and what follows for a module.
#include "lab/comparison/sweep.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>

#include "app_settings.h"

namespace lab {
namespace {

using Names = std::vector<std::string>;

LedgerRow row(std::string caller, std::string callee, double per_request, double bytes = 0) {
  LedgerRow row;
  row.caller = std::move(caller);
  row.callee = std::move(callee);
  row.kind = "call";
  row.per_request = per_request;
  row.request_bytes = bytes;
  return row;
}

EndpointCalls calls(std::string endpoint, std::string caller, std::string callee, double count,
                    std::string kind = "call") {
  return {std::move(endpoint), std::move(caller), std::move(callee), "", std::move(kind), count};
}

const std::vector<EndpointCalls> counted = {
    calls("browse", "gateway", "shelf", 1),
    calls("browse", "till", "bank", 0.1),  // somebody else's, in the background
    calls("buy", "gateway", "till", 1),
    calls("buy", "till", "shelf", 1),
    calls("buy", "till", "bank", 2),
    calls("buy", "till", "post", 1, "event"),
    calls("buy", "post", "books", 1),
};
const std::vector<Share> mix = {{"browse", 0.8}, {"buy", 0.2}};

Names names_of(const std::vector<SweepPoint>& points) {
  Names names;
  for (const auto& point : points) names.push_back(point.name);
  return names;
}

SweepInput three_modules(std::vector<LedgerRow> rows) {
  SweepInput input;
  input.modules = {"a", "b", "c"};
  input.traffic.rows = std::move(rows);
  return input;
}

TEST_CASE("chosen are both ends, each module alone, and what heavy traffic binds together") {
  const auto input = three_modules({row("gateway", "a", 1), row("b", "c", 5)});

  const auto points = choose_layouts(input);

  CHECK(names_of(points) == Names{"monolith", "split", "gateway+b+c | a", "gateway+a+c | b",
                                  "gateway+a+b | c", "gateway+a | b+c", "gateway | a | b+c"});
  for (const auto& point : points) CHECK(!point.why.empty());
}

TEST_CASE("bytes weigh as much as the hop makes them") {
  auto input = three_modules({row("gateway", "a", 2), row("b", "c", 1, 100 * 1024)});
  const auto first_merge = [&] {
    const auto points = choose_layouts(input);
    return points.back().name;
  };

  CHECK(first_merge() == "gateway+a | b | c");

  Hop tcp;
  tcp.transport = "tcp";
  tcp.cpu_us = 20;
  tcp.cpu_us_per_kib = 1;
  input.hops = {tcp};
  CHECK(first_merge() == "gateway | a | b+c");
}

TEST_CASE("no layout is chosen twice, none beyond the bound, and all hold every module") {
  SweepInput input;
  input.modules = app::module_names();
  for (std::size_t i = 1; i < input.modules.size(); ++i)
    input.traffic.rows.push_back(row(input.modules[i - 1], input.modules[i], double(i)));

  for (const std::size_t points_max : {3U, 8U, 12U, 100U}) {
    const auto points = choose_layouts(input, points_max);
    const auto names = names_of(points);
    CHECK(points.size() <= points_max);
    CHECK(std::set<std::string>(names.begin(), names.end()).size() == points.size());
    CHECK(names.front() == "monolith");
    for (const auto& point : points) {
      std::multiset<std::string> held;
      for (const auto& group : grouping_of(point)) held.insert(group.begin(), group.end());
      CHECK(held == std::multiset<std::string>(input.modules.begin(), input.modules.end()));
      CHECK(point.processes == static_cast<int>(point.groups.size()));
    }
  }
}

TEST_CASE("a point becomes settings: one URL per group, none for the gateway's") {
  const auto plan = plan_of(point_of({{"a"}, {"b", "c"}, {"d"}}));

  CHECK(plan.layout == "monolith");
  CHECK(plan.name == "sweep-b+c-d");
  CHECK(plan.sets == Names{"modules.b=http://127.0.0.1:8101", "modules.c=http://127.0.0.1:8101",
                           "modules.d=http://127.0.0.1:8102"});
  CHECK(plan_of(point_of({{"a", "b"}})).sets.empty());
}

TEST_CASE("an endpoint needs what its answer waits for, not what is delivered afterwards") {
  CHECK(needed_by("browse", counted) == Names{"shelf"});
  CHECK(needed_by("buy", counted) == Names{"bank", "shelf", "till"});
  CHECK(needed_by("nothing", counted).empty());
}

TEST_CASE("blast radius is the share of requests that need the average process") {
  CHECK(blast_percent({{"shelf", "till", "bank", "post", "books"}}, counted, mix) ==
        doctest::Approx(100));
  // gateway 100, shelf 100, till+bank 20, post+books 0.
  CHECK(blast_percent({{}, {"shelf"}, {"till", "bank"}, {"post", "books"}}, counted, mix) ==
        doctest::Approx(55));
}

SweepPoint measured(double p99, double cpu, double blast, int n = 3) {
  SweepPoint point;
  point.p99_ms = {p99, p99, p99, n};
  point.cpu_ms_per_request = {cpu, cpu, cpu, n};
  point.blast_percent = blast;
  return point;
}

TEST_CASE("a point is on the Pareto front unless another is as good in all and better in one") {
  struct Row {
    const char* what;
    SweepPoint point;
    bool pareto;
  };
  Row rows[] = {
      {"fastest, cheapest", measured(1, 1, 100), true},
      {"dearest, best isolated", measured(3, 3, 40), true},
      {"in between", measured(2, 2, 60), true},
      {"beaten in one", measured(2, 2.5, 60), false},
      {"beaten in all", measured(4, 4, 100), false},
      {"the same as another", measured(1, 1, 100), true},
      {"not measured", measured(0, 0, 0, 0), false},
  };
  std::vector<SweepPoint> points;
  for (const auto& one : rows) points.push_back(one.point);

  mark_pareto(points);

  for (std::size_t i = 0; i < points.size(); ++i) {
    CAPTURE(rows[i].what);
    CHECK(points[i].pareto == rows[i].pareto);
  }
}

MoveOut move_out(std::string module, std::string endpoint, double latency_us, double cpu_us) {
  return {std::move(module), std::move(endpoint), 1, latency_us, cpu_us};
}

AdviceInput advice_input() {
  AdviceInput input;
  input.modules = {"shelf", "till", "bank", "post"};
  input.traffic.rows = {row("gateway", "shelf", 0.8), row("till", "shelf", 0.2),
                        row("till", "post", 0.2)};
  input.calls = counted;
  input.mix = mix;
  input.request_cpu_us = 100;
  return input;
}

const Advice& on(const std::vector<Advice>& all, std::string_view module) {
  return *std::find_if(all.begin(), all.end(),
                       [&](const auto& advice) { return advice.module == module; });
}

TEST_CASE("worth moving out is what nobody waits for and costs little, by prediction") {
  auto input = advice_input();
  input.move_outs = {move_out("post", "browse", 0, 0), move_out("post", "buy", 0, 20),
                     move_out("shelf", "browse", 60, 30), move_out("shelf", "buy", 80, 40)};

  const auto all = advise(input);

  REQUIRE(all.size() == 4);
  CHECK(on(all, "post").move_out);
  CHECK(on(all, "post").cost ==
        "predicted: +4 µs CPU per request (+4.0 %), no request waits longer");
  CHECK(on(all, "post").why ==
        "it isolates a failure; no request waits for it: apart, all go on when it dies; it "
        "exchanges 0.20 messages per request with others (till 0.20)");
  CHECK_FALSE(on(all, "shelf").move_out);
  CHECK(on(all, "shelf").cost ==
        "predicted: +32 µs CPU per request (+32.0 %), +80 µs at buy's p50");
  CHECK(on(all, "shelf")
            .why.starts_with(
                "it buys little; apart, 0 % of requests go on when it dies; not browse, buy"));
  CHECK_FALSE(on(all, "bank").move_out);
  CHECK(on(all, "bank").cost == "not measured, and nothing to predict it from");
}

TEST_CASE("what isolates but costs too much stays") {
  auto input = advice_input();
  input.move_outs = {move_out("post", "buy", 0, 200)};

  const auto all = advise(input);

  CHECK_FALSE(on(all, "post").move_out);
  CHECK(on(all, "post").why.starts_with("it costs more than it buys"));
}

TEST_CASE("a module that uses much of the CPU is worth moving out to be scaled alone") {
  auto input = advice_input();
  input.move_outs = {move_out("till", "buy", 50, 25)};
  ArmResult arm;
  ProcessInfo till;
  till.name = "till";
  till.modules = {"till"};
  arm.processes = {till};
  const auto use = [](std::string process, double user) {
    ProcessSummary summary;
    summary.process = std::move(process);
    summary.user_ms_per_request = {user, user, user, 3};
    return summary;
  };
  arm.rates.resize(1);
  arm.rates[0].processes = {use("gateway", 0.6), use("till", 0.4)};
  input.arms = {arm};

  const auto all = advise(input);

  CHECK(on(all, "till").move_out);
  CHECK(on(all, "till").why.starts_with("it can be scaled alone"));
  CHECK(on(all, "till").why.ends_with("it uses 40 % of the CPU"));
}

TEST_CASE("a kill that was tried is told, if the module was alone in its process") {
  auto input = advice_input();
  FaultRun run;
  run.arm = "split";
  run.module = "post";
  run.fault = "kill";
  run.process = "till+post";
  run.endpoints = {{"all", 300, 2, 10, 0.2}};
  input.faults = {run};
  const auto shared = advise(input);
  CHECK(on(shared, "post").why.find("killed") == std::string::npos);

  input.faults.front().process = "post";
  const auto all = advise(input);

  const std::string told = "killed in split, 2 of 300 requests from then on were lost";
  CHECK(on(all, "post").why.find(told) != std::string::npos);
  CHECK(on(all, "till").why.find("killed") == std::string::npos);
}

TEST_CASE("a measurement goes before a prediction, and says when no difference was seen") {
  auto input = advice_input();
  input.move_outs = {move_out("post", "buy", 0, 200)};
  auto together = point_of({{"shelf", "till", "bank", "post"}});
  auto apart = point_of({{"shelf", "till", "bank"}, {"post"}});
  together.p99_ms = {4, 3.8, 4.2, 3};
  together.cpu_ms_per_request = {0.50, 0.49, 0.51, 3};
  apart.p99_ms = {4.1, 3.9, 4.3, 3};
  apart.cpu_ms_per_request = {0.51, 0.50, 0.52, 3};
  input.points = {together, apart};

  auto all = advise(input);

  CHECK(on(all, "post").move_out);
  CHECK(on(all, "post").cost ==
        "measured: no difference seen (+10 µs CPU per request (+2.0 %), +0.10 ms at p99)");

  input.points[1].cpu_ms_per_request = {0.6, 0.59, 0.61, 3};
  all = advise(input);
  CHECK_FALSE(on(all, "post").move_out);
  CHECK(on(all, "post").cost == "measured: +100 µs CPU per request (+20.0 %), +0.10 ms at p99");
}

}  // namespace
}  // namespace lab
