#include "breaker_watch.h"

#include <fmt/format.h>

#include <cstdlib>

#include "kernel/error.h"

namespace reliability {
namespace {

using namespace std::chrono_literals;

constexpr kernel::Ticks look_pause = 100ms;
constexpr kernel::Ticks answer_max = 1s;

// The number behind `line`; negative when there is no such line.
double value_of(const std::string& text, const std::string& line) {
  const auto at = text.find("\n" + line);
  return at == text.npos ? -1 : std::strtod(text.c_str() + at + 1 + line.size(), nullptr);
}

}  // namespace

BreakerWatch::BreakerWatch(lab::Lab& lab, std::string url, const std::string& callee)
    : lab_(lab),
      url_(std::move(url)),
      open_line_(fmt::format("cleave_breaker_open{{callee=\"{}\"}} ", callee)),
      opened_line_(fmt::format("cleave_breaker_opened_total{{callee=\"{}\"}} ", callee)),
      pool_(lab.runtime, lab.runtime.loop(0)) {}

kernel::Task<> BreakerWatch::until(kernel::Ticks begun, double seconds) {
  http::ClientRequest request;
  request.target = "/metrics";
  for (;;) {
    lab_.go_on();
    const auto left = begun + ticks_of(seconds) - lab_.runtime.ticks();
    if (left <= kernel::Ticks::zero()) co_return;
    try {
      const auto response =
          co_await pool_.send(url_, request, lab_.runtime.ticks() + std::min(left, answer_max));
      looks_.push_back({seconds_of(lab_.runtime.ticks() - begun),
                        value_of(response.body, open_line_),
                        value_of(response.body, opened_line_)});
    } catch (const kernel::Error&) {
      // Too busy to say: the next look will tell.
    }
    const auto rest = begun + ticks_of(seconds) - lab_.runtime.ticks();
    if (rest > kernel::Ticks::zero()) co_await lab_.runtime.sleep(std::min(rest, look_pause));
  }
}

double BreakerWatch::opened_at(double from_s, double to_s) const {
  for (const auto& look : looks_)
    if (look.at_s >= from_s && look.at_s < to_s && look.open > 0) return look.at_s;
  return -1;
}

double BreakerWatch::closed_at(double from_s) const {
  double at = -1;
  for (const auto& look : looks_) {
    if (look.at_s < from_s) continue;
    if (look.open > 0) at = -1;
    if (look.open == 0 && at < 0) at = look.at_s;
  }
  return at;
}

}  // namespace reliability
