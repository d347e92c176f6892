// Holds the graph that the build allows against the calls and subscriptions that the modules
// register when they are built.
#include <fmt/format.h>

#include <set>

#include "commands/assembly.h"
#include "commands/layout_view.h"
#include "module_graph.h"

namespace commands {
namespace {

using Edges = std::set<std::pair<std::string, std::string>>;  // user, used

std::string owner_of(const std::string& message) { return message.substr(0, message.find('.')); }

Edges allowed_edges() {
  Edges edges;
  for (const auto& module : build::kernel_module_graph)
    for (const auto used : module.uses)
      edges.emplace(std::string(module.module), std::string(used));
  return edges;
}

}  // namespace

std::vector<std::string> graph_differences(std::string& summary) {
  const Assembly assembly;
  const auto& exchange = assembly.exchange();
  const auto allowed = allowed_edges();
  Edges registered;
  std::vector<std::string> differences;
  const auto note = [&](const std::string& user, const std::string& what, std::string_view does) {
    const auto used = owner_of(what);
    if (user == used || !registered.emplace(user, used).second) return;
    if (!allowed.contains({user, used}))
      differences.push_back(
          fmt::format("{} {} {}, but src/modules/CMakeLists.txt does not let {} "
                      "use {}",
                      user, does, what, user, used));
  };
  for (const auto& call : exchange.calls()) note(call.caller, call.message, "calls");
  for (const auto& heard : exchange.subscriptions()) note(heard.subscriber, heard.event, "hears");
  for (const auto& [user, used] : allowed) {
    if (!registered.contains({user, used}))
      differences.push_back(
          fmt::format("{0} USES {1}, but registers no call to {1} and listens to "
                      "none of its events",
                      user, used));
  }
  summary = fmt::format("{} calls and {} subscriptions along {} edges; the build allows {}",
                        exchange.calls().size(), exchange.subscriptions().size(), registered.size(),
                        allowed.size());
  return differences;
}

}  // namespace commands
