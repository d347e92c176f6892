// The ledger as a graph: modules in a column, what the gateway asks on the left, what they ask each
// other on the right.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>

#include "lab/report/arrow_lanes.h"
#include "lab/report/chart_svg.h"
#include "lab/report/charts.h"
#include "lab/report/report_figures.h"

namespace lab {
namespace {

struct Edge {
  std::size_t from = 0, to = 0;  // places in the column
  bool across = false;
  double calls = 0;
};

struct Graph {
  std::vector<std::string> nodes;
  std::vector<Edge> edges;
};

std::string number_of(const Edge& edge) { return figure(edge.calls, 2); }

// What every process asks auth about keys, each second, whatever is bought.
bool is_housekeeping(const LedgerRow& row) {
  return row.message == "auth.GetSigningKeys" || row.message == "auth.GetRevocations";
}

std::vector<LedgerRow> checkout_rows(const ArmLedger& ledger) {
  auto rows = ledger.rows;
  std::erase_if(rows, [](const LedgerRow& row) {
    return row.per_checkout <= 0 || row.caller == "wire" || row.caller == row.callee ||
           is_housekeeping(row);
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

// Out of the box, along the lane and back, with round corners.
std::string path_of(const Track& track) {
  const double side = track.lane < track.start.x ? -1 : 1;
  const double down = track.end.y > track.start.y ? 1 : -1;
  const double beside = track.lane - side * corner_px;
  return fmt::format(
      "M{:.1f} {:.1f}H{:.1f}Q{:.1f} {:.1f} {:.1f} {:.1f}V{:.1f}Q{:.1f} {:.1f} {:.1f} {:.1f}H{:.1f}",
      track.start.x, track.start.y, beside, track.lane, track.start.y, track.lane,
      track.start.y + down * corner_px, track.end.y - down * corner_px, track.lane, track.end.y,
      beside, track.end.y, track.end.x + side * tip_length_px / 2);
}

void draw_edge(Svg& svg, const Edge& edge, const Track& track) {
  svg.path(path_of(track), edge.across ? "edge across-edge" : "edge",
           fmt::format("stroke-width=\"{:.1f}\"", 1 + std::min(3.0, std::log2(1 + edge.calls))));
  const double side = track.lane < track.end.x ? -1 : 1;
  svg.path(
      fmt::format("M{:.1f} {:.1f}l{:.1f} -4v8z", track.end.x, track.end.y, side * tip_length_px),
      edge.across ? "tip across-tip" : "tip");
}

// On a ground that interrupts its own arrow.
void draw_number(Svg& svg, const Point& middle, const std::string& text) {
  const double width = number_width(text);
  svg.rect(middle.x - width / 2, middle.y - number_height_px / 2, width, number_height_px,
           "ground");
  svg.text(middle.x, middle.y + 4.5, text, "tick mid");
}

std::string draw(const Graph& graph, const std::string& title, const std::string& description) {
  std::vector<Arrow> arrows;
  for (const auto& edge : graph.edges)
    arrows.push_back({edge.from, edge.to, graph.nodes[edge.from] == "gateway", number_of(edge)});
  const auto column = column_of(graph.nodes.size(), arrows, panel_px);
  Svg svg(static_cast<int>(std::ceil(column.width)), static_cast<int>(column.height), title,
          description);
  for (std::size_t i = 0; i < arrows.size(); ++i) draw_edge(svg, graph.edges[i], column.tracks[i]);
  for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
    const auto& middle = column.boxes[i];
    svg.rect(middle.x - box_width_px / 2, middle.y - box_height_px / 2, box_width_px, box_height_px,
             "node");
    svg.text(middle.x, middle.y + 4.5, graph.nodes[i], "label mid");
  }
  for (std::size_t i = 0; i < arrows.size(); ++i)
    draw_number(svg, column.tracks[i].number, arrows[i].text);
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
      data.add({title, graph.nodes[edge.from], graph.nodes[edge.to], number_of(edge),
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
      "Calls per checkout between modules, events and what is owed included, what processes ask "
      "about keys left out, at one client; solid: within a process, dashed: between processes; "
      "width: calls";
  result.data.push_back(std::move(data));
  return result;
}

}  // namespace lab
