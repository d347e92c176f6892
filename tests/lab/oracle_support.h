// What tests of the oracle share: arms that were asked the script.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "lab/oracle/oracle.h"
#include "lab_support.h"

namespace lab::test {

struct Asked {
  std::vector<OracleAnswer> answers;
  std::vector<std::string> rows;  // in the end
  double seconds = 0;
};

// Runs a fresh copy of the small shop in `layout` and asks it the script. `directory` is made;
// `prepare` may change what lies there before anybody serves it.
Asked ask_layout(const std::string& layout, const std::string& directory,
                 const std::vector<std::string>& sets = {},
                 const std::function<void(const std::string& directory)>& prepare = {});

// A monolith that was asked once, and its stopped directory.
const Asked& undisturbed();
const std::string& undisturbed_directory();

}  // namespace lab::test
