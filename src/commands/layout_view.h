// commands: a layout for people and programs.
#pragma once

#include <string>
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

// How the compiled-in graph and what the modules register at run time differ: a line each.
std::vector<std::string> graph_differences(std::string& summary);

}  // namespace commands
