// commands: the rows that a file's reader refused, told to people.
#pragma once

#include <string>

#include "commands/input/refusal.h"

namespace commands {

// Writes line, reason and beginning of each refused row to `path` (csv); "" means
// `<name of input>.refused.csv` in the working directory. Returns the path; writes nothing and
// returns "" when none was refused. Throws Error{failed_precondition} when it cannot.
std::string write_refusals(const Refusals& refusals, const std::string& input,
                           const std::string& path);

// "  line 12: quantity "x" is no number", the first few, and where the rest stands.
std::string refusals_text(const Refusals& refusals, const std::string& path);

}  // namespace commands
