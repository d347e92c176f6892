// Percentile curves: how slow the slowest part of requests is, in every arm.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "lab/report/chart_svg.h"
#include "lab/report/charts.h"
#include "lab/report/report_figures.h"
#include "lab/statistics/histogram.h"
#include "lab/statistics/statistics.h"

namespace lab {
namespace {

constexpr double nines_max = 3;  // p99.9
constexpr int steps_per_nine = 10;
constexpr int first_step = 1;  // p21; what lies below is nobody's trouble

struct Point {
  double nines = 0;  // −log10(1 − q)
  double ms = 0;
};

struct Curve {
  std::string arm;
  std::vector<Point> points;
  std::vector<std::pair<double, Interval>> intervals;  // by nines
};

Histogram latencies(const Repeat& repeat, bool checkout) {
  Histogram all;
  for (const auto& endpoint : repeat.endpoints) {
    if (endpoint.endpoint == "all" || (checkout && !is_checkout(endpoint.endpoint))) continue;
    all.merge(Histogram::from(endpoint.latency));
  }
  return all;
}

// At each percentile the median of the repeats, as in the table.
Curve curve_of(const ArmResult& arm, const RateResult& rate, bool checkout) {
  Curve curve{arm.name, {}, {}};
  std::vector<Histogram> repeats;
  for (const auto& repeat : rate.repeats) {
    repeats.push_back(latencies(repeat, checkout));
    if (repeats.back().count() == 0) repeats.pop_back();
  }
  const auto* summary = checkout ? checkout_of(rate) : endpoint_of(rate, "all");
  const double requests = summary == nullptr ? 0 : requests_per_repeat(rate, summary->endpoint);
  for (int step = first_step; !repeats.empty() && step <= nines_max * steps_per_nine; ++step) {
    const double nines = static_cast<double>(step) / steps_per_nine;
    if (too_few_for(1 - std::pow(10, -nines), requests)) break;
    std::vector<double> values;
    for (const auto& repeat : repeats)
      values.push_back(repeat.quantile_ns(1 - std::pow(10, -nines)) / 1e6);
    curve.points.push_back({nines, std::max(median(values), 1e-3)});
  }
  if (summary == nullptr) return curve;
  for (const auto& [share, interval] : {std::pair{0.5, summary->p50_ms},
                                        {0.9, summary->p90_ms},
                                        {0.99, summary->p99_ms},
                                        {0.999, summary->p999_ms}})
    if (known(interval) && !too_few_for(share, requests))
      curve.intervals.emplace_back(-std::log10(1 - share), interval);
  return curve;
}

void draw_axes(Svg& svg, const Axis& x, const Axis& y) {
  for (const double tick : y.ticks) {
    svg.line(x.scale.from, y.scale(tick), x.scale.to, y.scale(tick), "grid");
    svg.text(x.scale.from - 8, y.scale(tick) + 4, tick_text(tick), "tick end");
  }
  svg.text(x.scale.from - 8, y.scale.to - 12, "ms", "tick end");
  for (const auto& [nines, name] :
       {std::pair{0.30103, "p50"}, {1.0, "p90"}, {2.0, "p99"}, {3.0, "p99.9"}}) {
    svg.line(x.scale(nines), y.scale.from, x.scale(nines), y.scale.from + 5, "axis");
    svg.text(x.scale(nines), y.scale.from + 20, name, "tick mid");
  }
  svg.line(x.scale.from, y.scale.from, x.scale.to, y.scale.from, "axis");
}

void draw_curve(Svg& svg, const Curve& curve, const ArmStyle& style, const Axis& x, const Axis& y,
                double aside) {
  std::string d;
  for (const auto& point : curve.points)
    d += fmt::format("{}{:.1f} {:.1f}", d.empty() ? "M" : "L", x.scale(point.nines),
                     y.scale(point.ms));
  if (!d.empty()) svg.path(d, "curve " + style.css);
  for (const auto& [nines, interval] : curve.intervals) {
    const double at = x.scale(nines) + aside;
    svg.line(at, y.scale(interval.low), at, y.scale(interval.high), "whisker " + style.css);
    svg.line(at - 3, y.scale(interval.low), at + 3, y.scale(interval.low), "whisker " + style.css);
    svg.line(at - 3, y.scale(interval.high), at + 3, y.scale(interval.high),
             "whisker " + style.css);
    svg.marker(style.marker, at, y.scale(interval.median), "mark " + style.css);
  }
}

double last_ms(const Curve& curve) {
  return curve.points.empty() ? curve.intervals.back().second.median : curve.points.back().ms;
}

std::string draw(const Report& report, const std::vector<Curve>& curves, const Plot& figure,
                 int width) {
  double low = 1e9, high = 0;
  double label_px = 0;
  for (const auto& curve : curves) {
    for (const auto& point : curve.points) {
      low = std::min(low, point.ms);
      high = std::max(high, point.ms);
    }
    for (const auto& [nines, interval] : curve.intervals) {
      low = std::min(low, std::max(interval.low, 1e-3));
      high = std::max(high, interval.high);
    }
    label_px = std::max(label_px, text_px(title_of(report, curve.arm)));
  }
  const int height = width == wide_px ? 380 : 320;
  const Axis x{{0, nines_max, 52, width - label_px - 34, false}, {}};
  const Axis y = log_axis(low, high, height - 36, 34);
  Svg svg(width, height, figure.title, figure.subtitle);
  draw_axes(svg, x, y);
  std::vector<double> labels;
  for (const auto& curve : curves) labels.push_back(y.scale(last_ms(curve)) + 4);
  const auto ends = labels;
  spread_apart(labels, 17, 20, height - 40);
  double aside = -4.0 * static_cast<double>(curves.size() - 1) / 2;
  for (std::size_t i = 0; i < curves.size(); ++i, aside += 4) {
    const auto style = style_of(report, curves[i].arm);
    draw_curve(svg, curves[i], style, x, y, aside);
    svg.line(x.scale.to + 10, ends[i] - 4, x.scale.to + 22, labels[i] - 4, "leader");
    svg.text(x.scale.to + 26, labels[i], title_of(report, curves[i].arm), "label");
  }
  return svg.finish();
}

std::string difference_at(const Report& report, const Pair& pair, const std::string& what,
                          const std::string& at) {
  const bool more = pair.difference.median > 0;
  return fmt::format("{} {} {} ms {} a {} at {}", title_of(report, pair.b), more ? "adds" : "saves",
                     figure(std::abs(pair.difference.median), 2), more ? "to" : "from", what, at);
}

// Of the last layout that was held against the first.
std::string finding(const Report& report, bool checkout) {
  const std::string what = checkout ? "checkout" : "request";
  const std::string metric = checkout ? "checkout" : "all requests";
  if (!report.audit.valid) return fmt::format("Latency of a {}, without a verdict", what);
  for (auto arm = report.arms.rbegin(); arm != report.arms.rend(); ++arm) {
    const auto* tail = pair_of(report, arm->name, metric + " p99");
    if (tail == nullptr) continue;
    if (tail->claimed) return difference_at(report, *tail, what, "p99");
    const auto between = fmt::format("of a {} between {} and {}", what, title_of(report, tail->b),
                                     title_of(report, tail->a));
    if (tail->text.empty() || tail->text == no_difference)
      return "No difference seen in the p99 " + between;
    const auto* middle = pair_of(report, arm->name, metric + " p50");
    if (middle != nullptr && middle->claimed)
      return difference_at(report, *middle, what, "p50") + "; too few to say at p99";
    return "Too few requests to compare the p99 " + between;
  }
  return fmt::format("How long a {} takes in each layout", what);
}

}  // namespace

Plot latency_figure(const Report& report, bool checkout) {
  const auto label = common_rate(report);
  Plot result{finding(report, checkout), {}, {}, {}};
  TableData data{
      "Latency in ms, median of the repeats with its 95 % interval",
      {{"layout"}, {"p50", figures}, {"p90", figures}, {"p99", figures}, {"p99.9", figures}},
      {}};
  std::vector<Curve> curves;
  int repeats = 0;
  double requests = 0;
  for (const auto& arm : report.arms) {
    const auto* rate = rate_of(arm, label);
    if (rate == nullptr) continue;
    auto curve = curve_of(arm, *rate, checkout);
    if (curve.points.empty() && curve.intervals.empty()) continue;
    const auto* summary = checkout ? checkout_of(*rate) : endpoint_of(*rate, "all");
    if (summary != nullptr)
      data.add({title_of(report, arm.name), quantile_text(*rate, *summary, 0.5, summary->p50_ms),
                quantile_text(*rate, *summary, 0.9, summary->p90_ms),
                quantile_text(*rate, *summary, 0.99, summary->p99_ms),
                quantile_text(*rate, *summary, 0.999, summary->p999_ms)});
    repeats = std::max(repeats, static_cast<int>(rate->repeats.size()));
    if (summary != nullptr) {
      repeats = std::max(repeats, summary->p99_ms.n);
      requests = requests_per_repeat(*rate, summary->endpoint);
    }
    curves.push_back(std::move(curve));
  }
  if (curves.empty()) return result;
  result.subtitle = fmt::format(
      "{} at {}, by percentile; ms from the scheduled time, log axis; median of n = {} repeats{}, "
      "bars: 95 % intervals",
      checkout ? "Checkouts" : "All requests", label, repeats,
      requests > 0 ? fmt::format(" of about {} requests", figure(requests, 2)) : "");
  result.drawings.push_back(
      {"", draw(report, curves, result, wide_px), draw(report, curves, result, narrow_px)});
  result.data.push_back(std::move(data));
  return result;
}

}  // namespace lab
