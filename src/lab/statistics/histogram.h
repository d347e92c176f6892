// lab: a histogram of durations with a bounded relative error, after Gil Tene's HdrHistogram
// (http://hdrhistogram.org): linear sub-buckets inside buckets of powers of two.
#pragma once

#include <cstdint>
#include <vector>

#include "lab/report/report.h"

namespace lab {

// From 1 ns to 60 s; shorter values count as 1 ns, longer ones as 60 s. A bucket holds one value,
// or is narrower than 0.1 % of its values. Merging adds counts, so it is exact: the same as having
// recorded everything in one.
class Histogram {
 public:
  static constexpr std::int64_t max_ns = 60'000'000'000;

  // `count` ≥ 0. Allocates the first time only.
  void record(std::int64_t ns, std::int64_t count = 1);
  void merge(const Histogram& other);

  std::int64_t count() const noexcept;
  // The value at `quantile` (0..1): the middle of the bucket in which the ceil(quantile · count)-th
  // smallest lies. 0 when empty.
  double quantile_ns(double quantile) const;
  // The highest value of the last bucket in use; 0 when empty.
  std::int64_t max_recorded_ns() const;
  // How many values are at most `ns` (to the bucket's precision).
  std::int64_t count_up_to(std::int64_t ns) const;

  // What counts() gave, from() makes again. Any value_ns counts in the bucket it belongs to. Throws
  // Error{invalid_argument} where lengths differ, a number is negative, value_ns does not ascend,
  // or all counts together are above count_max.
  Counts counts() const;
  static Histogram from(const Counts& counts);
  static constexpr std::int64_t count_max = 1'000'000'000'000'000;

 private:
  std::vector<std::int64_t> buckets_;  // empty until something is recorded
  std::int64_t count_ = 0;             // the sum of buckets_
};

}  // namespace lab
