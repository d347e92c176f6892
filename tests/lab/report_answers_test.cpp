#include <doctest/doctest.h>

#include <algorithm>

#include "commands/compare_text.h"
#include "lab/report/report_files.h"
#include "lab/report/summary_faults.h"
#include "sample_report.h"

using lab::Report;

namespace {

bool holds(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

std::vector<std::string> cells(const Report& report, const std::string& aspect) {
  for (const auto& row : lab::make_summary(report))
    if (row.aspect == aspect) return row.cells;
  return {};
}

std::string answer(const Report& report, const std::string& question) {
  for (const auto& verdict : lab::make_verdicts(report))
    if (holds(verdict.question, question)) return verdict.answer;
  return {};
}

using Cells = std::vector<std::string>;

}  // namespace

TEST_CASE("the summary has a row for every aspect that is argued about") {
  const auto report = sample_report();
  for (const auto* group : {"performance", "deployment", "scalability", "technology",
                            "fault isolation", "team ownership", "complexity"})
    CHECK_MESSAGE(std::any_of(report.summary.begin(), report.summary.end(),
                              [&](const auto& row) { return row.group == group; }),
                  group);
  for (const auto& row : report.summary) {
    const bool complete = row.cells.size() == 1 || row.cells.size() == report.arms.size();
    CHECK_MESSAGE(complete, row.aspect);
    for (const auto& cell : row.cells) CHECK_MESSAGE(!cell.empty(), row.aspect);
  }
}

TEST_CASE("the summary's cells are what was measured") {
  const auto report = sample_report();
  CHECK(cells(report, "max rate, p99 ≤ 20 ms") ==
        Cells{"4,900/s", "4,623/s", "2,333/s", "2,042/s"});
  CHECK(cells(report, "memory") == Cells{"38 MiB", "38 MiB", "181 MiB", "181 MiB"});
  CHECK(cells(report, "processes") == Cells{"1", "1", "7", "7"});
  CHECK(cells(report, "listens on") == Cells{"1 port", "1 port", "1 port, 6 sockets", "7 ports"});
  CHECK(cells(report, "keys of [modules] to set") == Cells{"0", "6", "6", "6"});
  CHECK(cells(report, "hops per checkout") == Cells{"0", "0", "16", "16"});
  CHECK(cells(report, "ways to fail per checkout") == Cells{"0", "0", "15", "15"});
  CHECK(cells(report, "for a new module, restart") ==
        Cells{"the whole shop", "the whole shop", "that module", "that module"});
  CHECK(cells(report, "can be scaled alone") ==
        Cells{"the whole only", "the whole only", "each module", "each module"});
  CHECK(cells(report, "replicas of a module") == Cells{"not measurable yet"});
}

TEST_CASE("a rate that the generator could not exceed is a lower bound") {
  auto report = sample_report();
  report.arms[0].knee.limited_by = "generator";
  CHECK(cells(report, "max rate, p99 ≤ 20 ms")[0] == "≥ 4,900/s");
}

TEST_CASE("a percentile that a repeat has too few requests for is not shown") {
  auto report = sample_report();
  for (auto& arm : report.arms)
    for (auto& rate : arm.rates)
      for (auto& repeat : rate.repeats)
        for (auto& endpoint : repeat.endpoints)
          if (endpoint.endpoint == "checkout") endpoint.sent = 28;

  CHECK(cells(report, "checkout p50 / p99 at 1,000/s").empty());
  CHECK(cells(report, "checkout p50 / p90 at 1,000/s").size() == 4);
  const auto markdown = lab::to_markdown(report);
  CHECK(holds(markdown, "too few requests | too few requests |"));
  CHECK(holds(markdown, "n = 5 repeats of about 28 requests"));
}

TEST_CASE("a fault's loss is told in a few words") {
  lab::FaultRun run;
  run.invariants = {true, true, true, ""};
  run.endpoints = {{"all", 800, 0, 0, 0}, {"checkout", 60, 0, 0, 0}};
  CHECK(lab::loss_words(run) == "no request lost");
  run.endpoints = {{"all", 800, 9, 12, 1.2}, {"checkout", 60, 9, 90, 1.2}};
  CHECK(lab::loss_words(run) == "checkout only, 1.2 s");
  run.endpoints.push_back({"cart", 60, 3, 50, 0.9});
  CHECK(lab::loss_words(run) == "12 %, 1.2 s");
  run.endpoints[0].lost_percent = 99;
  CHECK(lab::loss_words(run) == "all, 1.2 s");
  run.invariants.money = false;
  CHECK(lab::loss_words(run) == "all, 1.2 s; books wrong");
  run.not_measured = "not applicable: no message to it leaves the process";
  CHECK(lab::loss_words(run) == "not applicable");
}

TEST_CASE("of several restarts each figure is the worst, whichever restart it is of") {
  auto report = sample_report();
  auto& restarts = report.deployment.restarts;
  auto longest = restarts.front();  // of the monolith: 31 of 160 failed, 140 ms, p99 24 ms
  longest.failed = 0;
  longest.gap_ms = 900;
  auto slowest = longest;
  slowest.gap_ms = 10;
  slowest.p99_before_ms = 5;
  slowest.p99_ms = 70;
  restarts.insert(restarts.end(), {longest, slowest});

  CHECK(cells(report, "failed meanwhile, worst")[0] == "31 of 160");
  CHECK(cells(report, "nobody serves it for, worst")[0] == "900 ms");
  CHECK(cells(report, "p99 before / meanwhile")[0] == "5.0/70 ms");
}

TEST_CASE("what a quick or an interrupted comparison left out is never a figure") {
  const auto quick = quick_report();
  CHECK(cells(quick, "failed meanwhile, worst") == Cells(2, "not measured (quick)"));
  CHECK(cells(quick, "other modules: kill, hang, delay") == Cells{"not measured (quick)"});
  auto partial = sample_report();
  partial.partial = true;
  partial.arms[3].rates.clear();
  partial.arms[3].knee = {};
  CHECK(cells(partial, "max rate per core")[3] == "not measured (interrupted)");
}

TEST_CASE("verdicts claim what the pairs claim and nothing else") {
  const auto report = sample_report();
  CHECK(answer(report, "Does split (tcp) need more CPU per request than monolith?") ==
        "split (tcp) has CPU per request 0.696 ms where monolith has 0.290 ms at 1,000/s: "
        "+0.406 ms (+0.391 to +0.420), 2.40 times.");
  CHECK(answer(report, "Does serialized differ from monolith in memory?") ==
        "no difference seen: monolith has memory 38.0 MiB, serialized 38.4 MiB.");
  CHECK(answer(report, "Do all layouts answer alike?").starts_with("Yes: 4,000 requests"));
  CHECK(holds(answer(report, "death of one module"), "monolith: all, 0.4 s"));
  CHECK(holds(answer(report, "deployed alone"), "31 of 160 requests failed"));
  CHECK(holds(answer(report, "worth moving out"), "nobody waits for it"));
}

TEST_CASE("a prediction is held against nothing where nothing was measured") {
  auto report = sample_report();
  CHECK(holds(answer(report, "cost of split (tcp)"), "measured +600 µs (−10 %)"));
  report.arms[0].one_client.clear();
  CHECK(answer(report, "cost of split (tcp)").empty());
  CHECK(holds(lab::to_markdown(report), "| +540 | not measured | not measured |"));
}

TEST_CASE("an audit that failed leaves no verdict") {
  CHECK(refused_report().verdicts.empty());
  CHECK_FALSE(sample_report().verdicts.empty());
}

TEST_CASE("changes are told with their intervals, and only those apart are changes") {
  const auto older = sample_report();
  auto newer = older;
  newer.arms[0].resident_mib = {30, 29, 31, 5};
  newer.arms[3].ready_ms = {415, 400, 430, 5};
  newer.fingerprint.commit = "4567";
  newer.arms.erase(newer.arms.begin() + 1);

  const auto text = lab::changes_since(older, newer);

  CHECK(holds(text, "another commit: 0123abcd → 4567"));
  CHECK(holds(text, "memory: 38.0 (36.5 to 39.5) → 30.0 (29.0 to 31.0) MiB (−21 %, changed"));
  CHECK(holds(text, "ready after: 410 (394 to 426) → 415 (400 to 430) ms (no difference seen)"));
  CHECK(holds(text, "serialized\n  not in the newer report"));
  CHECK_FALSE(holds(text, "different machines"));
  CHECK(holds(lab::changes_since(newer, older), "serialized\n  not in the older report"));
}

TEST_CASE("another machine is said before any change") {
  const auto older = sample_report();
  auto newer = older;
  newer.fingerprint.cpu = "Another CPU";
  const auto text = lab::changes_since(older, newer);
  CHECK(text.find("different machines") < text.find("monolith"));
  CHECK(holds(text, "another CPU: Some CPU @ 2.5 GHz → Another CPU"));
}

TEST_CASE("the terminal shows a column per layout and whether to believe it") {
  const auto text = commands::compare_text(sample_report());
  const auto header = text.substr(0, text.find('\n'));
  for (const auto* title : {"  monolith", "  serialized", "  split (unix)", "  split (tcp)"})
    CHECK_MESSAGE(holds(header, title), title);
  CHECK(holds(text,
              "equal answers: yes (4,000 requests) · A/A spread 1.4 % in CPU per request · "
              "generator lag p99 0.2 ms · verdict: valid\n"));
  CHECK(holds(text, "\nreplicas of a module"));

  const auto refused = commands::compare_text(refused_report());
  CHECK(holds(refused, "verdict: refused (generator lag, drift)"));
  CHECK(holds(refused, "drift: found 31 %, bound ≤ 25 %: The machine changed."));

  const auto empty = commands::compare_text(empty_report());
  CHECK(holds(empty, "no layout was measured"));
  CHECK(holds(empty, "equal answers: not measured (interrupted)"));
  CHECK(holds(empty, "partial: it was interrupted"));
  CHECK(holds(commands::compare_text(quick_report()), "not measured (quick)"));
}
