// Lab 2: money and mail, as the provider's books, the databases and the mail folder have them.
#include <fmt/format.h>

#include "commands/lab.h"
#include "lab/oracle/oracle.h"

namespace commands {
namespace {

void tell(std::string_view promise, bool holds) {
  fmt::print("{:<8}{}\n", holds ? "holds" : "BROKEN", promise);
}

}  // namespace

int check_promises(const std::string& directory) {
  const auto found = lab::check_invariants(directory, {});
  tell("money: one charge per order; a confirmed order keeps it, others nothing", found.money);
  tell("mail: exactly one confirmation per confirmed order, sent or on its way", found.mail);
  if (!found.detail.empty()) fmt::print("\n{}\n", found.detail);
  return found.money && found.mail ? 0 : 1;
}

}  // namespace commands
