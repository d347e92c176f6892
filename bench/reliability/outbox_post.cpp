#include "outbox_post.h"

#include <charconv>

#include "kernel/cloud_event.h"
#include "kernel/error.h"

namespace reliability {
namespace {

using kernel::Code;
using kernel::Error;
using kernel::Task;
using kernel::WireResponse;
using namespace std::chrono_literals;

const std::string well_url = "http://well";
const std::string away_url = "http://away";

// Of an event's JSON: {"about":"…","number":7}.
std::int64_t number_of(const std::string& json) {
  constexpr std::string_view before = "\"number\":";
  const auto at = json.find(before);
  std::int64_t number = -1;
  if (at != json.npos)
    std::from_chars(json.data() + at + before.size(), json.data() + json.size(), number);
  return number;
}

}  // namespace

std::map<std::string, kernel::Place> OutboxPost::places() {
  return {{std::string(well), {kernel::Place::Kind::remote, well_url}},
          {std::string(away), {kernel::Place::Kind::remote, away_url}}};
}

Task<WireResponse> OutboxPost::send(const std::string& url, const kernel::WireRequest& request) {
  const bool to_well = url == well_url;
  const bool asks_health = request.path.ends_with("/health");
  if (!to_well && is_away_) {
    ++away_.heard.tries;
    auto& runtime = lab_.runtime;
    if (silent_) co_await runtime.sleep(request.context.deadline - runtime.ticks());
    throw Error(silent_ ? Code::deadline_exceeded : Code::unavailable, "away");
  }
  if (!asks_health) take(to_well ? well_ : away_, request.body);
  co_return WireResponse{204, "", {}};
}

void OutboxPost::take(Place& place, const std::string& body) {
  const auto event = kernel::parse_cloud_event(body);
  const auto number = number_of(event.data);
  auto& last = place.last[event.subject];  // numbers begin at 1
  if (number <= last) {
    ++place.heard.twice;
    return;
  }
  if (number > last + 1) ++place.heard.gaps;
  last = number;
  if (++place.heard.events >= wanted_) heard_.notify();
}

Task<bool> OutboxPost::until(const Place& place, std::int64_t events, kernel::Ticks timeout) {
  auto& runtime = lab_.runtime;
  const auto give_up = runtime.ticks() + timeout;
  wanted_ = events;
  for (;;) {
    lab_.go_on();
    const auto seen = heard_.version();
    if (place.heard.events >= events) co_return true;
    const auto left = give_up - runtime.ticks();
    if (left <= kernel::Ticks::zero()) co_return false;
    co_await heard_.wait(seen, std::min<kernel::Ticks>(left, 50ms));
  }
}

Task<bool> OutboxPost::until_well(std::int64_t events, kernel::Ticks timeout) {
  co_return co_await until(well_, events, timeout);
}

Task<bool> OutboxPost::until_away(std::int64_t events, kernel::Ticks timeout) {
  co_return co_await until(away_, events, timeout);
}

}  // namespace reliability
