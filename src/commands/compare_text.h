// commands: a comparison's outcome on the terminal.
#pragma once

#include <string>

#include "lab/report/report.h"

namespace commands {

// The summary, a column per arm, and whether to believe it.
std::string compare_text(const lab::Report& report);

}  // namespace commands
