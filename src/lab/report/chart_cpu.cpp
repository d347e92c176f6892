// CPU per request: a bar per arm, stacked by process.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "lab/report/chart_svg.h"
#include "lab/report/charts.h"
#include "lab/report/report_figures.h"

namespace lab {
namespace {

constexpr int bar_px = 22, line_px = 18;

struct Bar {
  const ArmResult* arm;
  const RateResult* rate;
};

double own_ms(const ProcessSummary& process) {
  return process.user_ms_per_request.median + process.system_ms_per_request.median;
}

std::vector<std::string> labels_of(const Bar& bar, double width) {
  std::vector<std::string> parts;
  for (const auto& process : bar.rate->processes)
    parts.push_back(fmt::format("{} {}", process.process, figure(own_ms(process), 2)));
  return wrapped(parts, " · ", width);
}

double draw_bar(Svg& svg, const Report& report, const Bar& bar, const Scale& x, double y) {
  const auto style = style_of(report, bar.arm->name);
  const auto& total = bar.rate->cpu_ms_per_request;
  svg.text(x.from, y + 13, title_of(report, bar.arm->name), "label strong");
  svg.text(x.to, y + 13, with_bounds(total, 2) + " ms", "label end");
  y += 20;
  double from = 0;
  bool light = false;
  for (const auto& process : bar.rate->processes) {
    const double to = from + own_ms(process);
    svg.rect(x(from), y, x(to) - x(from) - 1.5, bar_px,
             fmt::format("fill {}{}", style.css, light ? " light" : ""));
    light = !light;
    from = to;
  }
  if (from == 0) svg.rect(x(0), y, x(total.median) - x(0), bar_px, "fill " + style.css);
  const double middle = y + bar_px / 2.0;
  svg.line(x(total.low), middle, x(total.high), middle, "interval");
  svg.line(x(total.low), middle - 5, x(total.low), middle + 5, "interval");
  svg.line(x(total.high), middle - 5, x(total.high), middle + 5, "interval");
  y += bar_px;
  for (const auto& line : labels_of(bar, x.to - x.from)) {
    svg.text(x.from, y + 15, line, "tick");
    y += line_px;
  }
  return y + 14;
}

std::string draw(const Report& report, const std::vector<Bar>& bars, const Plot& figure_,
                 int width) {
  double high = 0;
  std::size_t lines = 0;
  for (const auto& bar : bars) {
    high = std::max(high, bar.rate->cpu_ms_per_request.high);
    for (const auto& process : bar.rate->processes) high = std::max(high, own_ms(process));
    lines += labels_of(bar, width - 24).size();
  }
  const auto axis = linear_axis(0, high, 8, width - 16, width == wide_px ? 8 : 4);
  const auto bottom = static_cast<double>(bars.size()) * (20 + bar_px + 14) +
                      static_cast<double>(lines) * line_px + 6;
  Svg svg(width, static_cast<int>(bottom) + 30, figure_.title, figure_.subtitle);
  for (const double tick : axis.ticks) {
    svg.line(axis.scale(tick), 2, axis.scale(tick), bottom, tick == 0 ? "axis" : "grid");
    svg.text(axis.scale(tick), bottom + 18, tick_text(tick), tick == 0 ? "tick" : "tick mid");
  }
  double y = 4;
  for (const auto& bar : bars) y = draw_bar(svg, report, bar, axis.scale, y);
  return svg.finish();
}

std::string finding(const Report& report, const std::vector<Bar>& bars) {
  const auto& last = *bars.back().arm;
  const auto* pair = pair_of(report, last.name, "CPU per request");
  if (!report.audit.valid || pair == nullptr) return "What a request costs in CPU in each layout";
  if (!pair->claimed)
    return fmt::format("No difference seen in CPU per request between {} and {}",
                       title_of(report, pair->b), title_of(report, pair->a));
  return fmt::format("A request costs {} times as much CPU in {} as in {}",
                     figure(pair->ratio.median, 2), title_of(report, pair->b),
                     title_of(report, pair->a));
}

}  // namespace

Plot cpu_figure(const Report& report) {
  const auto label = common_rate(report);
  std::vector<Bar> bars;
  int n = 0;
  TableData data{
      "CPU in ms per request, by process",
      {{"layout"}, {"process"}, {"user", figures}, {"system", figures}, {"together", figures}},
      {}};
  for (const auto& arm : report.arms) {
    const auto* rate = rate_of(arm, label);
    if (rate == nullptr || !known(rate->cpu_ms_per_request)) continue;
    bars.push_back({&arm, rate});
    n = std::max(n, rate->cpu_ms_per_request.n);
    for (const auto& process : rate->processes)
      data.add({title_of(report, arm.name), process.process,
                with_bounds(process.user_ms_per_request),
                with_bounds(process.system_ms_per_request), figure(own_ms(process))});
    data.add({title_of(report, arm.name), "all", with_bounds(rate->user_ms_per_request),
              with_bounds(rate->system_ms_per_request), with_bounds(rate->cpu_ms_per_request)});
  }
  Plot result{"", "", {}, {}};
  if (bars.empty()) return result;
  result.title = finding(report, bars);
  result.subtitle = fmt::format(
      "CPU of all processes at {}, ms per request, user and system, stacked by process; median of "
      "n = {} repeats, bracket: 95 % interval",
      label, n);
  result.drawings.push_back(
      {"", draw(report, bars, result, wide_px), draw(report, bars, result, narrow_px)});
  result.data.push_back(std::move(data));
  return result;
}

}  // namespace lab
