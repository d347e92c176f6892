#include "lab/report/module_facts.h"

#include <algorithm>

#include "app_contracts.h"
#include "module_graph.h"
#include "module_lines.h"

namespace lab {
namespace {

void add_lines(ModuleFacts& facts) {
  for (const auto& counted : build::module_lines) {
    if (counted.module != facts.module) continue;
    facts.lines = counted.lines;
    facts.contract_lines = counted.contract_lines;
  }
}

void add_contract(ModuleFacts& facts) {
  for (const auto* contract : app::contracts()) {
    if (contract->module != facts.module) continue;
    facts.messages = static_cast<int>(contract->messages.size());
    facts.events = static_cast<int>(contract->events.size());
  }
}

}  // namespace

std::vector<ModuleFacts> module_facts() {
  std::vector<ModuleFacts> all;
  for (const auto& module : build::kernel_module_graph) {
    ModuleFacts facts;
    facts.module = module.module;
    facts.uses.assign(module.uses.begin(), module.uses.end());
    for (const auto& other : build::kernel_module_graph)
      if (std::find(other.uses.begin(), other.uses.end(), module.module) != other.uses.end())
        facts.used_by.emplace_back(other.module);
    add_lines(facts);
    add_contract(facts);
    all.push_back(std::move(facts));
  }
  return all;
}

}  // namespace lab
