// Sections that say what came out and whether to believe it.
#include <fmt/format.h>

#include <algorithm>

#include "lab/report/report_document.h"
#include "lab/report/report_figures.h"

namespace lab {
namespace {

std::vector<Column> with_arms(const Report& report, std::string first) {
  std::vector<Column> columns{{std::move(first)}};
  for (const auto& arm : report.arms) columns.push_back({title_of(report, arm.name), figures});
  return columns;
}

std::vector<std::string> refusals(const Report& report) {
  std::vector<std::string> out;
  for (const auto& check : report.audit.checks)
    if (!check.passed)
      out.push_back(fmt::format("{}: found {}, bound {}. {}", check.name, check.found, check.bound,
                                check.meaning));
  return out;
}

}  // namespace

Section summary_section(const Report& report) {
  Section section{"summary", "Summary", {}};
  TableData table{"One program in each layout, on this machine", with_arms(report, ""), {}};
  std::string group;
  for (const auto& row : report.summary) {
    if (row.group != group) table.rows.push_back({{row.group}, TableRow::Form::heading});
    group = row.group;
    std::vector<std::string> cells{row.aspect};
    cells.insert(cells.end(), row.cells.begin(), row.cells.end());
    const bool spans = row.cells.size() == 1 && report.arms.size() > 1;
    table.rows.push_back(
        {std::move(cells), spans ? TableRow::Form::spanning : TableRow::Form::cells});
  }
  if (report.arms.empty() || table.rows.empty()) {
    section.blocks.emplace_back(Paragraph{"No layout was measured."});
  } else {
    section.blocks.emplace_back(std::move(table));
  }
  return section;
}

Section verdicts_section(const Report& report) {
  Section section{"verdicts", "Verdicts", {}};
  if (!report.audit.valid) {
    section.blocks.emplace_back(
        Paragraph{"No verdict: the comparison does not believe its own figures.",
                  Paragraph::Form::important});
    auto why = refusals(report);
    if (why.empty()) why = {absent(report, "the audit was not carried out")};
    section.blocks.emplace_back(Listing{std::move(why)});
    return section;
  }
  if (report.verdicts.empty()) {
    section.blocks.emplace_back(Paragraph{absent(report)});
    return section;
  }
  TableData table{
      "A difference is claimed only where its 95 % interval leaves out 0 and its "
      "median is beyond what a layout differs from itself",
      {{"question"}, {"answer"}},
      {}};
  for (const auto& verdict : report.verdicts) table.add({verdict.question, verdict.answer});
  section.blocks.emplace_back(std::move(table));
  return section;
}

Section audit_section(const Report& report) {
  Section section{"audit", "Audit: can these figures be believed?", {}};
  const auto& audit = report.audit;
  if (audit.checks.empty()) {
    section.blocks.emplace_back(Paragraph{absent(report)});
    return section;
  }
  const auto failed = std::count_if(audit.checks.begin(), audit.checks.end(),
                                    [](const AuditCheck& check) { return !check.passed; });
  section.blocks.emplace_back(Paragraph{
      audit.valid ? fmt::format("All {} checks passed: verdicts are drawn.", audit.checks.size())
                  : fmt::format("{} of {} checks failed: no verdict is drawn.", failed,
                                audit.checks.size())});
  TableData table{
      "What was checked", {{"check"}, {"result"}, {"found"}, {"bound"}, {"why it matters"}}, {}};
  for (const auto& check : audit.checks)
    table.add({check.name, check.passed ? "✓ passed" : "✗ failed", check.found, check.bound,
               check.meaning});
  section.blocks.emplace_back(std::move(table));
  return section;
}

Section equality_section(const Report& report) {
  Section section{"equality", "Equality: do all layouts answer alike?", {}};
  const auto& equality = report.equality;
  if (!equality.not_measured.empty() || equality.requests == 0) {
    section.blocks.emplace_back(Paragraph{absent(report, equality.not_measured)});
    return section;
  }
  std::vector<std::string> titles;
  for (const auto& arm : equality.arms) titles.push_back(title_of(report, arm));
  section.blocks.emplace_back(Paragraph{fmt::format(
      "{} The same {} requests, one at a time, in {}; {} rows were compared at the end. Ids, times "
      "and tokens are replaced by what they stand for.",
      equality.equal ? "Yes." : "No.", grouped(equality.requests), joined(titles),
      grouped(equality.rows))});
  for (const auto& differing : equality.first_difference) {
    TableData table{fmt::format("The first differing request: number {}", differing.number),
                    {{"layout"}, {"answer"}},
                    {}};
    table.add({"request", differing.request});
    table.add({title_of(report, differing.a), differing.answer_a});
    table.add({title_of(report, differing.b), differing.answer_b});
    section.blocks.emplace_back(std::move(table));
  }
  if (!equality.row_differences.empty()) {
    const Subheading heading{"Rows that differ at the end"};
    section.blocks.emplace_back(heading);  // moved, g++ 12 takes it for a short string
    section.blocks.emplace_back(Listing{equality.row_differences});
  }
  return section;
}

std::string headline_of(const Report& report) {
  if (report.arms.empty()) return "Nothing was measured";
  if (!report.audit.valid) return "No verdict: the audit refused it";
  std::vector<std::string> claims;
  const auto& last = report.arms.back();
  for (const auto* metric : {"max rate", "checkout p99", "CPU per request"}) {
    const auto* pair = pair_of(report, last.name, metric);
    if (pair != nullptr && pair->claimed)
      claims.push_back(fmt::format("{} {}{}", metric, signed_figure(pair->difference.median, 2),
                                   unit_text(pair->unit)));
  }
  const auto first = title_of(report, report.arms.front().name);
  const auto other = upper_first(title_of(report, last.name));
  if (report.arms.size() == 1) return fmt::format("{}, measured alone", other);
  if (claims.empty()) return fmt::format("{} against {}: no difference seen", other, first);
  return fmt::format("{} against {}: {}", other, first, joined(claims));
}

std::vector<std::string> notices_of(const Report& report) {
  std::vector<std::string> notices;
  if (report.partial)
    notices.push_back("Partial: it was interrupted, and holds what was measured until then" +
                      (report.partial_why.empty() ? "." : " (" + report.partial_why + ")."));
  if (report.quick)
    notices.emplace_back(
        "Quick: fewer layouts, short repeats, one fault. What was left out says "
        "\"not measured (quick)\".");
  for (const auto& arm : report.arms)
    if (arm.emulated_network)
      notices.push_back(fmt::format("{}: an emulated network, by a relay on this machine.",
                                    title_of(report, arm.name)));
  return notices;
}

std::string byline_of(const Report& report) {
  const auto& print = report.fingerprint;
  const auto or_unknown = [](const std::string& text) { return text.empty() ? "unknown" : text; };
  return fmt::format("{} · {}, {} · {} · commit {} · took {} min", or_unknown(print.started_at),
                     or_unknown(print.cpu), counted(print.cores, "core", "cores"),
                     or_unknown(print.kernel), or_unknown(print.commit),
                     figure(report.duration_s / 60, 2));
}

std::vector<Section> make_sections(const Report& report) {
  std::vector<Section> sections;
  for (const auto make : {summary_section, verdicts_section, audit_section, equality_section,
                          arms_section, endpoints_section, pairs_section, aa_section,
                          ledger_section, prediction_section, blast_section, deployment_section,
                          sweep_section, modules_section, workload_section, fingerprint_section})
    sections.push_back(make(report));
  return sections;
}

}  // namespace lab
