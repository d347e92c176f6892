// Sections on what each layout did, and how they differ.
#include <fmt/format.h>

#include "lab/report/charts.h"
#include "lab/report/report_document.h"
#include "lab/report/report_figures.h"

namespace lab {
namespace {

void add_knees(const Report& report, Section& section) {
  TableData table{"Greatest rate under the SLO",
                  {{"layout"},
                   {"max rate, 1/s", figures},
                   {"per core, 1/s", figures},
                   {"limited by"},
                   {"the SLO"}},
                  {}};
  for (const auto& arm : report.arms)
    table.add({title_of(report, arm.name),
               known(arm.knee.rate_per_s) ? with_bounds(arm.knee.rate_per_s, 4) : absent(report),
               known(arm.knee.rate_per_s_per_core) ? with_bounds(arm.knee.rate_per_s_per_core, 4)
                                                   : absent(report),
               arm.knee.limited_by, arm.knee.slo});
  section.blocks.emplace_back(std::move(table));
  TableData steps{"How the greatest rate was found",
                  {{"layout"},
                   {"rate, 1/s", figures},
                   {"p99, ms", figures},
                   {"good", figures},
                   {"held"},
                   {"why not"}},
                  {}};
  for (const auto& arm : report.arms)
    for (const auto& step : arm.knee.steps)
      steps.add({title_of(report, arm.name), figure(step.rate_per_s), figure(step.p99_ms),
                 percent(step.good_share * 100), step.held ? "yes" : "no", step.why});
  if (!steps.rows.empty()) section.blocks.emplace_back(std::move(steps));
}

void add_rates(const Report& report, Section& section) {
  TableData table{"What a request costs, at each rate",
                  {{"layout"},
                   {"rate"},
                   {"CPU, ms/request", figures},
                   {"user", figures},
                   {"system", figures},
                   {"context switches", figures},
                   {"calls", figures},
                   {"bytes", figures},
                   {"fsyncs per order", figures}},
                  {}};
  for (const auto& arm : report.arms)
    for (const auto& rate : arm.rates)
      table.add({title_of(report, arm.name), rate.label, with_bounds(rate.cpu_ms_per_request),
                 with_bounds(rate.user_ms_per_request), with_bounds(rate.system_ms_per_request),
                 with_bounds(rate.context_switches_per_request),
                 with_bounds(rate.calls_per_request), with_bounds(rate.bytes_per_request),
                 with_bounds(rate.fsyncs_per_order)});
  if (table.rows.empty()) {
    section.blocks.emplace_back(Paragraph{"Rates: " + absent(report)});
  } else {
    section.blocks.emplace_back(std::move(table));
  }
}

void add_one_client(const Report& report, Section& section) {
  TableData table{"One client, the next request after the answer",
                  {{"layout"},
                   {"endpoint"},
                   {"requests", figures},
                   {"p50, µs", figures},
                   {"CPU, µs/request", figures}},
                  {}};
  for (const auto& arm : report.arms)
    for (const auto& row : arm.one_client)
      table.add({title_of(report, arm.name), row.endpoint, grouped(row.requests),
                 with_bounds(row.p50_us), with_bounds(row.cpu_us)});
  if (table.rows.empty()) {
    section.blocks.emplace_back(Paragraph{"One client: " + absent(report)});
  } else {
    section.blocks.emplace_back(std::move(table));
  }
}

std::string per_repeat(const Report& report) {
  std::size_t unexpected = 0;
  for (const auto& arm : report.arms)
    for (const auto& rate : arm.rates)
      for (const auto& repeat : rate.repeats)
        for (const auto& status : repeat.unexpected)
          unexpected += static_cast<std::size_t>(status.count);
  return fmt::format(
      "Raw figures of each repeat, with their histograms, are in report.json. Answers with an "
      "unexpected status, in all repeats: {}.",
      grouped(static_cast<std::int64_t>(unexpected)));
}

}  // namespace

Section arms_section(const Report& report) {
  Section section{"arms", "Layouts", {}};
  if (report.arms.empty()) {
    section.blocks.emplace_back(Paragraph{absent(report)});
    return section;
  }
  TableData processes{"Processes",
                      {{"layout"}, {"process"}, {"modules"}, {"reached at"}, {"threads", figures}},
                      {}};
  for (const auto& arm : report.arms)
    for (const auto& process : arm.processes)
      processes.add({title_of(report, arm.name), process.name,
                     (process.gateway ? "gateway" + std::string(process.modules.empty() ? "" : ", ")
                                      : std::string()) +
                         joined(process.modules),
                     process.url, std::to_string(process.threads)});
  section.blocks.emplace_back(std::move(processes));
  TableData use{"Start and memory",
                {{"layout"},
                 {"ready after, ms", figures},
                 {"memory, MiB", figures},
                 {"at its peak, MiB", figures}},
                {}};
  for (const auto& arm : report.arms)
    use.add({title_of(report, arm.name), with_bounds(arm.ready_ms), with_bounds(arm.resident_mib),
             with_bounds(arm.peak_mib)});
  section.blocks.emplace_back(std::move(use));
  add_knees(report, section);
  if (auto cpu = cpu_figure(report); !cpu.drawings.empty()) section.blocks.emplace_back(cpu);
  add_rates(report, section);
  add_one_client(report, section);
  return section;
}

Section endpoints_section(const Report& report) {
  Section section{"endpoints", "Endpoints", {}};
  for (const bool checkout : {false, true})
    if (auto figure = latency_figure(report, checkout); !figure.drawings.empty())
      section.blocks.emplace_back(std::move(figure));
  TableData table{"Latency in ms from the scheduled time, and what was answered well in time",
                  {{"layout"},
                   {"rate"},
                   {"endpoint"},
                   {"good, 1/s", figures},
                   {"p50", figures},
                   {"p90", figures},
                   {"p99", figures},
                   {"p99.9", figures}},
                  {}};
  for (const auto& arm : report.arms)
    for (const auto& rate : arm.rates)
      for (const auto& endpoint : rate.endpoints)
        table.add({title_of(report, arm.name), rate.label, endpoint.endpoint,
                   with_bounds(endpoint.goodput_per_s),
                   quantile_text(rate, endpoint, 0.5, endpoint.p50_ms),
                   quantile_text(rate, endpoint, 0.9, endpoint.p90_ms),
                   quantile_text(rate, endpoint, 0.99, endpoint.p99_ms),
                   quantile_text(rate, endpoint, 0.999, endpoint.p999_ms)});
  if (table.rows.empty()) {
    section.blocks.emplace_back(Paragraph{absent(report)});
    return section;
  }
  section.blocks.emplace_back(std::move(table));
  section.blocks.emplace_back(Paragraph{per_repeat(report)});
  return section;
}

Section pairs_section(const Report& report) {
  Section section{"pairs", "Pairs: what differs", {}};
  if (report.pairs.empty()) {
    section.blocks.emplace_back(Paragraph{absent(report)});
    return section;
  }
  section.blocks.emplace_back(Paragraph{
      "The difference is the second less the first, with its 95 % interval. It is "
      "claimed where the interval leaves out 0 and the median is beyond the A/A spread."});
  TableData table{"Differences",
                  {{"first"},
                   {"second"},
                   {"figure"},
                   {"rate"},
                   {"first is", figures},
                   {"second is", figures},
                   {"difference", figures},
                   {"ratio", figures},
                   {"A/A spread", figures},
                   {"claimed"}},
                  {}};
  for (const auto& pair : report.pairs)
    table.add({title_of(report, pair.a), title_of(report, pair.b),
               pair.metric + (pair.unit.empty() ? "" : ", " + pair.unit), pair.rate,
               figure(pair.a_value.median), figure(pair.b_value.median),
               with_signed_bounds(pair.difference), with_bounds(pair.ratio), figure(pair.aa_spread),
               pair.claimed && report.audit.valid ? pair.text
               : pair.claimed                     ? "no: the audit refused it"
               : pair.text.empty()                ? "no difference seen"
                                                  : pair.text});
  section.blocks.emplace_back(std::move(table));
  return section;
}

Section aa_section(const Report& report) {
  Section section{"aa_control", "A/A control: the same layout against itself", {}};
  const auto& control = report.aa_control;
  if (!control.not_measured.empty() || control.rows.empty()) {
    section.blocks.emplace_back(Paragraph{absent(report, control.not_measured)});
    return section;
  }
  section.blocks.emplace_back(Paragraph{
      fmt::format("{} against itself: whatever stands here is noise of the machine and the method.",
                  title_of(report, control.arm))});
  TableData table{
      "Differences of a layout to itself",
      {{"figure"}, {"rate"}, {"difference", figures}, {"spread", figures}, {"in percent", figures}},
      {}};
  for (const auto& row : control.rows)
    table.add({row.metric + (row.unit.empty() ? "" : ", " + row.unit), row.rate,
               with_signed_bounds(row.difference), figure(row.spread),
               percent(row.spread_percent)});
  section.blocks.emplace_back(std::move(table));
  return section;
}

}  // namespace lab
