#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <string>
#include <vector>

#include "lab/report/charts.h"
#include "lab/report/report_document.h"
#include "lab/report/report_figures.h"
#include "lab/report/report_files.h"
#include "sample_report.h"

using lab::Report;

namespace {

bool holds(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

std::size_t count_of(const std::string& text, const std::string& part) {
  std::size_t count = 0;
  for (auto at = text.find(part); at != text.npos; at = text.find(part, at + 1)) ++count;
  return count;
}

// Names what is closed without having been opened, or left open; empty when the page is balanced.
std::string imbalance(const std::string& html) {
  const std::set<std::string> empty_tags{"meta", "br", "hr", "link", "img"};
  std::vector<std::string> open;
  for (auto at = html.find('<'); at != html.npos; at = html.find('<', at + 1)) {
    const auto end = html.find('>', at);
    if (end == html.npos) return "a tag has no end";
    const auto tag = html.substr(at + 1, end - at - 1);
    if (tag.starts_with("!") || tag.ends_with("/")) continue;
    const bool closes = tag.starts_with("/");
    const auto name = tag.substr(closes ? 1 : 0, tag.find_first_of(" \n") - (closes ? 1 : 0));
    if (!closes && !empty_tags.contains(name)) open.push_back(name);
    if (!closes) continue;
    if (open.empty() || open.back() != name) return "</" + name + "> closes nothing";
    open.pop_back();
  }
  return open.empty() ? "" : "<" + open.back() + "> stays open";
}

std::vector<Report> all_kinds() {
  return {sample_report(), quick_report(), refused_report(), empty_report()};
}

}  // namespace

TEST_CASE("every section stands in the page and in the Markdown, whatever was measured") {
  for (const auto& report : all_kinds()) {
    const auto html = lab::to_html(report), markdown = lab::to_markdown(report);
    for (const auto* id : {"summary", "verdicts", "audit", "equality", "arms", "endpoints", "pairs",
                           "aa_control", "ledger", "prediction", "blast_radius", "deployment",
                           "sweep", "modules", "workload", "fingerprint"})
      CHECK_MESSAGE(count_of(html, std::string("<section id=\"") + id + "\"") == 1, id);
    for (const auto& section : lab::make_sections(report)) {
      CHECK_FALSE(section.blocks.empty());
      CHECK_MESSAGE(holds(markdown, "## " + section.title), section.title);
    }
  }
}

TEST_CASE("the summary comes first and the command that repeats the report last") {
  for (const auto& text : {lab::to_html(sample_report()), lab::to_markdown(sample_report())}) {
    CHECK(text.find("max rate, p99 ≤ 20 ms") < text.find("All 2 checks passed"));
    CHECK(text.rfind("cleave compare --seed 7") > text.find("Some CPU @ 2.5 GHz"));
  }
}

TEST_CASE("what was not measured says so") {
  const auto quick = lab::to_markdown(quick_report());
  CHECK(holds(quick, "Quick: fewer layouts"));
  CHECK(holds(quick, "not measured (quick)"));
  CHECK(holds(quick, "Fault \"hang\": not measured (quick)"));

  const auto empty = lab::to_markdown(empty_report());
  CHECK(holds(empty, "Partial: it was interrupted"));
  CHECK(holds(empty, "Ctrl-C"));
  CHECK(count_of(empty, "not measured (interrupted)") >= 10);

  const auto full = lab::to_markdown(sample_report());
  CHECK_FALSE(holds(full, "not measured (quick)"));
  CHECK_FALSE(holds(full, "Partial:"));
  CHECK(holds(full, "not measurable yet"));
  CHECK(holds(full, "not applicable: no message to it leaves the process"));
}

TEST_CASE("a refused verdict is replaced by the reasons, and no title claims anything") {
  const auto report = refused_report();
  for (const auto& text : {lab::to_html(report), lab::to_markdown(report)}) {
    CHECK(holds(text, "No verdict: the audit refused it"));
    CHECK(holds(text, "drift: found 31 %, bound ≤ 25 %"));
    CHECK(holds(text, "generator lag: found p99 9 ms"));
    CHECK(holds(text, "no: the audit refused it"));
    CHECK_FALSE(holds(text, "adds 5.7 ms to"));
  }
  CHECK(holds(lab::to_html(sample_report()), "Split (tcp) adds 5.7 ms to a checkout at p99"));
}

TEST_CASE("a title says of a p99 from too few requests that it is one") {
  auto report = sample_report();
  const auto title = [&] { return lab::latency_figure(report, true).title; };
  const auto pair_named = [&](std::string_view metric) -> lab::Pair& {
    const auto found = std::find_if(report.pairs.rbegin(), report.pairs.rend(),
                                    [&](auto& pair) { return pair.metric == metric; });
    REQUIRE(found != report.pairs.rend());
    return *found;
  };
  lab::Pair& tail = pair_named("checkout p99");
  tail.claimed = false;
  tail.text = "no difference seen";
  CHECK(holds(title(), "No difference seen in the p99 of a checkout"));

  tail.text = "too few requests to say: a p99 needs 1000 in each repeat";
  auto middle = tail;
  middle.metric = "checkout p50";
  report.pairs.push_back(middle);
  CHECK(holds(title(), "Too few requests to compare the p99 of a checkout"));
  report.pairs.back().claimed = true;
  CHECK(holds(title(), "to a checkout at p50; too few to say at p99"));
}

TEST_CASE("unequal answers are shown with the first request that differs") {
  auto report = sample_report();
  report.equality.equal = false;
  report.equality.first_difference = {
      {17, "GET /api/v1/cart", "monolith", "split", "200 {\"items\":[]}", "503"}};
  report.equality.row_differences = {"cart.lines: only in split: 3"};
  for (const auto& text : {lab::to_html(report), lab::to_markdown(report)}) {
    CHECK(holds(text, "number 17"));
    CHECK(holds(text, "GET /api/v1/cart"));
    CHECK(holds(text, "only in split: 3"));
  }
}

TEST_CASE("the page stands alone and its tags are balanced") {
  for (const auto& report : all_kinds()) {
    const auto html = lab::to_html(report);
    CHECK(imbalance(html) == "");
    for (const auto* loader : {"src=", "url(", "@import", "<script", "<link", "<iframe",
                               "href=\"http", "href=\"//", "onload"})
      CHECK_MESSAGE(!holds(html, loader), loader);
  }
  CHECK(imbalance("<p><b></p>") != "");
  CHECK(imbalance("<p>") != "");
}

TEST_CASE("no two regions of the page have the same name") {
  for (const auto& report : all_kinds()) {
    const auto html = lab::to_html(report);
    std::set<std::string> names;
    constexpr std::string_view mark = "role=\"region\" aria-label=\"";
    for (auto at = html.find(mark); at != html.npos; at = html.find(mark, at + 1)) {
      const auto from = at + mark.size();
      const auto name = html.substr(from, html.find('"', from) - from);
      CHECK_MESSAGE(names.insert(name).second, name);
    }
  }
}

TEST_CASE("every chart is named, has its data beneath, and a narrow or small form") {
  const auto html = lab::to_html(sample_report());
  const auto charts = count_of(html, "<svg ");
  CHECK(charts > 40);
  CHECK(count_of(html, "</title><desc>") == charts);
  CHECK(count_of(html, "<figure>") == 11);
  for (auto at = html.find("<figure>"); at != html.npos; at = html.find("<figure>", at + 1)) {
    const auto chart = html.substr(at, html.find("</figure>", at) - at);
    CHECK(holds(chart, "<table"));
    CHECK(holds(chart, "class=\"subtitle\""));
  }
  CHECK(count_of(html, "class=\"wide\"") == count_of(html, "class=\"narrow\""));
  CHECK_FALSE(holds(html, "nan"));
  CHECK_FALSE(holds(html, "\"inf"));
}

TEST_CASE("names that look like markup are text") {
  auto report = sample_report();
  const std::string hostile = "</title><script>alert('1')</script>\"&|`*";
  report.arms[3].title = hostile;
  report.fingerprint.cpu = hostile;
  report.fingerprint.command = hostile;
  report.workload.description = hostile;
  report.ledger.arms[3].rows[0].callee = hostile;
  report.blast_radius.runs.back().module = hostile;
  report.sweep.points[0].name = hostile;
  report.audit.checks[0].name = hostile;
  for (auto& rate : report.arms[3].rates)
    for (auto& endpoint : rate.endpoints) endpoint.endpoint += hostile;
  report.summary = lab::make_summary(report);
  report.verdicts = lab::make_verdicts(report);

  const auto html = lab::to_html(report);
  CHECK(imbalance(html) == "");
  CHECK_FALSE(holds(html, "<script"));
  CHECK(holds(html, "&lt;script&gt;alert(&#39;1&#39;)"));

  const auto markdown = lab::to_markdown(report);
  const auto code = markdown.find("    " + hostile);  // in a code block nothing is markup
  CHECK(code != markdown.npos);
  CHECK_FALSE(holds(markdown.substr(0, code), "<script"));
  CHECK(holds(markdown, "\\|\\`\\*"));
}

TEST_CASE("figures read as people write them") {
  struct Row {
    double value;
    const char* text;
  };
  for (const auto& row : std::initializer_list<Row>{{0, "0"},
                                                    {0.3149, "0.315"},
                                                    {38.24, "38.2"},
                                                    {999.6, "1,000"},
                                                    {4910, "4,910"},
                                                    {1234567, "1,234,567"},
                                                    {-2.5, "−2.50"},
                                                    {std::nan(""), "–"}})
    CHECK(lab::figure(row.value) == row.text);
  CHECK(lab::signed_figure(2.5, 2) == "+2.5");
  CHECK(lab::percent(0.01) == "< 0.1 %");
  CHECK(lab::percent(30) == "30 %");
  CHECK(lab::with_bounds({}) == "not measured");
}
