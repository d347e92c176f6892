// The ledger as a graph: modules in a column, what the gateway asks on the left, what they ask each
// other on the right.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>

#include "lab/report/chart_svg.h"
#include "lab/report/charts.h"
#include "lab/report/report_figures.h"

namespace lab {
namespace {

constexpr double box_width = 104, box_height = 28, step_px = 52;
constexpr double bend_least = 16, bend_most = 88;  // of an arc, by the places that it passes

struct Edge {
  std::size_t from = 0, to = 0;  // places in the column
  bool across = false;
  double calls = 0;
};

struct Graph {
  std::vector<std::string> nodes;
  std::vector<Edge> edges;
};

std::vector<LedgerRow> checkout_rows(const ArmLedger& ledger) {
  auto rows = ledger.rows;
  std::erase_if(rows, [](const LedgerRow& row) {
    return row.per_checkout <= 0 || row.caller == "wire" || row.caller == row.callee;
  });
  return rows;
}

Graph graph_of(const Report& report, const ArmLedger& ledger) {
  const auto rows = checkout_rows(ledger);
  Graph graph;
  const auto used = [&](const std::string& name) {
    return std::any_of(rows.begin(), rows.end(), [&](const LedgerRow& row) {
      return row.caller == name || row.callee == name;
    });
  };
  const auto place = [&](const std::string& name) {
    const auto found = std::find(graph.nodes.begin(), graph.nodes.end(), name);
    const auto at = static_cast<std::size_t>(found - graph.nodes.begin());
    if (found == graph.nodes.end()) graph.nodes.push_back(name);
    return at;
  };
  if (used("gateway")) place("gateway");
  for (const auto& module : report.modules)
    if (used(module.module)) place(module.module);
  std::map<std::tuple<std::size_t, std::size_t, bool>, double> calls;
  for (const auto& row : rows)
    calls[{place(row.caller), place(row.callee), row.transport == "http"}] += row.per_checkout;
  for (const auto& [key, count] : calls)
    graph.edges.push_back({std::get<0>(key), std::get<1>(key), std::get<2>(key), count});
  return graph;
}

double y_of(std::size_t place) { return 24 + static_cast<double>(place) * step_px; }

struct Label {
  double x, y;
  std::string text;
};

Label draw_edge(Svg& svg, const Graph& graph, const Edge& edge, double middle) {
  const bool left = graph.nodes[edge.from] == "gateway";
  const double side = left ? -1 : 1;
  const double x = middle + side * box_width / 2;
  const double span = std::abs(static_cast<double>(edge.to) - static_cast<double>(edge.from));
  const double down = edge.to > edge.from ? 1 : -1;
  const double longest = static_cast<double>(std::max<std::size_t>(graph.nodes.size(), 3) - 1);
  const double bend = bend_least + (bend_most - bend_least) * (span - 1) / (longest - 1);
  const double from = y_of(edge.from) + down * 6, to = y_of(edge.to) - down * 6;
  // A cubic reaches three quarters of the way to its control points.
  const double control = x + side * bend * 4 / 3;
  const auto* css = edge.across ? "edge across-edge" : "edge";
  svg.path(fmt::format("M{:.1f} {:.1f}C{:.1f} {:.1f} {:.1f} {:.1f} {:.1f} {:.1f}", x, from, control,
                       from, control, to, x + side * 6, to),
           css,
           fmt::format("stroke-width=\"{:.1f}\"", 1 + std::min(3.0, std::log2(1 + edge.calls))));
  svg.path(fmt::format("M{:.1f} {:.1f}l{:.1f} -4.5v9z", x, to, side * 9),
           edge.across ? "tip across-tip" : "tip");
  // Down and up between the same two would share a place.
  return {x + side * bend, (from + to) / 2 + (left ? 4 : down * 8 + 4), figure(edge.calls, 2)};
}

std::string draw(const Graph& graph, const std::string& title, const std::string& description) {
  const int height = static_cast<int>(y_of(graph.nodes.size() - 1) + 24);
  const double middle = panel_px / 2.0;
  Svg svg(panel_px, height, title, description);
  std::vector<Label> labels;
  for (const auto& edge : graph.edges) labels.push_back(draw_edge(svg, graph, edge, middle));
  for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
    svg.rect(middle - box_width / 2, y_of(i) - box_height / 2, box_width, box_height, "node");
    svg.text(middle, y_of(i) + 4.5, graph.nodes[i], "label mid");
  }
  for (const auto& label : labels) svg.text(label.x, label.y, label.text, "tick mid halo");
  return svg.finish();
}

// The first layout, and that with the most processes.
std::vector<const ArmLedger*> shown(const Report& report) {
  std::vector<const ArmLedger*> out;
  const auto processes = [&](const ArmLedger& ledger) {
    const auto* arm = find_arm(report, ledger.arm);
    return arm == nullptr ? 0 : arm->processes.size();
  };
  for (const auto& ledger : report.ledger.arms) {
    if (checkout_rows(ledger).empty()) continue;
    if (out.size() < 2) {
      out.push_back(&ledger);
    } else if (processes(ledger) >= processes(*out.back())) {
      out.back() = &ledger;
    }
  }
  return out;
}

}  // namespace

Plot ledger_figure(const Report& report) {
  Plot result{"", "", {}, {}};
  TableData data{"Calls for one checkout, over each edge",
                 {{"layout"}, {"caller"}, {"callee"}, {"calls", figures}, {"how"}},
                 {}};
  std::vector<std::string> found;
  for (const auto* ledger : shown(report)) {
    const auto graph = graph_of(report, *ledger);
    const auto title = title_of(report, ledger->arm);
    double across = 0, all = 0;
    for (const auto& edge : graph.edges) {
      all += edge.calls;
      across += edge.across ? edge.calls : 0;
      data.add({title, graph.nodes[edge.from], graph.nodes[edge.to], figure(edge.calls, 2),
                edge.across ? "between processes" : "in process"});
    }
    found.push_back(fmt::format("{} of {} in {}", figure(across, 2), figure(all, 2), title));
    result.drawings.push_back(
        {title,
         draw(graph, "Messages for one checkout, " + title,
              "An arrow per caller and callee, with the number of calls. Solid: within a process. "
              "Dashed: between processes."),
         ""});
  }
  if (result.drawings.empty()) return result;
  result.title = "Messages of a checkout that leave their process: " + joined(found);
  result.subtitle =
      "Calls per checkout between modules, events and what is owed included, at one client; solid: "
      "within a process, dashed: between processes; width: calls";
  result.data.push_back(std::move(data));
  return result;
}

}  // namespace lab
