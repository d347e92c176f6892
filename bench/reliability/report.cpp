#include "report.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/string.hpp>
#include <cmath>

namespace reliability {
namespace {

namespace json = boost::json;

// The first column to the left, numbers to the right.
std::string lines_of(const Table& table) {
  std::vector<std::size_t> widths;
  for (const auto& cell : table.head) widths.push_back(cell.size());
  for (const auto& row : table.rows)
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], row[i].size());
  std::string text = "\n" + table.title + "\n";
  const auto add = [&](const std::vector<std::string>& cells) {
    text += " ";
    for (std::size_t i = 0; i < cells.size(); ++i)
      text += i == 0 ? fmt::format(" {:<{}}", cells[i], widths[i])
                     : fmt::format("  {:>{}}", cells[i], widths[i]);
    text.erase(text.find_last_not_of(' ') + 1);
    text += "\n";
  };
  add(table.head);
  for (const auto& row : table.rows) add(row);
  return text;
}

json::array rows_of(const Table& table) {
  json::array rows;
  for (const auto& row : table.rows) {
    json::object named;
    for (std::size_t i = 0; i < row.size(); ++i) named[table.head[i]] = row[i];
    rows.push_back(std::move(named));
  }
  return rows;
}

json::value finite(double value) {
  return std::isfinite(value) ? json::value(value) : json::value(nullptr);
}

std::string verdict_of(const Goal& goal) {
  if (!goal.judged) return "told only";
  return goal.held ? "holds" : "MISSED";
}

Goal compared(std::string what, double measured, double bound, bool held, std::string_view how,
              const std::string& unit, int digits) {
  Goal goal{std::move(what), measured, {}, {}, held};
  goal.text = number(measured, digits) + unit;
  goal.bound = fmt::format("{} {:g}{}", how, bound, unit);
  return goal;
}

}  // namespace

std::string number(double value, int digits) {
  return std::isfinite(value) ? fmt::format("{:.{}f}", value, digits) : "-";
}

Goal at_most(std::string what, double measured, double bound, std::string unit, int digits) {
  const bool held = std::isfinite(measured) && measured <= bound;
  return compared(std::move(what), measured, bound, held, "at most", unit, digits);
}

Goal at_least(std::string what, double measured, double bound, std::string unit, int digits) {
  const bool held = std::isfinite(measured) && measured >= bound;
  return compared(std::move(what), measured, bound, held, "at least", unit, digits);
}

Goal is_so(std::string what, bool held, std::string text) {
  return {std::move(what), held ? 1.0 : 0.0, std::move(text), "yes", held};
}

Table& Report::table(std::string title, std::vector<std::string> head) {
  return tables_.emplace_back(Table{std::move(title), std::move(head), {}});
}

bool Report::held() const {
  return std::ranges::all_of(goals_, [](const Goal& goal) { return goal.held || !goal.judged; });
}

std::string Report::text() const {
  std::string text;
  for (const auto& table : tables_) text += lines_of(table);
  if (!notes_.empty()) text += "\n";
  for (const auto& note : notes_) text += "  " + note + "\n";
  Table verdicts{name_, {"goal", "measured", "bound", ""}, {}};
  for (const auto& goal : goals_)
    verdicts.rows.push_back({goal.what, goal.text, goal.bound, verdict_of(goal)});
  return text + lines_of(verdicts);
}

std::string Report::json() const {
  json::object all;
  all["name"] = name_;
  all["held"] = held();
  auto& goals = all["goals"].emplace_array();
  for (const auto& goal : goals_)
    goals.push_back({{"what", goal.what},
                     {"measured", finite(goal.measured)},
                     {"text", goal.text},
                     {"bound", goal.bound},
                     {"held", goal.held},
                     {"judged", goal.judged}});
  all["figures"] = figures_;
  auto& tables = all["tables"].emplace_array();
  for (const auto& table : tables_)
    tables.push_back({{"title", table.title}, {"rows", rows_of(table)}});
  auto& notes = all["notes"].emplace_array();
  for (const auto& note : notes_) notes.emplace_back(note);
  return json::serialize(all);
}

}  // namespace reliability
