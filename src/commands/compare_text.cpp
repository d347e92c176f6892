#include "commands/compare_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "commands/terminal.h"
#include "lab/report/report_document.h"
#include "lab/report/report_figures.h"

namespace commands {
namespace {

std::size_t columns_of(const std::string& text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xc0) != 0x80; }));
}

std::string padded(const std::string& text, std::size_t width) {
  const auto columns = columns_of(text);
  return columns < width ? text + std::string(width - columns, ' ') : text;
}

bool holds_for_all(const lab::Report& report, const lab::SummaryRow& row) {
  return row.cells.size() == 1 && report.arms.size() > 1;
}

// What is the same for all arms stands across their columns, so that it widens none.
std::string summary(const lab::Report& report) {
  std::size_t width = 0;
  for (const auto& row : report.summary) width = std::max(width, columns_of(row.aspect));
  std::vector<Table::Column> columns{{std::string(width, ' ')}};
  for (const auto& arm : report.arms)
    columns.push_back({lab::title_of(report, arm.name), Table::Align::right});
  Table table(std::move(columns));
  for (const auto& row : report.summary) {
    if (holds_for_all(report, row)) continue;
    std::vector<std::string> cells{row.aspect};
    cells.insert(cells.end(), row.cells.begin(), row.cells.end());
    table.add(std::move(cells));
  }
  const auto text = table.text();
  std::size_t at = 0;
  const auto next_line = [&] {
    const auto end = text.find('\n', at);
    const auto line = text.substr(at, end - at);
    at = end + 1;
    return line + '\n';
  };
  std::string out = next_line();
  for (const auto& row : report.summary)
    out += holds_for_all(report, row) ? padded(row.aspect, width) + "  " + row.cells.front() + '\n'
                                      : next_line();
  return out;
}

std::string equality(const lab::Report& report) {
  const auto& equality = report.equality;
  if (!equality.not_measured.empty() || equality.requests == 0)
    return lab::absent(report, equality.not_measured);
  return fmt::format("{} ({})", equality.equal ? "yes" : "NO",
                     count_of(equality.requests, "request", "requests"));
}

std::string spread(const lab::Report& report) {
  const auto& control = report.aa_control;
  if (!control.not_measured.empty() || control.rows.empty())
    return lab::absent(report, control.not_measured);
  // What is steady by nature comes first; without it the worst of all.
  std::map<std::string, double> most;
  for (const auto& row : control.rows) {
    const bool steady = row.metric == "CPU per request" || row.metric == "all requests p50";
    auto& value = most[steady ? row.metric : ""];
    value = std::max(value, row.spread_percent);
  }
  if (most.size() > 1) most.erase("");
  std::vector<std::string> parts;
  for (const auto& [metric, value] : most)
    parts.push_back(lab::percent(value) + (metric.empty() ? "" : " in " + metric));
  return lab::joined(parts);
}

// As the audit found it, without where.
std::string lag(const lab::Report& report) {
  for (const auto& check : report.audit.checks)
    if (check.name == "generator lag") return check.found.substr(0, check.found.find(" ("));
  return lab::absent(report);
}

std::string verdict(const lab::Audit& audit) {
  if (audit.valid) return "valid";
  std::vector<std::string> failed;
  for (const auto& check : audit.checks)
    if (!check.passed) failed.push_back(check.name);
  return failed.empty() ? "refused" : "refused (" + lab::joined(failed) + ")";
}

std::string refusals(const lab::Audit& audit) {
  std::string out;
  for (const auto& check : audit.checks)
    if (!check.passed)
      out += fmt::format("  {}: found {}, bound {}: {}\n", check.name, check.found, check.bound,
                         check.meaning);
  return out;
}

std::string first_difference(const lab::Report& report) {
  std::string out;
  for (const auto& differing : report.equality.first_difference)
    out += fmt::format("  request {}: {}\n    {}: {}\n    {}: {}\n", differing.number,
                       differing.request, lab::title_of(report, differing.a), differing.answer_a,
                       lab::title_of(report, differing.b), differing.answer_b);
  return out;
}

}  // namespace

std::string compare_text(const lab::Report& report) {
  std::string out = report.arms.empty() ? "no layout was measured\n" : summary(report);
  out += fmt::format("equal answers: {} · A/A spread {} · generator lag {} · verdict: {}\n",
                     equality(report), spread(report), lag(report), verdict(report.audit));
  out += first_difference(report) + refusals(report.audit);
  for (const auto& notice : lab::notices_of(report)) out += lab::lower_first(notice) + '\n';
  return out;
}

}  // namespace commands
