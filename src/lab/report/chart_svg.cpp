#include "lab/report/chart_svg.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include "lab/report/report_figures.h"
#include "lab/report/report_html_text.h"

namespace lab {
namespace {

// The arms that every reader meets; others come after, each with its own dash.
constexpr std::array<std::string_view, 4> named_arms{"monolith", "serialized", "split-unix",
                                                     "split"};
constexpr int other_styles = 4;

}  // namespace

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '&':
        out += "&amp;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        if (static_cast<unsigned char>(c) >= 0x20 || c == '\n' || c == '\t') out += c;
    }
  }
  return out;
}

Svg::Svg(int width, int height, std::string_view title, std::string_view description)
    : out_(fmt::format("<svg viewBox=\"0 0 {0} {1}\" width=\"{0}\" height=\"{1}\" role=\"img\">"
                       "<title>{2}</title><desc>{3}</desc>\n",
                       width, height, escaped(title), escaped(description))) {}

void Svg::line(double x1, double y1, double x2, double y2, std::string_view css) {
  out_ +=
      fmt::format("<line class=\"{}\" x1=\"{:.1f}\" y1=\"{:.1f}\" x2=\"{:.1f}\" y2=\"{:.1f}\"/>\n",
                  css, x1, y1, x2, y2);
}

void Svg::rect(double x, double y, double width, double height, std::string_view css) {
  out_ += fmt::format(
      "<rect class=\"{}\" x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"{:.1f}\"/>\n", css, x,
      y, std::max(width, 0.0), std::max(height, 0.0));
}

void Svg::path(std::string_view d, std::string_view css, std::string_view attributes) {
  out_ += fmt::format("<path class=\"{}\" d=\"{}\"{}{}/>\n", css, d, attributes.empty() ? "" : " ",
                      attributes);
}

void Svg::text(double x, double y, std::string_view text, std::string_view css) {
  out_ += fmt::format("<text class=\"{}\" x=\"{:.1f}\" y=\"{:.1f}\">{}</text>\n", css, x, y,
                      escaped(text));
}

void Svg::circle(double x, double y, double radius, std::string_view css) {
  out_ += fmt::format("<circle class=\"{}\" cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"{:.1f}\"/>\n", css, x,
                      y, radius);
}

void Svg::marker(int shape, double x, double y, std::string_view css, double s) {
  switch (shape % 5) {
    case 0:
      return circle(x, y, s, css);
    case 1:
      return rect(x - s * 0.9, y - s * 0.9, s * 1.8, s * 1.8, css);
    case 2:
      return path(fmt::format("M{:.1f} {:.1f}l{:.1f} {:.1f}h{:.1f}z", x, y - s * 1.2, s * 1.2,
                              s * 2.1, -s * 2.4),
                  css);
    case 3:
      return path(fmt::format("M{:.1f} {:.1f}l{:.1f} {:.1f}l{:.1f} {:.1f}l{:.1f} {:.1f}z", x,
                              y - s * 1.3, s * 1.3, s * 1.3, -s * 1.3, s * 1.3, -s * 1.3, -s * 1.3),
                  css);
    default:
      return path(fmt::format("M{0:.1f} {1:.1f}l{2:.1f} {2:.1f}m0 {3:.1f}l{3:.1f} {2:.1f}", x - s,
                              y - s, 2 * s, -2 * s),
                  fmt::format("{} cross", css));
  }
}

std::string Svg::finish() { return std::move(out_) + "</svg>\n"; }

double Scale::operator()(double value) const {
  const auto along = [&](double v) { return log ? std::log10(v) : v; };
  const double width = along(high) - along(low);
  const double share = width == 0 ? 0 : (along(value) - along(low)) / width;
  return from + std::clamp(share, -0.02, 1.02) * (to - from);
}

std::string tick_text(double tick) {
  if (std::abs(tick) >= 1000) return figure(tick, 1);
  const auto text = fmt::format("{:.6g}", std::abs(tick) < 1e-9 ? 0.0 : std::abs(tick));
  return tick < 0 && text != "0" ? "−" + text : text;
}

Axis linear_axis(double low, double high, double from, double to, int ticks_max) {
  if (!(high > low)) high = low + 1;
  const double rough = (high - low) / std::max(ticks_max, 1);
  const double magnitude = std::pow(10.0, std::floor(std::log10(rough)));
  double step = magnitude;
  for (const double factor : {1.0, 2.0, 5.0, 10.0}) {
    step = factor * magnitude;
    if (step >= rough) break;
  }
  const double first = std::floor(low / step + 1e-9), last = std::ceil(high / step - 1e-9);
  Axis axis{{first * step, last * step, from, to, false}, {}};
  for (double at = first; at <= last + 0.5; ++at) axis.ticks.push_back(at * step);
  return axis;
}

Axis log_axis(double low, double high, double from, double to) {
  low = std::max(low, 1e-6);
  high = std::max(high, low * 1.5);
  const bool narrow = high / low < 10;
  const auto factors =
      narrow ? std::vector<double>{1, 1.5, 2, 3, 4, 5, 7} : std::vector<double>{1, 2, 5};
  std::vector<double> round;
  for (double decade = std::pow(10.0, std::floor(std::log10(low))); decade < high * 10;
       decade *= 10)
    for (const double factor : factors) round.push_back(decade * factor);
  const auto first = std::prev(std::upper_bound(round.begin(), round.end(), low * (1 + 1e-9)));
  const auto last = std::lower_bound(round.begin(), round.end(), high * (1 - 1e-9));
  Axis axis{{*first, *last, from, to, true}, {}};
  const bool every = narrow || *last / *first <= 300;
  for (auto at = first; at != std::next(last); ++at)
    if (every || (at - round.begin()) % 3 == 0) axis.ticks.push_back(*at);
  return axis;
}

ArmStyle style_of(const Report& report, const std::string& arm) {
  for (std::size_t i = 0; i < named_arms.size(); ++i)
    if (arm == named_arms[i]) return {fmt::format("arm{}", i), static_cast<int>(i)};
  int other = 0;
  for (const auto& candidate : report.arms) {
    if (candidate.name == arm) break;
    const bool named =
        std::find(named_arms.begin(), named_arms.end(), candidate.name) != named_arms.end();
    other += named ? 0 : 1;
  }
  const auto number = static_cast<int>(named_arms.size()) + other % other_styles;
  const auto* found = find_arm(report, arm);
  const bool across = found != nullptr && is_split(*found);
  return {fmt::format("arm{}{}", number, across ? " across" : ""), number};
}

double text_px(std::string_view text) {
  const auto letters =
      std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xc0) != 0x80; });
  return 7.6 * static_cast<double>(letters);
}

std::vector<std::string> wrapped(const std::vector<std::string>& words, std::string_view between,
                                 double width_px) {
  std::vector<std::string> lines(1);
  for (const auto& word : words) {
    if (!lines.back().empty() &&
        text_px(lines.back()) + text_px(between) + text_px(word) > width_px)
      lines.emplace_back();
    if (!lines.back().empty()) lines.back() += between;
    lines.back() += word;
  }
  return lines;
}

void spread_apart(std::vector<double>& places, double gap, double least, double greatest) {
  std::vector<std::size_t> order(places.size());
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return places[a] < places[b]; });
  double above = least - gap;
  for (const auto i : order) above = places[i] = std::max(places[i], above + gap);
  double below = greatest + gap;
  for (auto i = order.rbegin(); i != order.rend(); ++i)
    below = places[*i] = std::min(places[*i], below - gap);
}

}  // namespace lab
