// commands: what the modules promise each other, from the descriptions that are compiled in.
#pragma once

#include <string>
#include <vector>

#include "api_client.h"
#include "kernel/message.h"

namespace commands {

using Contracts = std::vector<const kernel::Contract*>;

// Messages, events and types with their fields and bounds, for people.
std::string contract_text(const kernel::Contract& contract);

// JSON Schema 2020-12 of each module's messages and events:
// {"contracts":{module:{"messages":{name:{"kind","request","reply"}},"events":{name:…}}},"$defs":…}
std::string contract_schema(const Contracts& contracts);

// What it means, between processes of two versions, that one has the other's successor.
struct ContractChange {
  bool breaking = false;
  std::string what;  // "cart.AddItem: request: quantity is gone"
};
// Both are texts of contract_schema. Throws Error{invalid_argument} when one is not.
std::vector<ContractChange> compare_contracts(const std::string& older, const std::string& newer);

// Asks a running module: is each message served there, and do the queries that anybody may ask
// answer in the contract's shape? Changes nothing. A line per fault.
kernel::Task<> verify_contract(app::ApiClient& api, const kernel::Contract& contract,
                               std::vector<std::string>& faults, std::string& summary);

}  // namespace commands
