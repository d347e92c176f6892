// commands: what people see: aligned columns, and one line of progress.
#pragma once

#include <cstdint>
#include <cstdio>
#include <string>
#include <string_view>
#include <vector>

#include "kernel/runtime.h"

namespace commands {

bool is_terminal(std::FILE* stream);

// Colour is for terminals, and not with NO_COLOR.
bool may_colour(std::FILE* stream);

// "9,508".
std::string grouped_digits(std::int64_t number);

// "1 order", "2 orders".
std::string count_of(std::int64_t number, std::string_view one, std::string_view many);

// Columns under their headers, two spaces apart; numbers to the right.
class Table {
 public:
  enum class Align { left, right };
  struct Column {
    std::string title;
    Align align = Align::left;
  };
  explicit Table(std::vector<Column> columns) : columns_(std::move(columns)) {}
  void add(std::vector<std::string> cells);
  std::string text() const;

 private:
  std::vector<Column> columns_;
  std::vector<std::vector<std::string>> rows_;
};

// Progress of long work on stderr: a line rewritten in place on a terminal, a plain line at each
// tenth otherwise; nothing when `quiet`.
class Progress {
 public:
  Progress(kernel::Runtime& runtime, std::string what, std::int64_t total, bool quiet);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  void advance(std::int64_t by = 1);
  // Ends the line, so that other text may follow.
  void finish();

 private:
  void draw();

  kernel::Runtime& runtime_;
  const std::string what_;
  const std::int64_t total_;
  const bool terminal_;
  const bool quiet_;
  const kernel::Ticks started_;
  kernel::Ticks drawn_{};
  std::int64_t done_ = 0;
  std::int64_t tenths_ = 0;
  bool open_ = false;  // a line on the terminal is not ended
};

}  // namespace commands
