// commands: a layout for people and programs.
#pragma once

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "kernel/layout.h"

namespace commands {

// An arrow of the map: who may ask whom, as the build allows it.
struct LayoutEdge {
  std::string from;  // a module or "gateway"
  std::string to;
  bool crosses = false;  // from one process into another
};

struct LayoutView {
  std::string name;
  kernel::Layout layout;
  std::vector<kernel::Process> processes;  // the gateway's first
  std::vector<LayoutEdge> edges;
};

LayoutView make_view(const std::string& name, kernel::Layout layout);

std::string to_text(const LayoutView& view);
std::string to_json(const LayoutView& view);     // one object, without a line end
std::string to_mermaid(const LayoutView& view);  // a flowchart
std::string to_svg(const LayoutView& view);      // stands alone; light and dark

using GraphEdges = std::set<std::pair<std::string, std::string>>;  // user, used

// How what is allowed and what is registered differ, in either direction: a line each.
std::vector<std::string> compare_graph(const GraphEdges& allowed,
                                       const std::vector<kernel::Exchange::Call>& calls,
                                       const std::vector<kernel::Exchange::Subscription>& heard);

// The same of the graph that is compiled in and of all modules, built in memory.
std::vector<std::string> graph_differences(std::string& summary);

}  // namespace commands
