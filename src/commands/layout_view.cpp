#include "commands/layout_view.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <boost/json.hpp>

#include "commands/terminal.h"
#include "module_graph.h"

namespace commands {
namespace {

namespace json = boost::json;
using kernel::Place;

std::string place_text(const Place& place) {
  switch (place.kind) {
    case Place::Kind::local:
      return "local";
    case Place::Kind::serialized:
      return "serialized";
    case Place::Kind::remote:
      return place.url;
  }
  return {};
}

json::array to_array(const std::vector<std::string>& texts) {
  json::array array;
  for (const auto& text : texts) array.emplace_back(text);
  return array;
}

const kernel::Process& process_of(const LayoutView& view, const std::string& node) {
  for (const auto& process : view.processes) {
    if (node == "gateway" ? process.gateway
                          : std::find(process.modules.begin(), process.modules.end(), node) !=
                                process.modules.end())
      return process;
  }
  return view.processes.front();
}

std::vector<std::string> listeners_of(const LayoutView& view, const kernel::Process& process) {
  auto urls = process.listeners;
  if (process.gateway) urls.insert(urls.begin(), view.layout.gateway_listen());
  return urls;
}

}  // namespace

LayoutView make_view(const std::string& name, kernel::Layout layout) {
  auto processes = layout.processes();
  std::rotate(processes.begin(), processes.end() - 1, processes.end());
  LayoutView view{name, std::move(layout), std::move(processes), {}};
  const auto add = [&](const std::string& from, const std::string& to) {
    view.edges.push_back({from, to, process_of(view, from).name != process_of(view, to).name});
  };
  for (const auto& module : build::kernel_module_graph) add("gateway", std::string(module.module));
  for (const auto& module : build::kernel_module_graph)
    for (const auto used : module.uses) add(std::string(module.module), std::string(used));
  return view;
}

std::string to_text(const LayoutView& view) {
  Table processes({{"process", Table::Align::left},
                   {"hosts", Table::Align::left},
                   {"listens at", Table::Align::left}});
  for (const auto& process : view.processes) {
    auto hosted = process.modules;
    if (process.gateway) hosted.insert(hosted.begin(), "gateway");
    processes.add({process.name, fmt::format("{}", fmt::join(hosted, " ")),
                   fmt::format("{}", fmt::join(listeners_of(view, process), " "))});
  }
  Table modules({{"module", Table::Align::left},
                 {"where", Table::Align::left},
                 {"uses (* in another process)", Table::Align::left}});
  for (const auto& module : view.layout.modules()) {
    std::string uses;
    for (const auto& edge : view.edges)
      if (edge.from == module)
        uses += (uses.empty() ? "" : " ") + edge.to + (edge.crosses ? "*" : "");
    modules.add({module, place_text(view.layout.place(module)), uses.empty() ? "–" : uses});
  }
  return fmt::format(
      "layout {} · {}\n\n{}\n{}", view.name,
      count_of(static_cast<std::int64_t>(view.processes.size()), "process", "processes"),
      processes.text(), modules.text());
}

std::string to_json(const LayoutView& view) {
  json::array processes, modules, edges;
  for (const auto& process : view.processes)
    processes.push_back(json::object{{"name", process.name},
                                     {"gateway", process.gateway},
                                     {"modules", to_array(process.modules)},
                                     {"listens", to_array(listeners_of(view, process))}});
  for (const auto& module : view.layout.modules())
    modules.push_back(json::object{{"name", module},
                                   {"where", place_text(view.layout.place(module))},
                                   {"process", process_of(view, module).name}});
  for (const auto& edge : view.edges)
    edges.push_back(json::object{{"from", edge.from}, {"to", edge.to}, {"crosses", edge.crosses}});
  return json::serialize(json::object{
      {"layout", view.name}, {"processes", processes}, {"modules", modules}, {"edges", edges}});
}

std::string to_mermaid(const LayoutView& view) {
  std::string out = "flowchart LR\n";
  int number = 0;
  for (const auto& process : view.processes) {
    out += fmt::format("  subgraph p{}[\"{}\"]\n", number++,
                       fmt::join(listeners_of(view, process), "<br/>"));
    if (process.gateway) out += "    gateway([gateway])\n";
    for (const auto& module : process.modules) out += fmt::format("    {}[{}]\n", module, module);
    out += "  end\n";
  }
  for (const auto& edge : view.edges)
    out += fmt::format("  {} {} {}\n", edge.from, edge.crosses ? "-.->" : "-->", edge.to);
  return out;
}

}  // namespace commands
