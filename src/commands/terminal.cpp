#include "commands/terminal.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>

namespace commands {
namespace {

constexpr kernel::Ticks redraw_every = std::chrono::milliseconds(100);
constexpr int bar_cells = 24;

// Columns that UTF-8 text takes: its characters, each one wide.
std::size_t width_of(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xc0) != 0x80; }));
}

std::string bar(std::int64_t done, std::int64_t total) {
  const auto full = total == 0 ? bar_cells : static_cast<int>(done * bar_cells / total);
  std::string cells;
  for (int i = 0; i < bar_cells; ++i) cells += i < full ? "▓" : "░";
  return cells;
}

std::string remaining_text(kernel::Ticks elapsed, std::int64_t done, std::int64_t total) {
  if (done == 0 || elapsed < std::chrono::seconds(2)) return {};
  const auto seconds = static_cast<double>(elapsed.count()) / 1e9 *
                       static_cast<double>(total - done) / static_cast<double>(done);
  if (seconds >= 90) return fmt::format(" · about {:.0f} min left", seconds / 60);
  return fmt::format(" · about {:.0f} s left", seconds);
}

}  // namespace

bool is_terminal(std::FILE* stream) { return isatty(fileno(stream)) == 1; }

bool may_colour(std::FILE* stream) {
  const char* refused = std::getenv("NO_COLOR");
  return is_terminal(stream) && (refused == nullptr || *refused == '\0');
}

std::string grouped_digits(std::int64_t number) {
  std::string digits = std::to_string(number);
  const std::size_t first = number < 0 ? 1 : 0;
  for (auto at = digits.size(); at > first + 3;) digits.insert(at -= 3, 1, ',');
  return digits;
}

std::string count_of(std::int64_t number, std::string_view one, std::string_view many) {
  return fmt::format("{} {}", grouped_digits(number), number == 1 ? one : many);
}

void Table::add(std::vector<std::string> cells) {
  cells.resize(columns_.size());
  rows_.push_back(std::move(cells));
}

std::string Table::text() const {
  std::vector<std::size_t> widths;
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    auto width = width_of(columns_[i].title);
    for (const auto& row : rows_) width = std::max(width, width_of(row[i]));
    widths.push_back(width);
  }
  std::string out;
  const auto append = [&](const auto& cell_of) {
    std::string line;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      const std::string& cell = cell_of(i);
      const std::string padding(widths[i] - width_of(cell), ' ');
      if (i > 0) line += "  ";
      line += columns_[i].align == Align::right ? padding + cell : cell + padding;
    }
    line.erase(line.find_last_not_of(' ') + 1);
    out += line + '\n';
  };
  append([&](std::size_t i) -> const std::string& { return columns_[i].title; });
  for (const auto& row : rows_) append([&](std::size_t i) -> const std::string& { return row[i]; });
  return out;
}

Progress::Progress(kernel::Runtime& runtime, std::string what, std::int64_t total, bool quiet)
    : runtime_(runtime),
      what_(std::move(what)),
      total_(total),
      terminal_(is_terminal(stderr)),
      quiet_(quiet),
      started_(runtime.ticks()) {
  if (terminal_) draw();
}

Progress::~Progress() { finish(); }

void Progress::advance(std::int64_t by) {
  done_ = std::min(done_ + by, total_);
  if (quiet_) return;
  if (terminal_) {
    const auto now = runtime_.ticks();
    if (now - drawn_ < redraw_every && done_ < total_) return;
    drawn_ = now;
    draw();
  } else if (total_ > 0 && done_ * 10 / total_ > tenths_) {
    tenths_ = done_ * 10 / total_;
    fmt::print(stderr, "{} {} of {} ({} %)\n", what_, grouped_digits(done_), grouped_digits(total_),
               done_ * 100 / total_);
  }
}

void Progress::draw() {
  if (quiet_) return;
  const auto left = remaining_text(runtime_.ticks() - started_, done_, total_);
  const auto percent = total_ == 0 ? 100 : done_ * 100 / total_;
  fmt::print(stderr, "\r\x1b[K{} {} of {}{}  [{}] {} %", what_, grouped_digits(done_),
             grouped_digits(total_), left, bar(done_, total_), percent);
  std::fflush(stderr);
  open_ = true;
}

void Progress::finish() {
  if (!open_) return;
  draw();
  fmt::print(stderr, "\n");
  open_ = false;
}

}  // namespace commands
