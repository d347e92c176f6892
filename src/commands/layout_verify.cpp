// Holds the graph that the build allows against the calls and subscriptions that the modules
// register when they are built.
#include <fmt/format.h>

#include "commands/assembly.h"
#include "commands/layout_view.h"
#include "module_graph.h"

namespace commands {
namespace {

std::string owner_of(const std::string& message) { return message.substr(0, message.find('.')); }

GraphEdges allowed_edges() {
  GraphEdges edges;
  for (const auto& module : build::kernel_module_graph)
    for (const auto used : module.uses) edges.emplace(module.module, used);
  return edges;
}

}  // namespace

std::vector<std::string> compare_graph(const GraphEdges& allowed,
                                       const std::vector<kernel::Exchange::Call>& calls,
                                       const std::vector<kernel::Exchange::Subscription>& heard) {
  GraphEdges registered;
  std::vector<std::string> differences;
  const auto note = [&](const std::string& user, const std::string& what, std::string_view does) {
    const auto used = owner_of(what);
    if (user == used || !registered.emplace(user, used).second) return;
    if (!allowed.contains({user, used}))
      differences.push_back(
          fmt::format("{} {} {}, but src/modules/CMakeLists.txt does not let {} use {}", user, does,
                      what, user, used));
  };
  for (const auto& call : calls) note(call.caller, call.message, "calls");
  for (const auto& one : heard) note(one.subscriber, one.event, "hears");
  for (const auto& [user, used] : allowed) {
    if (!registered.contains({user, used}))
      differences.push_back(fmt::format(
          "{0} USES {1}, but registers no call to {1} and listens to none of its events", user,
          used));
  }
  return differences;
}

std::vector<std::string> graph_differences(std::string& summary) {
  const Assembly assembly;
  const auto& exchange = assembly.exchange();
  const auto allowed = allowed_edges();
  summary = fmt::format("{} calls and {} subscriptions; the build allows {} edges",
                        exchange.calls().size(), exchange.subscriptions().size(), allowed.size());
  return compare_graph(allowed, exchange.calls(), exchange.subscriptions());
}

}  // namespace commands
