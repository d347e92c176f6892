// lab: what a team would own with each module: its size, its contract, and whom a change touches.
// From the source and the build, not measured.
#pragma once

#include <vector>

#include "lab/report/report.h"

namespace lab {

// In dependency order. `lines`: of every .cpp, .h and .sql in the module's folder, `contract_lines`
// among them; counted when this executable was built.
std::vector<ModuleFacts> module_facts();

}  // namespace lab
