#include "lab/statistics/pairs.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>

#include "lab/comparison/knee.h"
#include "lab/statistics/figures.h"
#include "lab/statistics/statistics.h"

namespace lab {
namespace {

constexpr std::string_view one_client_rate = "one client";
// Of a repeat, beyond a quantile: with fewer, it is the mood of a handful.
constexpr double beyond_min = 10;

// The values of one figure, one for each repeat; the same rounds in all arms.
struct Series {
  std::string metric;
  std::string unit;
  std::string rate;
  std::vector<double> values;
  bool paired = true;
  std::string too_thin = {};  // why nothing may be claimed of it
};

// Requests of the repeat that has fewest.
double fewest(const std::vector<Repeat>& repeats, const std::string& endpoint) {
  double least = std::numeric_limits<double>::infinity();
  for (const auto& repeat : repeats) {
    double sent = 0;
    for (const auto& one : repeat.endpoints)
      if (endpoint == "all" || one.endpoint == endpoint) sent += static_cast<double>(one.sent);
    least = std::min(least, sent);
  }
  return least;
}

std::string thinness(const std::vector<Repeat>& repeats, const std::string& endpoint, double at) {
  const double needed = beyond_min / (1 - at);
  if (fewest(repeats, endpoint) >= needed) return {};
  return fmt::format("too few requests to say: a p{:.0f} needs {:.0f} in each repeat", at * 100,
                     needed);
}

void add_rates(std::vector<Series>& all, const ArmResult& arm) {
  for (const auto& rate : arm.rates) {
    if (rate.fraction != 0) continue;  // of its own knee: another load than the others'
    const auto add = [&](std::string metric, std::string unit, const Figure& figure) {
      all.push_back(
          {std::move(metric), std::move(unit), rate.label, values_of(rate.repeats, figure)});
    };
    for (const std::string name : {"all", "checkout"}) {
      const std::string what = name == "all" ? "all requests" : name;
      for (const double at : {0.5, 0.99}) {
        add(fmt::format("{} p{:.0f}", what, at * 100), "ms", quantile(name, at));
        all.back().too_thin = thinness(rate.repeats, name, at);
      }
    }
    add("CPU per request", "ms", cpu_ms_per_request);
    add("context switches per request", "", context_switches_per_request);
    add("memory", "MiB", used("", &ProcessUse::resident_mib, false));
  }
}

void add_one_client(std::vector<Series>& all, const ArmRecord& record) {
  const auto found = record.one_client.find("checkout");
  if (found == record.one_client.end()) return;
  const std::string rate(one_client_rate);
  all.push_back({"checkout p50", "µs", rate, found->second.latency_us});
  all.push_back({"CPU per checkout", "µs", rate, found->second.cpu_us});
}

std::vector<Series> series_of(const ArmRecord& record) {
  std::vector<Series> all;
  add_rates(all, record.result);
  add_one_client(all, record);
  all.push_back({"ready after", "ms", "", record.ready_ms, false});
  std::vector<double> knees;
  for (const auto& steps : record.knee_passes) knees.push_back(held_max(steps));
  all.push_back({"max rate", "/s", "", std::move(knees), false});
  return all;
}

const Series* find(const std::vector<Series>& all, const Series& like) {
  const auto found = std::ranges::find_if(all, [&](const Series& series) {
    return series.metric == like.metric && series.rate == like.rate;
  });
  return found == all.end() ? nullptr : &*found;
}

// An interrupted comparison may have one repeat more of one arm than of another.
std::pair<std::vector<double>, std::vector<double>> alike(const Series& a, const Series& b) {
  const std::size_t size = std::min(a.values.size(), b.values.size());
  const auto cut = [size](const Series& series) {
    return std::vector<double>(series.values.begin(),
                               series.values.begin() + static_cast<std::ptrdiff_t>(size));
  };
  return {cut(a), cut(b)};
}

const AaRow* row_of(const AaControl& control, const Series& series) {
  const auto found = std::ranges::find_if(control.rows, [&](const AaRow& row) {
    return row.metric == series.metric && row.rate == series.rate;
  });
  return found == control.rows.end() ? nullptr : &*found;
}

std::string text_of(const Pair& pair, const std::string& title, bool controlled) {
  if (pair.difference.n < claim_repeats_min) return "too few repeats to say";
  if (!controlled) return "not said: the same arm was not held against itself in this";
  if (!pair.claimed) return std::string(no_difference);
  const bool more = pair.difference.median > 0;
  return fmt::format("{} {} {:.3g} {}{}({:.2f} times)", title, more ? "adds" : "saves",
                     std::abs(pair.difference.median), pair.unit, pair.unit.empty() ? "" : " ",
                     pair.ratio.median);
}

Pair make_pair(const ArmRecord& a, const ArmRecord& b, const Series& of_a, const Series& of_b,
               const AaRow* control) {
  const auto [left, right] = alike(of_a, of_b);
  Pair pair;
  pair.a = a.plan.name;
  pair.b = b.plan.name;
  pair.metric = of_a.metric;
  pair.unit = of_a.unit;
  pair.rate = of_a.rate;
  pair.a_value = interval_of(left);
  pair.b_value = interval_of(right);
  pair.difference = difference(left, right, of_a.paired);
  pair.ratio = ratio(left, right, of_a.paired);
  if (control != nullptr) pair.aa_spread = control->spread;
  const std::string& too_thin = of_a.too_thin.empty() ? of_b.too_thin : of_a.too_thin;
  pair.claimed = control != nullptr && too_thin.empty() && pair.difference.n >= claim_repeats_min &&
                 is_claimed(pair.difference, pair.aa_spread);
  pair.text = too_thin.empty() ? text_of(pair, b.plan.title, control != nullptr) : too_thin;
  return pair;
}

}  // namespace

AaControl make_control(const ArmRecord& first, const ArmRecord& again) {
  AaControl control;
  control.arm = first.plan.name;
  control.rates = again.result.rates;
  const auto second = series_of(again);
  for (const Series& series : series_of(first)) {
    const Series* other = find(second, series);
    if (other == nullptr) continue;
    const auto [left, right] = alike(series, *other);
    if (left.empty()) continue;
    AaRow row;
    row.metric = series.metric;
    row.unit = series.unit;
    row.rate = series.rate;
    row.difference = difference(left, right, series.paired);
    row.spread = spread_of(row.difference);
    const double level = std::abs(median(left));
    row.spread_percent = level > 0 ? row.spread / level * 100 : 0;
    control.rows.push_back(std::move(row));
  }
  return control;
}

std::vector<Pair> make_pairs(const std::vector<const ArmRecord*>& arms, const AaControl& control) {
  std::vector<Pair> pairs;
  const auto first = series_of(*arms.front());
  for (std::size_t i = 1; i < arms.size(); ++i) {
    const auto others = series_of(*arms[i]);
    for (const Series& series : first) {
      const Series* other = find(others, series);
      if (other != nullptr && !series.values.empty() && !other->values.empty())
        pairs.push_back(
            make_pair(*arms.front(), *arms[i], series, *other, row_of(control, series)));
    }
  }
  return pairs;
}

}  // namespace lab
