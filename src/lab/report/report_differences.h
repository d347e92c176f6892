// lab: what differs between arms, and whether that may be believed.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "lab/report/report_arms.h"

namespace lab {

inline constexpr std::string_view no_difference = "no difference seen";  // Pair::text

// b − a of one figure. Claimed only where the interval leaves out 0 and the median is beyond what
// the same arm differs from itself.
struct Pair {
  std::string a;
  std::string b;
  std::string metric;  // "checkout p99"
  std::string unit;    // "ms"
  std::string rate;    // RateResult::label
  Interval a_value;
  Interval b_value;
  Interval difference;
  Interval ratio;        // b / a
  double aa_spread = 0;  // in the same unit
  bool claimed = false;
  std::string text;  // "split adds 2.3 ms", "no difference seen"
};
BOOST_DESCRIBE_STRUCT(Pair, (),
                      (a, b, metric, unit, rate, a_value, b_value, difference, ratio, aa_spread,
                       claimed, text))

struct AaRow {
  std::string metric;
  std::string unit;
  std::string rate;
  Interval difference;  // of the arm to itself
  double spread = 0;    // the greatest magnitude of its interval
  double spread_percent = 0;
};
BOOST_DESCRIBE_STRUCT(AaRow, (), (metric, unit, rate, difference, spread, spread_percent))

struct AaControl {
  std::string arm;
  std::vector<AaRow> rows;
  std::vector<RateResult> rates;  // of its second self, raw as the first's
  std::string not_measured;
};
BOOST_DESCRIBE_STRUCT(AaControl, (), (arm, rows, rates, not_measured))

struct AuditCheck {
  std::string name;  // "generator lag", "injected stall"
  bool passed = false;
  std::string found;    // "p99 0.2 ms"
  std::string bound;    // "≤ 2 ms"
  std::string meaning;  // why it matters, a sentence
};
BOOST_DESCRIBE_STRUCT(AuditCheck, (), (name, passed, found, bound, meaning))

struct Audit {
  bool valid = false;  // all passed: verdicts may be drawn
  std::vector<AuditCheck> checks;
};
BOOST_DESCRIBE_STRUCT(Audit, (), (valid, checks))

struct DifferingRequest {
  int number = 0;  // in the script, from 1
  std::string request;
  std::string a;
  std::string b;
  std::string answer_a;
  std::string answer_b;
};
BOOST_DESCRIBE_STRUCT(DifferingRequest, (), (number, request, a, b, answer_a, answer_b))

struct Equality {
  bool equal = false;
  std::int64_t requests = 0;
  std::int64_t rows = 0;  // compared at the end, in each arm
  std::vector<std::string> arms;
  std::vector<DifferingRequest> first_difference;  // none or one
  std::vector<std::string> row_differences;        // at most 20
  std::string not_measured;
};
BOOST_DESCRIBE_STRUCT(Equality, (),
                      (equal, requests, rows, arms, first_difference, row_differences,
                       not_measured))

}  // namespace lab
