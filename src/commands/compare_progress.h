// commands: how far a comparison is: one line that is rewritten on a terminal, plain lines
// otherwise.
#pragma once

#include <string>

#include "lab/lab.h"

namespace commands {

class CompareProgress final : public lab::Watcher {
 public:
  CompareProgress(kernel::Runtime& runtime, bool quiet);
  ~CompareProgress() override;

  // `headline`: "seed 7 · 4 layouts × 10 rounds, ABBA · 2 cores".
  void expect(std::string headline, double seconds) {
    headline_ = std::move(headline);
    total_s_ = seconds;
  }
  void begins(std::string_view what, kernel::Ticks expected) override;
  // Ends the line, so that other text may follow.
  void finish();

 private:
  double left_s() const;
  void draw(std::string_view what);

  kernel::Runtime& runtime_;
  std::string headline_;
  const bool quiet_;
  const bool terminal_;
  const kernel::Ticks started_;
  double total_s_ = 0;     // expected of all parts
  double finished_s_ = 0;  // expected of those that ended
  double current_s_ = 0;   // of the one that runs
  int tenths_ = -1;
  bool open_ = false;
};

}  // namespace commands
