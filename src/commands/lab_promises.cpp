// Lab 2: money and mail, as the provider's books, the databases and the mail folder have them.
#include <fmt/format.h>

#include <filesystem>

#include "commands/lab.h"
#include "kernel/error.h"
#include "lab/oracle/oracle.h"

namespace commands {
namespace {

void tell(std::string_view promise, bool holds) {
  fmt::print("{:<8}{}\n", holds ? "holds" : "BROKEN", promise);
}

void require_shop(const std::string& directory) {
  std::error_code unreadable;
  if (std::filesystem::exists(directory + "/order.db", unreadable)) return;
  throw kernel::Error(
      kernel::Code::not_found,
      fmt::format("there is no shop in {}: it has no order.db; set CLEAVE_STORAGE_DIRECTORY, or "
                  "open a shop as docs/labs/2-charge-twice-lose-a-mail.md does",
                  directory));
}

}  // namespace

int check_promises(const std::string& directory) {
  require_shop(directory);
  const auto found = lab::check_invariants(directory, {});
  tell("money: one charge per order; a confirmed order keeps it, others nothing", found.money);
  tell("mail: exactly one confirmation per confirmed order, sent or on its way", found.mail);
  if (!found.detail.empty()) fmt::print("\n{}\n", found.detail);
  return found.money && found.mail ? 0 : 1;
}

}  // namespace commands
