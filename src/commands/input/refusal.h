// commands/input: a row that could not be read, and why. The rows around it are not affected.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace commands {

struct Refusal {
  std::int64_t line = 0;  // 1-based line of the file on which the row starts
  std::string reason;     // a phrase for people, without a full stop
  std::string text;       // the row's beginning as it stands in the file, made printable
};

using Refusals = std::vector<Refusal>;

}  // namespace commands
