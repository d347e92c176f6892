#include <algorithm>

#include "internal/rules.h"
#include "internal/store.h"
#include "internal/watchers.h"
#include "order_module.h"

namespace order {

using kernel::Code;
using kernel::Context;
using kernel::Error;
using kernel::Task;
using kernel::Ticks;

namespace {
constexpr Ticks wait_max = std::chrono::minutes(10);
}  // namespace

void OrderModule::on_drain() { watchers_->close(); }

// The owner's order only, administrator or not.
std::optional<Change> OrderModule::next_change(const UserId& user, const WaitForChange& message) {
  auto reader = database_.read();
  if (store::owner_of(reader, message.id) != user)
    throw Error(Code::not_found, "There is no such order.");
  const auto recorded = store::change_after(reader, message.id, message.after);
  if (!recorded) return std::nullopt;
  return rules::change_of(message.id, *recorded);
}

Task<Heard> OrderModule::wait_for_change(const Context& context, const WaitForChange& message) {
  const UserId user = context.user();
  if (auto change = next_change(user, message)) co_return Heard{std::move(change)};

  const Watchers::Watch watch(*watchers_, message.id);
  for (;;) {
    const auto seen = watch.version();
    if (auto change = next_change(user, message)) co_return Heard{std::move(change)};
    if (watchers_->closed())
      throw Error(Code::unavailable, "The orders are closing here; try again.");
    const Ticks left = std::min(answer_by(context) - runtime_.ticks(), wait_max);
    if (left <= Ticks::zero()) co_return Heard{};
    co_await watch.wait(seen, left);
  }
}

}  // namespace order
