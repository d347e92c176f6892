// What makes cleave-lab of the sources of cleave: one bug of kernel/mutation.h, chosen by the
// environment variable LAB_WITHOUT, which the processes that it starts inherit.
#include <fmt/format.h>

#include <cstdio>
#include <cstdlib>
#include <string_view>

#include "kernel/mutation.h"

namespace {

struct Missing {
  std::string_view name;
  kernel::Mutation mutation;
  std::string_view text;
};

constexpr Missing all[] = {
    {"keys", kernel::Mutation::fresh_charge_key,
     "each attempt at the payment provider is a charge of its own"},
    {"outbox", kernel::Mutation::relay_gives_up,
     "an event that could not be delivered is forgotten"},
    {"inbox", kernel::Mutation::skip_inbox, "an event takes effect as often as it comes"},
    {"batch", kernel::Mutation::ask_one_by_one,
     "cart asks catalog for one product after the other"},
};

[[noreturn]] void explain() {
  fmt::print(stderr, "cleave-lab: set LAB_WITHOUT to what is to be missing:\n");
  for (const auto& missing : all)
    fmt::print(stderr, "  LAB_WITHOUT={:<8}{}\n", missing.name, missing.text);
  std::exit(2);
}

kernel::Mutation chosen() {
  const char* const asked = std::getenv("LAB_WITHOUT");
  for (const auto& missing : all) {
    if (asked == nullptr || missing.name != asked) continue;
    fmt::print(stderr, "cleave-lab: without {}: {}\n", missing.name, missing.text);
    return missing.mutation;
  }
  explain();
}

// Before main(), which is that of cleave and lists its commands.
[[maybe_unused]] const bool is_chosen = (kernel::mutation = chosen(), true);

}  // namespace
