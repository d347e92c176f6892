// Timelines: what happened to requests around a fault or a restart, a panel per run.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "lab/report/chart_svg.h"
#include "lab/report/charts.h"
#include "lab/report/report_figures.h"
#include "lab/report/summary_faults.h"

namespace lab {
namespace {

constexpr int panel_height = 128;

struct Panel {
  std::string arm;
  std::string module;
  std::string outcome;
  double from_s = 0, until_s = 0;  // of the fault
  const std::vector<TimelinePoint>* timeline;
};

std::string heading_of(const Report& report, const Panel& panel) {
  return panel.module + " · " + title_of(report, panel.arm);
}

double slice_s(const std::vector<TimelinePoint>& timeline) {
  return timeline.size() < 2 ? 0.1 : timeline[1].at_s - timeline[0].at_s;
}

std::int64_t greatest(const std::vector<Panel>& panels) {
  std::int64_t most = 1;
  for (const auto& panel : panels)
    for (const auto& point : *panel.timeline) most = std::max({most, point.good, point.lost});
  return most;
}

// Good ones stand on the axis, lost ones hang from it.
std::string draw(const Report& report, const Panel& panel, std::int64_t most) {
  const auto& timeline = *panel.timeline;
  const double slice = slice_s(timeline);
  const double begin = timeline.front().at_s, end = timeline.back().at_s + slice;
  const Axis x = [&] {
    auto axis = linear_axis(begin, end, 42, panel_px - 6, 6);
    axis.scale.low = begin;
    axis.scale.high = end;
    std::erase_if(axis.ticks,
                  [&](double tick) { return tick < begin - 1e-6 || tick > end + 1e-6; });
    return axis;
  }();
  const double axis_y = 62;
  const auto height = [&](std::int64_t count) {
    return 46.0 * static_cast<double>(count) / static_cast<double>(most);
  };
  Svg svg(panel_px, panel_height, heading_of(report, panel), panel.outcome);
  svg.rect(x.scale(panel.from_s), 10, x.scale(std::min(panel.until_s, end)) - x.scale(panel.from_s),
           panel_height - 30, "while");
  const auto style = style_of(report, panel.arm);
  for (const auto& point : timeline) {
    const double left = x.scale(point.at_s), width = x.scale(point.at_s + slice) - left;
    if (point.good > 0)
      svg.rect(left, axis_y - height(point.good), width, height(point.good),
               "slice fill " + style.css);
    if (point.lost > 0) svg.rect(left, axis_y, width, height(point.lost), "slice lost");
  }
  svg.line(x.scale.from, axis_y, x.scale.to, axis_y, "axis");
  svg.line(x.scale(panel.from_s), 10, x.scale(panel.from_s), panel_height - 20, "moment");
  svg.text(36, axis_y - 34, "good", "tick end");
  svg.text(36, axis_y + 40, "lost", "tick end");
  for (const double tick : x.ticks)
    svg.text(x.scale(tick), panel_height - 6,
             tick_text(tick) + (tick == x.ticks.back() ? " s" : ""),
             tick == x.ticks.back() ? "tick end" : "tick mid");
  return svg.finish();
}

TableData table_of(const Report& report, const std::vector<Panel>& panels) {
  TableData data{"Good / lost requests in each slice", {{"from, s", figures}}, {}};
  std::size_t rows = 0;
  for (const auto& panel : panels) {
    data.columns.push_back({heading_of(report, panel), figures});
    rows = std::max(rows, panel.timeline->size());
  }
  for (std::size_t i = 0; i < rows; ++i) {
    std::vector<std::string> cells{""};
    for (const auto& panel : panels) {
      const bool has = i < panel.timeline->size();
      if (has) cells.front() = figure((*panel.timeline)[i].at_s, 2);
      cells.push_back(
          has ? fmt::format("{}/{}", (*panel.timeline)[i].good, (*panel.timeline)[i].lost) : "");
    }
    data.add(std::move(cells));
  }
  return data;
}

Plot figure_of(const Report& report, std::vector<Panel> panels) {
  Plot result{"", "", {}, {}};
  std::erase_if(panels, [](const Panel& panel) { return panel.timeline->empty(); });
  if (panels.empty()) return result;
  const auto most = greatest(panels);
  for (const auto& panel : panels)
    result.drawings.push_back({fmt::format("{}: {}", heading_of(report, panel), panel.outcome),
                               draw(report, panel, most), ""});
  result.data.push_back(table_of(report, panels));
  return result;
}

std::string verb_of(const std::string& fault) {
  if (fault == "kill") return "A process is killed";
  if (fault == "hang") return "A process hangs";
  return "Messages are 500 ms late";
}

}  // namespace

Plot fault_figure(const Report& report, const std::string& fault) {
  std::vector<Panel> panels;
  double rate = 0;
  for (const auto& run : report.blast_radius.runs) {
    if (run.fault != fault || !run.not_measured.empty()) continue;
    panels.push_back({run.arm, run.module, loss_words(run), 0, run.duration_s, &run.timeline});
    rate = run.rate_per_s;
  }
  auto result = figure_of(report, panels);
  if (result.drawings.empty()) return result;
  std::vector<std::string> found;
  for (const auto& arm : report.arms)
    if (const auto* worst = worst_run(report, arm.name, fault)) {
      const auto words = loss_words(*worst);
      found.push_back(fmt::format("{}: {}{}", title_of(report, arm.name),
                                  words == "nothing seen" ? "" : "at worst ", words));
    }
  result.title = fmt::format("{}: {}", verb_of(fault), joined(found, "; "));
  result.subtitle = fmt::format(
      "Requests by tenths of a second of their scheduled time, good above and lost below the axis, "
      "at {}/s; shaded: the fault; n = 1 run each",
      figure(rate));
  return result;
}

Plot restart_figure(const Report& report) {
  std::vector<Panel> panels;
  double rate = 0;
  for (const auto& restart : report.deployment.restarts) {
    if (!restart.not_measured.empty()) continue;
    const double lasted_s = (restart.drain_ms + restart.start_ms) / 1000;
    panels.push_back(
        {restart.arm, restart.module,
         fmt::format("{} of {} failed", grouped(restart.failed), grouped(restart.requests)), 0,
         lasted_s, &restart.timeline});
    rate = restart.rate_per_s;
  }
  auto result = figure_of(report, panels);
  if (result.drawings.empty()) return result;
  std::vector<std::string> found;
  for (const auto& arm : report.arms)
    if (const auto* worst = worst_restart(report, arm.name))
      found.push_back(fmt::format("{}: at worst {} of {} requests fail", title_of(report, arm.name),
                                  grouped(worst->failed), grouped(worst->requests)));
  result.title = "A module is deployed: " + joined(found, "; ");
  result.subtitle = fmt::format(
      "Requests by tenths of a second of their scheduled time, good above and lost below the axis, "
      "at {}/s; shaded: from SIGTERM to ready again; n = 1 run each",
      figure(rate));
  return result;
}

}  // namespace lab
