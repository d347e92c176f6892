// reliability: one run: its loop, its directory, its progress, Ctrl-C and its end.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "lab/arms/seeding.h"
#include "lab/lab.h"
#include "report.h"

namespace reliability {

struct SessionOptions {
  std::string directory;            // on whose disk; empty: the system's for temporary files
  std::optional<std::string> json;  // a file; empty: stdout, and nothing else there
};

class Session {
 public:
  explicit Session(SessionOptions options);
  ~Session();  // ends what still runs, and removes its directory
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  lab::Lab& lab() noexcept;

  // Carries `task` out; once. Throws what it throws.
  void run(kernel::Task<> task);

  // Tells the report; the exit code.
  int finish(const Report& report);

  // A line on stderr, with the time since the beginning.
  void says(std::string_view line);

 private:
  struct Core;
  std::unique_ptr<Core> core_;
};

// The server on one core, the generator and this process on another. Throws
// Error{failed_precondition} where there is one only.
void pin_apart(lab::Lab& lab);

// Sleeps, but hears of a Ctrl-C: then it throws as Lab::go_on.
kernel::Task<> rest(lab::Lab& lab, kernel::Ticks duration);

kernel::Ticks ticks_of(double seconds);
double seconds_of(kernel::Ticks duration);

// Shops that never sell out under load.
kernel::Task<lab::SeededShop> seed(Session& session, int customers);

}  // namespace reliability
