// commands: what the checks of docs/labs look at. Each prints what it saw, for people, and returns
// an exit code: done when the lab is solved.
#pragma once

#include <string>

#include "kernel/config.h"

namespace commands {

// Lab 1: who refuses what the student wrote into a source tree.
struct Tree {
  std::string source = ".";     // the folder of README.md
  std::string build = "build";  // configured by CMake
};

// Asks the three guards: CMake while it configures, the compiler, tests/tidy. Remembers in
// `build`/lab-1.seen which refusals were seen: solved when all of them were and nothing is refused.
// Throws Error{failed_precondition} when a guard cannot be asked.
int check_boundaries(const Tree& tree);

// Lab 2: do the books of the shop with this data directory balance? It may be running.
int check_promises(const std::string& directory);

// Lab 3: puts products into a guest's cart in the running shop of this configuration, reads it, and
// counts what cart asked catalog meanwhile. Nobody else should use the shop. Throws
// Error{unavailable} when a process of it does not answer.
int check_calls(const kernel::Config& config);

}  // namespace commands
