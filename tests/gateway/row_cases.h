// A request for each row of the table, and the message that it makes.
#pragma once

#include <string>
#include <vector>

#include "front.h"

namespace test {

struct Case {
  Ask ask;
  int status;
  std::string message;
  std::string sent;  // JSON
};

std::vector<Case> row_cases();

}  // namespace test
