#include "lab/statistics/statistics.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>

namespace lab {
namespace {

constexpr int resamples = 2000;
constexpr int tail = resamples * 25 / 1000;  // left out at each end: 95 % remain
constexpr std::uint64_t seed = 0x636c65617665;

// splitmix64 (Steele, Lea & Flood, Fast Splittable Pseudorandom Number Generators, 2014).
class Random {
 public:
  // 0..bound-1; the bias of multiplying 32 bits is below bound / 2^32.
  std::size_t below(std::size_t bound) {
    state_ += 0x9e3779b97f4a7c15;
    std::uint64_t z = state_;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    z ^= z >> 31;
    return static_cast<std::size_t>(((z >> 32) * bound) >> 32);
  }

 private:
  std::uint64_t state_ = seed;
};

std::vector<double> finite(std::span<const double> values) {
  std::vector<double> kept;
  for (const double value : values)
    if (std::isfinite(value)) kept.push_back(value);
  return kept;
}

double middle_of_sorted(const std::vector<double>& sorted) {
  const std::size_t n = sorted.size();
  return sorted[(n - 1) / 2] / 2 + sorted[n / 2] / 2;
}

// Draws medians of resamples. Counting how often each of the sorted values was drawn spares sorting
// every resample.
class Resampled {
 public:
  explicit Resampled(std::vector<double> values)
      : sorted_(std::move(values)), drawn_(sorted_.size()) {
    std::sort(sorted_.begin(), sorted_.end());
  }

  int size() const { return static_cast<int>(sorted_.size()); }
  double median() const { return middle_of_sorted(sorted_); }

  double draw(Random& random) {
    const std::size_t n = sorted_.size();
    std::fill(drawn_.begin(), drawn_.end(), 0);
    for (std::size_t i = 0; i < n; ++i) ++drawn_[random.below(n)];
    std::size_t at = 0, seen = drawn_[0];
    while (seen <= (n - 1) / 2) seen += drawn_[++at];
    const double lower = sorted_[at];
    while (seen <= n / 2) seen += drawn_[++at];
    return lower / 2 + sorted_[at] / 2;
  }

 private:
  std::vector<double> sorted_;
  std::vector<std::size_t> drawn_;
};

// Not known when one of the resampled figures is none (a ratio to 0).
template <class Draw>
Interval bootstrap(double observed, int n, Draw draw) {
  if (!std::isfinite(observed)) return {};
  Random random;
  std::vector<double> figures(resamples);
  for (double& figure : figures) {
    figure = draw(random);
    if (!std::isfinite(figure)) return {};
  }
  std::sort(figures.begin(), figures.end());
  return {observed, figures[tail - 1], figures[resamples - tail], n};
}

// `figure(a, b)`: b − a or b / a.
template <class Figure>
Interval paired_interval(std::span<const double> a, std::span<const double> b, Figure figure) {
  std::vector<double> figures;
  for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i)
    if (std::isfinite(a[i]) && std::isfinite(b[i])) figures.push_back(figure(a[i], b[i]));
  const bool known = std::all_of(figures.begin(), figures.end(),
                                 [](double value) { return std::isfinite(value); });
  return known ? interval_of(figures) : Interval{};
}

template <class Figure>
Interval unpaired_interval(std::span<const double> a, std::span<const double> b, Figure figure) {
  Resampled first(finite(a)), second(finite(b));
  if (first.size() == 0 || second.size() == 0) return {};
  return bootstrap(figure(first.median(), second.median()), std::min(first.size(), second.size()),
                   [&](Random& random) {
                     const double one = first.draw(random);
                     return figure(one, second.draw(random));
                   });
}

template <class Figure>
Interval compared(std::span<const double> a, std::span<const double> b, bool paired,
                  Figure figure) {
  return paired ? paired_interval(a, b, figure) : unpaired_interval(a, b, figure);
}

}  // namespace

double median(std::vector<double> values) {
  values = finite(values);
  if (values.empty()) return std::numeric_limits<double>::quiet_NaN();
  std::sort(values.begin(), values.end());
  return middle_of_sorted(values);
}

Interval interval_of(std::span<const double> values) {
  Resampled resampled(finite(values));
  if (resampled.size() == 0) return {};
  return bootstrap(resampled.median(), resampled.size(),
                   [&](Random& random) { return resampled.draw(random); });
}

Interval difference(std::span<const double> a, std::span<const double> b, bool paired) {
  return compared(a, b, paired, [](double from, double to) { return to - from; });
}

Interval ratio(std::span<const double> a, std::span<const double> b, bool paired) {
  return compared(a, b, paired, [](double from, double to) { return to / from; });
}

double shift(std::span<const double> a, std::span<const double> b) {
  std::vector<double> differences;
  for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i) differences.push_back(b[i] - a[i]);
  differences = finite(differences);
  std::vector<double> means;
  means.reserve(differences.size() * (differences.size() + 1) / 2);
  for (std::size_t i = 0; i < differences.size(); ++i)
    for (std::size_t j = i; j < differences.size(); ++j)
      means.push_back(differences[i] / 2 + differences[j] / 2);
  return median(std::move(means));
}

bool is_claimed(const Interval& difference, double aa_spread) {
  const bool leaves_out_zero = difference.low > 0 || difference.high < 0;
  return difference.n >= claim_repeats_min && leaves_out_zero &&
         std::abs(difference.median) > aa_spread;
}

double spread_of(const Interval& aa_difference) {
  return std::max(std::abs(aa_difference.low), std::abs(aa_difference.high));
}

double error_percent(double predicted, double measured) {
  if (measured == 0) return predicted == 0 ? 0 : std::numeric_limits<double>::quiet_NaN();
  return 100 * (predicted - measured) / std::abs(measured);
}

}  // namespace lab
