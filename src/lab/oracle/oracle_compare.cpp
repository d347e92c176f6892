#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <iterator>

#include "lab/oracle/oracle.h"

namespace lab {

namespace {

constexpr std::size_t row_differences_max = 20;
constexpr std::size_t row_shown_max = 600;
constexpr std::size_t answer_shown_max = 2000;
constexpr std::size_t before_difference = 400;

// A long text, around the place where it begins to differ.
std::string excerpt(const std::string& text, std::size_t differs_at, std::size_t size_max) {
  if (text.size() <= size_max) return text;
  const std::size_t begin = differs_at > before_difference ? differs_at - before_difference : 0;
  return fmt::format("{}{}{}", begin > 0 ? "…" : "", text.substr(begin, size_max),
                     begin + size_max < text.size() ? "…" : "");
}

std::size_t first_difference(const std::string& a, const std::string& b) {
  return static_cast<std::size_t>(std::ranges::mismatch(a, b).in1 - a.begin());
}

bool is_same(const OracleAnswer& a, const OracleAnswer& b) {
  return a.request == b.request && a.answer == b.answer;
}

struct Side {
  const std::string& arm;
  const std::vector<OracleAnswer>& answers;
  const std::vector<std::string>& rows;
};

// The index of the first request that the two answered otherwise; the number of requests if none.
std::size_t first_differing(const Side& a, const Side& b) {
  const auto found = std::ranges::mismatch(a.answers, b.answers, is_same);
  return static_cast<std::size_t>(found.in1 - a.answers.begin());
}

DifferingRequest describe_difference(const Side& a, const Side& b, std::size_t index) {
  const auto answer_of = [&](const Side& side) {
    return index < side.answers.size() ? side.answers[index].answer : "(not asked)";
  };
  const auto& longer = index < a.answers.size() ? a : b;
  const auto answer_a = answer_of(a);
  const auto answer_b = answer_of(b);
  const std::size_t at = first_difference(answer_a, answer_b);
  return {static_cast<int>(index + 1),
          longer.answers[index].request,
          a.arm,
          b.arm,
          excerpt(answer_a, at, answer_shown_max),
          excerpt(answer_b, at, answer_shown_max)};
}

// Rows that only one of the two holds, each as often as it holds it more often.
void add_row_differences(const Side& a, const Side& b, std::vector<std::string>& out) {
  std::vector<std::string> only_a, only_b;
  std::ranges::set_difference(a.rows, b.rows, std::back_inserter(only_a));
  std::ranges::set_difference(b.rows, a.rows, std::back_inserter(only_b));
  // What was changed stands in both, at the same place in their order more often than not.
  for (std::size_t i = 0; i < std::max(only_a.size(), only_b.size()); ++i) {
    const bool in_both = i < only_a.size() && i < only_b.size();
    const std::size_t at = in_both ? first_difference(only_a[i], only_b[i]) : 0;
    const auto add = [&](char sign, const std::string& arm, const std::vector<std::string>& rows) {
      if (i < rows.size() && out.size() < row_differences_max)
        out.push_back(fmt::format("{} {}: {}", sign, arm, excerpt(rows[i], at, row_shown_max)));
    };
    add('-', a.arm, only_a);
    add('+', b.arm, only_b);
  }
}

}  // namespace

Equality compare_answers(const std::vector<std::string>& arms,
                         const std::vector<std::vector<OracleAnswer>>& answers,
                         const std::vector<std::vector<std::string>>& rows) {
  assert(arms.size() == answers.size() && arms.size() == rows.size());
  Equality equality;
  equality.arms = arms;
  if (arms.size() < 2) {
    equality.not_measured = "not measured (one arm has nothing to be compared with)";
    return equality;
  }
  const Side first{arms[0], answers[0], rows[0]};
  equality.requests = static_cast<std::int64_t>(first.answers.size());
  equality.rows = static_cast<std::int64_t>(first.rows.size());
  std::size_t earliest = std::string::npos;
  for (std::size_t i = 1; i < arms.size(); ++i) {
    const Side other{arms[i], answers[i], rows[i]};
    const std::size_t index = first_differing(first, other);
    const bool differs = index < std::max(first.answers.size(), other.answers.size());
    if (differs && index < earliest) {
      earliest = index;
      equality.first_difference = {describe_difference(first, other, index)};
    }
    add_row_differences(first, other, equality.row_differences);
  }
  equality.equal = equality.first_difference.empty() && equality.row_differences.empty();
  return equality;
}

}  // namespace lab
