// tests: what tests/promises holds the contracts against: which failures of which messages were
// seen under which transport, and in which test.
#pragma once

#include <string_view>

#include "kernel/error.h"

namespace test {

// Written to the file that CLEAVE_PROVOKED names when the process ends; without it, nothing is.
void note_provoked(std::string_view message, kernel::Code code, std::string_view transport);

}  // namespace test
