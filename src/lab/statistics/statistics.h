// lab: what may be said of repeats. Medians, bootstrap intervals, and when a difference is one.
//
// Source: Efron & Tibshirani, An Introduction to the Bootstrap (1993), ch. 13 (percentile
// intervals). Resampling draws from a seeded generator, so a report can be made again from its raw
// figures. A value that is not finite stands for a repeat without one and is left out. How well the
// intervals cover with few repeats: docs/method.md.
#pragma once

#include <span>
#include <vector>

#include "lab/report/report.h"

namespace lab {

double median(std::vector<double> values);  // NaN when there is none

// The median with its percentile bootstrap 95 % interval; n: the values it rests on.
Interval interval_of(std::span<const double> values);

// Of b − a, and of b / a. The two are resampled apart unless `paired`: then a[i] and b[i] are of
// the same round, the figure is the median over rounds of b[i] − a[i] or b[i] / a[i], and where an
// interrupted comparison left one of them longer, its last rounds do not count. n: of the shorter.
// A ratio to 0 is not known (n = 0).
Interval difference(std::span<const double> a, std::span<const double> b, bool paired);
Interval ratio(std::span<const double> a, std::span<const double> b, bool paired);

// How far b lies beyond a, where a[i] and b[i] are of the same moment: the median of all means of
// two differences b[i] − a[i], each with itself included. NaN when there is none; the last values
// of a longer one do not count. Hardly wider than a mean where values scatter evenly, and unmoved
// by a few that are far off. Source: Hodges & Lehmann, Ann. Math. Statist. 34 (1963), 598–611.
double shift(std::span<const double> a, std::span<const double> b);

// Fewer repeats prove nothing: with four, the interval of a difference between equals leaves out 0
// in one of eight trials.
inline constexpr int claim_repeats_min = 5;

// Is b − a to be claimed, when the same arm differs from itself by up to `aa_spread`? Only if the
// interval leaves out 0, its median is beyond the spread, and it rests on claim_repeats_min.
bool is_claimed(const Interval& difference, double aa_spread);

// The greatest magnitude of the interval of an arm's difference to itself; 0 when not known.
double spread_of(const Interval& aa_difference);

// The error of `predicted` against `measured`, in percent of the magnitude of `measured`; positive:
// too much was predicted. NaN where `measured` alone is 0.
double error_percent(double predicted, double measured);

}  // namespace lab
