#include "commands/backup_order.h"

#include <algorithm>
#include <map>
#include <set>
#include <stdexcept>

#include "app_contracts.h"

namespace commands {
namespace {

// By receiver: who sends it commands or events.
using Senders = std::map<std::string, std::set<std::string>>;

Senders senders_of(const kernel::Exchange& exchange) {
  std::map<std::string, const kernel::MessageType*> messages;
  std::map<std::string, std::string> announcer;
  for (const auto* contract : app::contracts()) {
    for (const auto* message : contract->messages) messages[std::string(message->name)] = message;
    for (const auto* event : contract->events) announcer[std::string(event->name)] = event->module;
  }
  Senders senders;
  for (const auto& call : exchange.calls()) {
    const auto* message = messages.at(call.message);
    if (message->kind == kernel::Kind::command)
      senders[std::string(message->module)].insert(call.caller);
  }
  for (const auto& subscription : exchange.subscriptions())
    senders[subscription.subscriber].insert(announcer.at(subscription.event));
  return senders;
}

}  // namespace

std::vector<std::string> backup_order(const Assembly& assembly) {
  auto senders = senders_of(assembly.exchange());
  std::vector<std::string> left;
  std::vector<std::string> order;
  for (const auto& [database, version] : assembly.schema_versions()) {
    const bool of_module = assembly.exchange().places().contains(database);
    // A second database is a module's own way to the outside: it hears of everything last.
    (of_module ? left : order).push_back(database);
  }
  const std::size_t seconds = order.size();
  while (!left.empty()) {
    const auto next = std::ranges::find_if(left, [&](const std::string& module) {
      return std::ranges::none_of(left, [&](const std::string& other) {
        return other != module && senders[module].contains(other);
      });
    });
    if (next == left.end()) throw std::logic_error("modules send to each other in a circle");
    order.push_back(*next);
    left.erase(next);
  }
  std::ranges::rotate(order, order.begin() + static_cast<std::ptrdiff_t>(seconds));
  return order;
}

}  // namespace commands
