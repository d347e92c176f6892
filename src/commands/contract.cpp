// cleave contract: what the modules promise, in three forms; what a change means; who keeps it.
#include "commands/contract.h"

#include <fmt/format.h>

#include <fstream>
#include <sstream>

#include "app_contracts.h"
#include "commands/all.h"
#include "commands/terminal.h"
#include "gateway/openapi.h"
#include "kernel/error.h"
#include "signals.h"
#include "version.h"

namespace commands {
namespace {

struct ContractOptions {
  std::string module;
  std::string format = "text";
  std::string older, newer;
  std::string url;
};

Contracts chosen(const std::string& module) {
  if (module.empty()) return app::contracts();
  for (const auto* contract : app::contracts())
    if (contract->module == module) return {contract};
  const auto near = kernel::nearest(module, app::module_names());
  throw UsageError(fmt::format("there is no module \"{}\"{}", module,
                               near.empty() ? "" : "; did you mean " + near + "?"));
}

std::string openapi(const std::string& module) {
  auto rows = gateway::all_rows();
  if (!module.empty()) {
    std::erase_if(rows, [&](const gateway::Row& row) {
      return row.action.message == nullptr || row.action.message().module != module;
    });
  }
  return gateway::openapi_document(rows, build::version);
}

int show(const ContractOptions& options) {
  const auto contracts = chosen(options.module);
  if (options.format == "json-schema") {
    fmt::print("{}\n", contract_schema(contracts));
  } else if (options.format == "openapi") {
    fmt::print("{}\n", openapi(options.module));
  } else {
    for (const auto* contract : contracts)
      fmt::print("{}{}", contract == contracts.front() ? "" : "\n", contract_text(*contract));
  }
  return done;
}

std::string text_of(const std::string& name) {
  std::ifstream file(name);
  std::ostringstream text;
  if (file) text << file.rdbuf();
  if (!file || !text)
    throw kernel::Error(kernel::Code::not_found, name + " cannot be opened for reading");
  return text.str();
}

int diff(const ContractOptions& options) {
  const auto changes = compare_contracts(text_of(options.older), text_of(options.newer));
  std::size_t breaking = 0;
  for (const auto& change : changes) {
    breaking += change.breaking ? 1 : 0;
    fmt::print("{}  {}\n", change.breaking ? "breaking  " : "compatible", change.what);
  }
  fmt::print("{}, {} of them breaking\n",
             count_of(static_cast<std::int64_t>(changes.size()), "change", "changes"), breaking);
  return breaking == 0 ? done : failed;
}

int verify(const ContractOptions& options) {
  const auto contracts = chosen(options.module);
  kernel::RealRuntime runtime({.loops = 1, .workers = 1});
  app::ApiClient api(runtime, options.url);
  api.patience = std::chrono::seconds(2);
  std::vector<std::string> faults;
  std::string summary;
  app::run_to_end(runtime, verify_contract(api, *contracts.front(), faults, summary));
  for (const auto& fault : faults) fmt::print("{}\n", fault);
  fmt::print("{}: {}\n", faults.empty() ? "kept" : "not kept", summary);
  return faults.empty() ? done : failed;
}

}  // namespace

void add_contract(CommandLine& line) {
  const auto options = std::make_shared<ContractOptions>();
  auto& command = line.add("contract", "What the modules promise each other",
                           [options] { return show(*options); });
  command.add_option("MODULE", options->module, "one of them; default: all");
  command.add_option("--format", options->format, "text, json-schema, or openapi: the public API")
      ->check(CLI::IsMember({"text", "json-schema", "openapi"}));

  auto& diffing = line.add(command, "diff",
                           "What a change means between processes of two versions; fails when it "
                           "breaks one of them",
                           [options] { return diff(*options); });
  diffing.add_option("OLD", options->older, "output of --format json-schema")->required();
  diffing.add_option("NEW", options->newer, "the same of a later version")->required();

  auto& verifying = line.add(command, "verify", "Does a running module keep its contract?",
                             [options] { return verify(*options); });
  verifying.add_option("MODULE", options->module, "which")->required();
  verifying.add_option("--url", options->url, "where its process listens")->required();
}

}  // namespace commands
