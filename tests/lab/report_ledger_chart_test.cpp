// The number on each arrow of the ledger's graph can be read, and is that arrow's own.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <map>
#include <sstream>
#include <tuple>

#include "app_settings.h"
#include "drawn_ledger.h"
#include "lab/report/charts.h"
#include "lab/report/report_figures.h"
#include "sample_report.h"

using lab::LedgerRow;

namespace {

using Rows = std::vector<LedgerRow>;
using Ends = std::tuple<std::string, std::string, bool>;  // caller, callee, between processes
using Numbers = std::map<Ends, std::string>;

// ---- what is asked of a drawing -----------------------------------------------------------

std::string box_at(const DrawnLedger& drawn, const Place& place) {
  constexpr double tip_px = 7;  // a line ends inside its tip
  for (const auto& box : drawn.boxes)
    if (box.area.wider(tip_px).holds(place)) return box.text;
  return "no box";
}

bool touches(const Area& area, const DrawnArrow& arrow) {
  const auto near = area.wider(arrow.width / 2);
  return area.meets(arrow.tip) || std::any_of(arrow.line.begin(), arrow.line.end(),
                                              [&](const Place& at) { return near.holds(at); });
}

std::vector<Ends> arrows_below(const DrawnLedger& drawn, const DrawnText& number) {
  std::vector<Ends> ends;
  for (const auto& arrow : drawn.arrows)
    if (touches(number.area, arrow))
      ends.emplace_back(box_at(drawn, arrow.line.front()), box_at(drawn, arrow.line.back()),
                        arrow.dashed);
  return ends;
}

// What each number lies on besides its own arrow. Notes in `found` whose it is.
std::string faults_of(const DrawnLedger& drawn, Numbers& found) {
  std::string faults;
  for (const auto& number : drawn.numbers) {
    const auto on = [&](const std::string& what) {
      faults += fmt::format("{} lies on {}\n", number.text, what);
    };
    if (number.area.left < 0 || number.area.right > drawn.canvas.right) on("the margin");
    for (const auto& box : drawn.boxes)
      if (number.area.meets(box.area)) on(box.text);
    for (const auto& other : drawn.numbers)
      if (&other != &number && number.area.meets(other.area)) on(other.text);
    const auto arrows = arrows_below(drawn, number);
    if (arrows.size() != 1) on(fmt::format("{} arrows", arrows.size()));
    for (const auto& ends : arrows) found[ends] = number.text;
  }
  return faults;
}

// A line for each arrow.
std::string told(const Numbers& numbers) {
  std::string lines;
  for (const auto& [ends, number] : numbers) {
    const auto& [caller, callee, between] = ends;
    lines += fmt::format("{} {} {} {}\n", caller, between ? "- ->" : "--->", callee, number);
  }
  return lines;
}

// ---- shops --------------------------------------------------------------------------------

using Process = std::function<std::string(const std::string& module)>;

// The messages as if modules were in these processes, and `factor` times as many.
Rows laid_out(Rows rows, const Process& process_of, double factor) {
  for (auto& row : rows) {
    row.transport = process_of(row.caller) == process_of(row.callee) ? "local" : "http";
    row.per_checkout *= factor;
  }
  return rows;
}

Numbers numbers_of(const Rows& rows) {
  std::map<Ends, double> calls;
  const auto is_of_checkout = [](const auto& row) {
    const bool about_keys =
        row.message == "auth.GetRevocations" || row.message == "auth.GetSigningKeys";
    return row.per_checkout > 0 && row.caller != "wire" && row.caller != row.callee && !about_keys;
  };
  for (const auto& row : rows)
    if (is_of_checkout(row))
      calls[{row.caller, row.callee, row.transport == "http"}] += row.per_checkout;
  Numbers numbers;
  for (const auto& [ends, count] : calls) numbers[ends] = lab::figure(count, 2);
  return numbers;
}

DrawnLedger drawn(const Rows& rows) {
  auto report = sample_report();
  report.ledger.arms = {{"split", rows}};
  const auto figure = lab::ledger_figure(report);
  REQUIRE(figure.drawings.size() == 1);
  return read_ledger(figure.drawings[0].wide);
}

// As docs/compare has measured them in the split, where there are the most.
Rows measured_rows() {
  const char* const source = std::getenv("CLEAVE_SOURCE");
  REQUIRE(source != nullptr);
  std::ifstream file(std::string(source) + "/docs/compare/report.json");
  std::ostringstream text;
  text << file.rdbuf();
  for (const auto& ledger : lab::parse_report(text.str()).ledger.arms)
    if (ledger.arm == "split") return ledger.rows;
  return {};
}

LedgerRow one_call(const std::string& caller, const std::string& callee, double calls) {
  LedgerRow row;
  row.caller = caller;
  row.callee = callee;
  row.per_checkout = calls;
  return row;
}

// The gateway asks each module, and each module asks and is asked by each other one.
Rows everybody_asks_everybody() {
  Rows rows;
  const auto& modules = app::module_names();
  const auto calls = [&] { return 0.26 + 0.37 * static_cast<double>(rows.size()); };
  for (const auto& module : modules) rows.push_back(one_call("gateway", module, calls()));
  for (const auto& caller : modules)
    for (const auto& callee : modules)
      if (caller != callee) rows.push_back(one_call(caller, callee, calls()));
  return rows;
}

std::size_t place_of(const std::string& module) {
  const auto& all = app::module_names();  // the gateway, which is none, comes after them
  return static_cast<std::size_t>(std::find(all.begin(), all.end(), module) - all.begin());
}

struct Case {
  const char* name;
  Process process_of;
};
const Case layouts[] = {
    {"monolith", [](const auto&) { return "gateway"; }},
    {"pairs", [](const auto& module) { return std::to_string(place_of(module) / 2); }},
    {"every other one", [](const auto& module) { return std::to_string(place_of(module) % 2); }},
    {"split", [](const auto& module) { return module; }},
};

}  // namespace

TEST_CASE("the number on an arrow of the ledger's graph lies on that arrow and on nothing else") {
  for (const auto& rows : {measured_rows(), everybody_asks_everybody()})
    for (const auto& layout : layouts)
      for (const double factor : {1.0, 0.013, 100.0, 12'345.0}) {
        CAPTURE(std::string(layout.name));
        CAPTURE(factor);
        const auto shop = laid_out(rows, layout.process_of, factor);
        const auto expected = numbers_of(shop);
        REQUIRE(expected.size() >= 6);

        Numbers found;
        const auto faults = faults_of(drawn(shop), found);

        CHECK(faults == "");
        CHECK(told(found) == told(expected));
      }
}

TEST_CASE("two kinds of messages between the same two are two arrows with a number each") {
  Rows rows{one_call("gateway", "order", 1), one_call("order", "cart", 2),
            one_call("order", "cart", 3), one_call("cart", "order", 4)};
  rows[2].transport = "http";

  Numbers found;
  const auto faults = faults_of(drawn(rows), found);

  CHECK(faults == "");
  CHECK(told(found) == told(numbers_of(rows)));
}

TEST_CASE("the ledger's graph of this shop fits beside another one") {
  for (const auto& layout : layouts) {
    CAPTURE(std::string(layout.name));
    CHECK(drawn(laid_out(measured_rows(), layout.process_of, 1)).canvas.right <= 320);
  }
}
