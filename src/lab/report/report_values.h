// lab: what every part of a report is made of.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "kernel/describe.h"

namespace lab {

// A median with its bootstrap 95 % interval; n: the number of repeats behind it. n = 0: not known.
struct Interval {
  double median = 0;
  double low = 0;
  double high = 0;
  int n = 0;
};
BOOST_DESCRIBE_STRUCT(Interval, (), (median, low, high, n))

// A histogram with its empty buckets left out: value_ns[i] is the lowest value of a bucket that
// holds count[i] values. Buckets are narrower than 0.1 % of their value
// (lab/statistics/histogram.h).
struct Counts {
  std::vector<std::int64_t> value_ns;
  std::vector<std::int64_t> count;
};
BOOST_DESCRIBE_STRUCT(Counts, (), (value_ns, count))

struct Setting {
  std::string key;
  std::string value;
};
BOOST_DESCRIBE_STRUCT(Setting, (), (key, value))

}  // namespace lab
