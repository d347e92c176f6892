// commands: what `cleave doctor` looks at.
#pragma once

#include <string>
#include <vector>

#include "kernel/layout.h"

namespace commands {

struct Finding {
  enum class Grade { good, note, bad };
  Grade grade = Grade::good;
  std::string what;
  std::string advice = {};  // what to do; for notes and bad ones
};

// Is each listener's address free, or is a Cleave answering there?
std::vector<Finding> check_listeners(const kernel::Layout& layout);

// Directory, room, databases, their locks and versions. Changes nothing.
std::vector<Finding> check_storage(const kernel::Config& config);

// Password hashing, mail, cores, open files.
std::vector<Finding> check_machine(const kernel::Config& config);

}  // namespace commands
