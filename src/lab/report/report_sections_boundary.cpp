// Sections on the boundaries: what crosses them, what breaks at them, what they make possible.
#include <fmt/format.h>

#include "lab/report/charts.h"
#include "lab/report/report_document.h"
#include "lab/report/report_figures.h"
#include "lab/report/summary_faults.h"

namespace lab {
namespace {

void add_figure(Section& section, Plot figure) {
  if (!figure.drawings.empty()) section.blocks.emplace_back(std::move(figure));
}

std::string books(const Invariants& invariants) {
  std::vector<std::string> wrong;
  if (!invariants.money) wrong.emplace_back("money");
  if (!invariants.stock) wrong.emplace_back("stock");
  if (!invariants.mail) wrong.emplace_back("mail");
  if (wrong.empty()) return "✓ balance";
  return "✗ wrong: " + joined(wrong) +
         (invariants.detail.empty() ? "" : " (" + invariants.detail + ")");
}

std::string lost_by_endpoint(const FaultRun& run) {
  std::vector<std::string> parts;
  for (const auto& loss : run.endpoints)
    if (loss.lost > 0)
      parts.push_back(
          fmt::format("{} {} of {}", loss.endpoint, grouped(loss.lost), grouped(loss.expected)));
  return parts.empty() ? "none" : joined(parts);
}

double recovery_s(const FaultRun& run) {
  double longest = 0;
  for (const auto& loss : run.endpoints) longest = std::max(longest, loss.recover_s);
  return longest;
}

}  // namespace

Section ledger_section(const Report& report) {
  Section section{"ledger", "Ledger: what crosses which boundary", {}};
  const auto& ledger = report.ledger;
  if (!ledger.not_measured.empty() || ledger.arms.empty()) {
    section.blocks.emplace_back(Paragraph{absent(report, ledger.not_measured)});
    return section;
  }
  add_figure(section, ledger_figure(report));
  for (const auto& arm : ledger.arms) {
    TableData table{title_of(report, arm.arm) + ": calls, mean bytes and mean µs of each call",
                    {{"caller"},
                     {"message"},
                     {"kind"},
                     {"how"},
                     {"per request", figures},
                     {"per checkout", figures},
                     {"bytes out", figures},
                     {"bytes back", figures},
                     {"encode", figures},
                     {"queue", figures},
                     {"socket", figures},
                     {"decode", figures},
                     {"handler", figures}},
                    {}};
    for (const auto& row : arm.rows)
      table.add({row.caller, row.message, row.kind, row.transport, figure(row.per_request),
                 figure(row.per_checkout), figure(row.request_bytes), figure(row.reply_bytes),
                 figure(row.encode_us), figure(row.queue_us), figure(row.socket_us),
                 figure(row.decode_us), figure(row.handler_us)});
    section.blocks.emplace_back(std::move(table));
  }
  if (!ledger.endpoints.empty()) {
    TableData table{"Calls for one request of each endpoint, counted in process",
                    {{"endpoint"}, {"caller"}, {"message"}, {"kind"}, {"calls", figures}},
                    {}};
    for (const auto& row : ledger.endpoints)
      table.add({row.endpoint, row.caller, row.message, row.kind, figure(row.calls)});
    section.blocks.emplace_back(std::move(table));
  }
  return section;
}

Section prediction_section(const Report& report) {
  Section section{"prediction", "Prediction: told from the single process", {}};
  const auto& prediction = report.prediction;
  if (!prediction.not_measured.empty() || (prediction.rows.empty() && prediction.hops.empty())) {
    section.blocks.emplace_back(Paragraph{absent(report, prediction.not_measured)});
    return section;
  }
  add_figure(section, prediction_figure(report, false));
  add_figure(section, prediction_figure(report, true));
  if (!prediction.hops.empty()) {
    TableData hops{"What one crossing costs here, between processes that do nothing else",
                   {{"transport"},
                    {"latency, µs", figures},
                    {"and per KiB", figures},
                    {"CPU, µs", figures},
                    {"and per KiB", figures},
                    {"in an order more: latency, µs", figures},
                    {"CPU, µs", figures}},
                   {}};
    for (const auto& hop : prediction.hops)
      hops.add({hop.transport, figure(hop.latency_us), figure(hop.latency_us_per_kib),
                figure(hop.cpu_us), figure(hop.cpu_us_per_kib), figure(hop.waking_latency_us),
                figure(hop.waking_cpu_us)});
    section.blocks.emplace_back(std::move(hops));
  }
  if (!prediction.move_outs.empty()) {
    TableData out{"What moving one module out would add, predicted",
                  {{"module"},
                   {"endpoint"},
                   {"crossings", figures},
                   {"latency, µs", figures},
                   {"CPU, µs", figures}},
                  {}};
    for (const auto& row : prediction.move_outs)
      out.add({row.module, row.endpoint, figure(row.crossings, 2),
               signed_figure(row.added_latency_us), signed_figure(row.added_cpu_us)});
    section.blocks.emplace_back(std::move(out));
  }
  return section;
}

Section blast_section(const Report& report) {
  Section section{"blast_radius", "Blast radius: what a fault takes with it", {}};
  const auto& blast = report.blast_radius;
  if (!blast.not_measured.empty() || blast.runs.empty()) {
    section.blocks.emplace_back(Paragraph{absent(report, blast.not_measured)});
    return section;
  }
  for (const auto* fault : {"kill", "hang", "delay"}) {
    auto figure = fault_figure(report, fault);
    if (figure.drawings.empty())
      section.blocks.emplace_back(
          Paragraph{fmt::format("Fault \"{}\": {}", fault, absent(report))});
    add_figure(section, std::move(figure));
  }
  TableData table{"Every run",
                  {{"layout"},
                   {"module"},
                   {"fault"},
                   {"process"},
                   {"lasted, s", figures},
                   {"lost"},
                   {"recovered after, s", figures},
                   {"books"},
                   {"note"}},
                  {}};
  for (const auto& run : blast.runs) {
    if (run.not_measured.empty()) {
      table.add({title_of(report, run.arm), run.module, run.fault, run.process,
                 figure(run.duration_s), lost_by_endpoint(run), figure(recovery_s(run), 2),
                 books(run.invariants), run.note});
    } else {
      table.add({title_of(report, run.arm), run.module, run.fault, run.process, "",
                 run.not_measured, "", "", run.note});
    }
  }
  section.blocks.emplace_back(std::move(table));
  return section;
}

Section deployment_section(const Report& report) {
  Section section{"deployment", "Deployment: restarting one module", {}};
  const auto& deployment = report.deployment;
  if (!deployment.not_measured.empty() || deployment.restarts.empty()) {
    section.blocks.emplace_back(Paragraph{absent(report, deployment.not_measured)});
    return section;
  }
  add_figure(section, restart_figure(report));
  TableData table{"Every restart",
                  {{"layout"},
                   {"module"},
                   {"process"},
                   {"drained, ms", figures},
                   {"started, ms", figures},
                   {"gap, ms", figures},
                   {"requests", figures},
                   {"failed", figures},
                   {"delayed", figures},
                   {"p99, ms", figures},
                   {"p99 before", figures},
                   {"note"}},
                  {}};
  for (const auto& restart : deployment.restarts) {
    if (!restart.not_measured.empty()) {
      table.add({title_of(report, restart.arm), restart.module, restart.process, "", "", "", "", "",
                 "", "", "", restart.not_measured});
      continue;
    }
    table.add({title_of(report, restart.arm), restart.module, restart.process,
               figure(restart.drain_ms), figure(restart.start_ms), figure(restart.gap_ms),
               grouped(restart.requests), grouped(restart.failed), grouped(restart.delayed),
               figure(restart.p99_ms), figure(restart.p99_before_ms), restart.note});
  }
  section.blocks.emplace_back(std::move(table));
  return section;
}

}  // namespace lab
