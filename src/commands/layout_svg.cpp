// The map of a layout as a picture: every module in one row, a card around each process, arrows as
// arcs: the gateway's above, the modules' own below. Solid stays in its process, dashed leaves it.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cstdlib>
#include <map>

#include "commands/layout_view.h"

namespace commands {
namespace {

constexpr int node_width = 104, node_height = 36, node_gap = 16;
constexpr int card_padding = 16, card_gap = 24, margin = 24;
constexpr int arc_step = 22;  // of depth per place that an arrow passes

constexpr std::string_view style = R"(<style>
  svg{--paper:#faf8f4;--card:#fff;--ink:#1d1c1a;--ink-2:#5c5852;--line:#e4dfd5;--accent:#0f5c4c;
    --split:#b4541a;font:15px system-ui,sans-serif;font-variant-numeric:tabular-nums}
  @media(prefers-color-scheme:dark){svg{--paper:#16171a;--card:#1f2126;--ink:#ece9e2;
    --ink-2:#b4afa5;--line:#33363d;--accent:#4cc3a4;--split:#f0955a}}
  .paper{fill:var(--paper)}.card{fill:var(--card);stroke:var(--line)}
  .node{fill:var(--paper);stroke:var(--ink-2)}text{fill:var(--ink);text-anchor:middle}
  .url{fill:var(--ink-2);font:13px ui-monospace,monospace;
    paint-order:stroke;stroke:var(--card);stroke-width:6px;stroke-linejoin:round}
  .note{fill:var(--ink-2);font-size:13px}
  .inside{fill:none;stroke:var(--accent);stroke-width:1.5}
  .across{fill:none;stroke:var(--split);stroke-width:1.5;stroke-dasharray:5 4}
  .inside-tip{fill:var(--accent)}.across-tip{fill:var(--split)}
</style>
<defs>
  <marker id="inside" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8"
    orient="auto"><path class="inside-tip" d="M0 0L8 4L0 8z"/></marker>
  <marker id="across" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8"
    orient="auto"><path class="across-tip" d="M0 0L8 4L0 8z"/></marker>
</defs>
)";

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '<')
      out += "&lt;";
    else if (c == '&')
      out += "&amp;";
    else if (c == '"')
      out += "&quot;";
    else
      out += c;
  }
  return out;
}

struct Place {
  int number = 0;  // in the row
  int x = 0;       // of its middle
};

struct Drawing {
  std::map<std::string, Place> places;
  std::string cards, labels, nodes, arrows;
  int x = margin;  // where the next card begins
  int row = 0;     // y of the nodes' upper edge
  int depth = 0;   // of the deepest arc below
};

void add_node(Drawing& drawing, const std::string& name, int x, bool round) {
  drawing.places[name] = {static_cast<int>(drawing.places.size()), x + node_width / 2};
  drawing.nodes += fmt::format(
      "<rect class=\"node\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"{}\"/>"
      "<text x=\"{}\" y=\"{}\">{}</text>\n",
      x, drawing.row, node_width, node_height, round ? node_height / 2 : 6, x + node_width / 2,
      drawing.row + node_height / 2 + 5, escaped(name));
}

void add_process(Drawing& drawing, const kernel::Process& process, const std::string& urls) {
  auto names = process.modules;
  if (process.gateway) names.insert(names.begin(), "gateway");
  const int count = static_cast<int>(names.size());
  const int inner =
      std::max(count * (node_width + node_gap) - node_gap, static_cast<int>(urls.size()) * 8);
  drawing.cards += fmt::format(
      "<rect class=\"card\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"6\"/>\n", drawing.x,
      drawing.row - card_padding, inner + 2 * card_padding, node_height + 2 * card_padding + 20);
  drawing.labels += fmt::format("<text class=\"url\" x=\"{}\" y=\"{}\">{}</text>\n",
                                drawing.x + card_padding + inner / 2,
                                drawing.row + node_height + card_padding + 10, escaped(urls));
  int x = drawing.x + card_padding + (inner - count * (node_width + node_gap) + node_gap) / 2;
  for (const auto& name : names) {
    add_node(drawing, name, x, name == "gateway");
    x += node_width + node_gap;
  }
  drawing.x += inner + 2 * card_padding + card_gap;
}

void add_arrow(Drawing& drawing, const LayoutEdge& edge) {
  const auto& from = drawing.places.at(edge.from);
  const auto& to = drawing.places.at(edge.to);
  const bool above = edge.from == "gateway";
  const int apart = std::abs(from.number - to.number);
  // A cubic reaches three quarters of the way to its control points.
  const int bend = (above ? 30 : 56) + apart * arc_step;
  const int y = above ? drawing.row : drawing.row + node_height;
  const int control = above ? y - bend : y + bend;
  // Arrows leave to the side they go to and arrive apart from those that leave.
  const int side = to.x > from.x ? 1 : -1;
  const auto* kind = edge.crosses ? "across" : "inside";
  drawing.arrows +=
      fmt::format("<path class=\"{}\" marker-end=\"url(#{})\" d=\"M{} {}C{} {} {} {} {} {}\"/>\n",
                  kind, kind, from.x + side * 14, y, from.x + side * 14, control, to.x - side * 14,
                  control, to.x - side * 14, y);
  if (!above) drawing.depth = std::max(drawing.depth, bend * 3 / 4);
}

}  // namespace

std::string to_svg(const LayoutView& view) {
  Drawing drawing;
  const int nodes = static_cast<int>(view.layout.modules().size()) + 1;
  drawing.row = margin + 40 + (30 + nodes * arc_step) * 3 / 4;
  for (const auto& process : view.processes) {
    auto urls = process.listeners;
    if (process.gateway) urls.insert(urls.begin(), view.layout.gateway_listen());
    add_process(drawing, process, fmt::format("{}", fmt::join(urls, "  ")));
  }
  for (const auto& edge : view.edges) add_arrow(drawing, edge);
  const int width = drawing.x - card_gap + margin;
  const int height = drawing.row + node_height + std::max(drawing.depth, 40) + margin + 30;
  return fmt::format(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {0} {1}\" width=\"{0}\" "
      "height=\"{1}\" role=\"img\" aria-label=\"Layout {2}\">\n{3}"
      "<rect class=\"paper\" width=\"{0}\" height=\"{1}\"/>\n"
      "<text x=\"{4}\" y=\"{5}\">{2}</text>\n{6}{7}{8}{9}"
      "<text class=\"note\" x=\"{4}\" y=\"{10}\">solid: within a process · dashed: between "
      "processes</text>\n</svg>\n",
      width, height, escaped(view.name), style, width / 2, margin + 10, drawing.cards,
      drawing.arrows, drawing.labels, drawing.nodes, height - margin / 2);
}

}  // namespace commands
