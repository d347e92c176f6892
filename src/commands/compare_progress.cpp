#include "commands/compare_progress.h"

#include <fmt/format.h>

#include <algorithm>

#include "commands/terminal.h"

namespace commands {
namespace {

constexpr int bar_cells = 10;

double seconds(kernel::Ticks duration) { return std::chrono::duration<double>(duration).count(); }

std::string left_text(double left) {
  if (left >= 90) return fmt::format("about {:.0f} min left", left / 60);
  return fmt::format("about {:.0f} s left", left);
}

}  // namespace

CompareProgress::CompareProgress(kernel::Runtime& runtime, bool quiet)
    : runtime_(runtime), quiet_(quiet), terminal_(is_terminal(stderr)), started_(runtime.ticks()) {}

CompareProgress::~CompareProgress() { finish(); }

// The parts that ended took longer or shorter than expected; so will the others.
double CompareProgress::left_s() const {
  const double pace = finished_s_ > 5 ? seconds(runtime_.ticks() - started_) / finished_s_ : 1.0;
  return std::max(1.0, (total_s_ - finished_s_) * pace);
}

void CompareProgress::begins(std::string_view what, kernel::Ticks expected) {
  finished_s_ = std::min(finished_s_ + current_s_, total_s_);
  current_s_ = seconds(expected);
  if (!quiet_) draw(what);
}

void CompareProgress::draw(std::string_view what) {
  const double share = total_s_ > 0 ? finished_s_ / total_s_ : 0;
  const auto full = static_cast<int>(share * bar_cells);
  if (terminal_) {
    std::string bar;
    for (int i = 0; i < bar_cells; ++i) bar += i < full ? "▓" : "░";
    fmt::print(stderr, "\r\x1b[K{} · {}  [{}] {:.0f} %  {}", headline_, left_text(left_s()), bar,
               share * 100, what);
    std::fflush(stderr);
    open_ = true;
    return;
  }
  if (full == tenths_) return;
  if (tenths_ < 0) fmt::print(stderr, "{}\n", headline_);
  tenths_ = full;
  fmt::print(stderr, "{:3.0f} % · {} · {}\n", share * 100, left_text(left_s()), what);
}

void CompareProgress::finish() {
  if (open_) fmt::print(stderr, "\r\x1b[K");
  open_ = false;
}

}  // namespace commands
