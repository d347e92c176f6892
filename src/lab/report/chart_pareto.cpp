// The layouts in between: p99 against CPU, with how much depends on the average process.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "lab/report/chart_svg.h"
#include "lab/report/charts.h"
#include "lab/report/report_figures.h"

namespace lab {
namespace {

std::string letter(std::size_t index) {
  std::string out(1, static_cast<char>('A' + static_cast<char>(index % 26)));
  return index < 26 ? out : out + std::to_string(index / 26);
}

double radius(const SweepPoint& point) { return 4 + 1.1 * std::sqrt(point.blast_percent); }

std::vector<SweepPoint> measured(const Report& report) {
  auto points = report.sweep.points;
  std::erase_if(points, [](const SweepPoint& point) {
    return !known(point.p99_ms) || !known(point.cpu_ms_per_request);
  });
  return points;
}

void draw_axes(Svg& svg, const Axis& x, const Axis& y) {
  for (const double tick : y.ticks) {
    svg.line(x.scale.from, y.scale(tick), x.scale.to, y.scale(tick), "grid");
    svg.text(x.scale.from - 8, y.scale(tick) + 4, tick_text(tick), "tick end");
  }
  for (const double tick : x.ticks) {
    svg.line(x.scale(tick), y.scale.from, x.scale(tick), y.scale.from + 5, "axis");
    svg.text(x.scale(tick), y.scale.from + 20, tick_text(tick), "tick mid");
  }
  svg.line(x.scale.from, y.scale.from, x.scale.to, y.scale.from, "axis");
  svg.text(x.scale.from - 8, 14, "p99, ms", "tick");
  svg.text(x.scale.to, y.scale.from + 38, "CPU, ms per request", "tick end");
}

std::string draw(const std::vector<SweepPoint>& points, const Plot& figure_, int width) {
  double x_low = 1e9, x_high = 0, y_low = 1e9, y_high = 0;
  for (const auto& point : points) {
    x_low = std::min(x_low, point.cpu_ms_per_request.low);
    x_high = std::max(x_high, point.cpu_ms_per_request.high);
    y_low = std::min(y_low, point.p99_ms.low);
    y_high = std::max(y_high, point.p99_ms.high);
  }
  const int height = width == wide_px ? 400 : 340;
  const auto x = linear_axis(x_low, x_high, 46, width - 30, width == wide_px ? 8 : 4);
  const auto y = log_axis(y_low, y_high, height - 52, 30);
  Svg svg(width, height, figure_.title, figure_.subtitle);
  draw_axes(svg, x, y);
  std::vector<double> labels;
  for (const auto& point : points) {
    const double cx = x.scale(point.cpu_ms_per_request.median), cy = y.scale(point.p99_ms.median);
    svg.line(x.scale(point.cpu_ms_per_request.low), cy, x.scale(point.cpu_ms_per_request.high), cy,
             "interval");
    svg.line(cx, y.scale(point.p99_ms.low), cx, y.scale(point.p99_ms.high), "interval");
    svg.circle(cx, cy, radius(point), point.pareto ? "best" : "dominated");
  }
  for (std::size_t i = 0; i < points.size(); ++i)
    svg.text(x.scale(points[i].cpu_ms_per_request.median) + radius(points[i]) * 0.7 + 3,
             y.scale(points[i].p99_ms.median) - radius(points[i]) * 0.7 - 3, letter(i),
             "label halo");
  return svg.finish();
}

}  // namespace

Plot pareto_figure(const Report& report) {
  const auto points = measured(report);
  Plot result{"", "", {}, {}};
  if (points.empty()) return result;
  TableData data{"The layouts that were measured",
                 {{""},
                  {"processes and their modules"},
                  {"processes", figures},
                  {"p99, ms", figures},
                  {"CPU, ms/request", figures},
                  {"blast radius", figures},
                  {"beaten by none"},
                  {"why measured"}},
                 {}};
  std::vector<std::string> best;
  int n = 0;
  for (std::size_t i = 0; i < points.size(); ++i) {
    const auto& point = points[i];
    data.add({letter(i), point.name, std::to_string(point.processes), with_bounds(point.p99_ms),
              with_bounds(point.cpu_ms_per_request), percent(point.blast_percent),
              point.pareto ? "yes" : "no", point.why});
    if (point.pareto) best.push_back(letter(i));
    n = std::max(n, point.p99_ms.n);
  }
  result.title = fmt::format(
      "{} of {} layouts are beaten by no other in p99, CPU and blast "
      "radius at once: {}",
      best.size(), points.size(), joined(best));
  result.subtitle = fmt::format(
      "p99 (log axis) against CPU per request; area: share of requests that need the average "
      "process; filled: beaten by none; median of n = {} repeats, bars: 95 % intervals",
      n);
  result.drawings.push_back({"", draw(points, result, wide_px), draw(points, result, narrow_px)});
  result.data.push_back(std::move(data));
  return result;
}

}  // namespace lab
