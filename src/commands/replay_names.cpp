// The names under which a replay's customers and orders are found again.
#include <fmt/format.h>

#include <algorithm>

#include "commands/replay_run.h"
#include "kernel/id.h"

namespace commands {
namespace {

constexpr std::size_t local_part_max = 64;  // RFC 5321

std::string digest(std::string_view text) {
  return to_text(kernel::derived_uuid(kernel::Uuid{}, text));
}

// Addresses are compared without case, so an upper-case letter is not plain.
bool is_plain(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_';
  });
}

}  // namespace

std::string replay_email(const std::string& buyer) {
  const bool plain = is_plain(buyer) && buyer.size() <= local_part_max && !buyer.ends_with('.') &&
                     buyer.find("..") == buyer.npos;
  return fmt::format("{}@replay.example", plain ? buyer : "customer-" + digest(buyer));
}

std::string replay_key(const RetailOrder& order) {
  std::string content = fmt::format("{}\n{}\n", order.invoice, order.buyer());
  for (const auto& line : order.lines) content += fmt::format("{}\t{}\n", line.sku, line.quantity);
  const auto readable = is_plain(order.invoice) ? order.invoice + "-" : std::string();
  return fmt::format("replay-{}{}", readable, digest(content));
}

}  // namespace commands
