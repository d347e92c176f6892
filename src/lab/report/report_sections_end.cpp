// Sections on the layouts in between, on who owns what, and on how to do it again.
#include <fmt/format.h>

#include "lab/report/charts.h"
#include "lab/report/report_document.h"
#include "lab/report/report_figures.h"

namespace lab {
namespace {

constexpr const char* sweep_hint = "not measured (asked for by --sweep)";

}  // namespace

Section sweep_section(const Report& report) {
  Section section{"sweep", "Sweep: the layouts in between, and advice", {}};
  const auto& sweep = report.sweep;
  const bool nothing = sweep.points.empty() && sweep.advice.empty();
  if (!sweep.not_measured.empty() || nothing) {
    const auto why = report.quick || report.partial ? absent(report) : sweep_hint;
    section.blocks.emplace_back(Paragraph{sweep.not_measured.empty() ? why : sweep.not_measured});
  }
  if (auto figure = pareto_figure(report); !figure.drawings.empty())
    section.blocks.emplace_back(std::move(figure));
  if (!sweep.advice.empty()) {
    TableData table{"Advice: what is worth moving out, on what was measured here",
                    {{"module"}, {"move out"}, {"why"}, {"what it costs here"}},
                    {}};
    for (const auto& advice : sweep.advice)
      table.add({advice.module, advice.move_out ? "yes" : "no", advice.why, advice.cost});
    section.blocks.emplace_back(std::move(table));
  }
  return section;
}

Section modules_section(const Report& report) {
  Section section{"modules", "Modules: what a team would own", {}};
  if (report.modules.empty()) {
    section.blocks.emplace_back(Paragraph{absent(report)});
    return section;
  }
  TableData table{"Counted in the source that this program was built from",
                  {{"module"},
                   {"lines", figures},
                   {"of its contract", figures},
                   {"messages", figures},
                   {"events", figures},
                   {"uses"},
                   {"a change of its contract touches"}},
                  {}};
  for (const auto& module : report.modules)
    table.add({module.module, grouped(module.lines), grouped(module.contract_lines),
               std::to_string(module.messages), std::to_string(module.events),
               module.uses.empty() ? "none" : joined(module.uses),
               module.used_by.empty() ? "nobody else" : joined(module.used_by)});
  section.blocks.emplace_back(std::move(table));
  return section;
}

Section workload_section(const Report& report) {
  Section section{"workload", "Workload: what the customers did", {}};
  const auto& work = report.workload;
  if (!work.description.empty()) section.blocks.emplace_back(Paragraph{work.description});
  TableData facts{"The same for every layout", {{""}, {"value"}}, {}};
  facts.add({"kind", work.kind.empty() ? absent(report) : work.kind});
  facts.add({"file", work.file.empty() ? "the demo shop" : work.file});
  facts.add({"seed", std::to_string(work.seed)});
  facts.add({"products, customers",
             fmt::format("{}, {}", grouped(work.products), grouped(work.customers))});
  facts.add({"skew of popularity (Zipf exponent)", figure(work.skew)});
  facts.add({"sessions, requests per layout",
             fmt::format("{}, {}", grouped(work.sessions), grouped(work.requests))});
  facts.add({"a repeat", fmt::format("{} s measured after {} s thrown away", figure(work.repeat_s),
                                     figure(work.warm_up_s))});
  facts.add({"rounds and order", fmt::format("{}, {}", work.rounds, work.order)});
  section.blocks.emplace_back(std::move(facts));
  if (!work.mix.empty()) {
    TableData mix{"How often each endpoint is asked", {{"endpoint"}, {"share", figures}}, {}};
    for (const auto& share : work.mix) mix.add({share.endpoint, percent(share.share * 100)});
    section.blocks.emplace_back(std::move(mix));
  }
  return section;
}

Section fingerprint_section(const Report& report) {
  Section section{"fingerprint", "Fingerprint: where this was measured", {}};
  const auto& print = report.fingerprint;
  const auto text = [](const std::string& value) { return value.empty() ? "not known" : value; };
  TableData facts{"Machine and build", {{""}, {"value"}}, {}};
  facts.add({"started", text(print.started_at)});
  facts.add({"CPU", fmt::format("{}, {}", text(print.cpu), counted(print.cores, "core", "cores"))});
  facts.add({"CPUs of the layouts", text(print.arm_cpus)});
  facts.add({"CPUs of the generator", text(print.generator_cpus)});
  facts.add({"memory", figure(print.memory_mib) + " MiB"});
  facts.add({"kernel", text(print.kernel)});
  facts.add({"virtualised", text(print.virtualised)});
  facts.add({"file system", text(print.file_system)});
  facts.add({"fsync of 4 KiB, µs", with_bounds(print.fsync_us)});
  facts.add({"fsync p99, µs", with_bounds(print.fsync_p99_us)});
  facts.add({"compiler", text(print.compiler)});
  facts.add({"build", text(print.build_type)});
  facts.add({"version", text(print.version)});
  facts.add({"commit", text(print.commit)});
  section.blocks.emplace_back(std::move(facts));
  if (!print.settings.empty()) {
    TableData settings{
        "Settings of every process, other than the defaults", {{"key"}, {"value"}}, {}};
    for (const auto& setting : print.settings) settings.add({setting.key, setting.value});
    section.blocks.emplace_back(std::move(settings));
  }
  section.blocks.emplace_back(Subheading{"The command that makes this report again"});
  if (print.command.empty()) {
    section.blocks.emplace_back(Paragraph{"not known"});
  } else {
    section.blocks.emplace_back(Code{print.command});
  }
  return section;
}

}  // namespace lab
