#include "fuzz.h"

#include <cstdio>
#include <cstdlib>

namespace fuzz {

void found(std::string_view what, std::string_view about) {
  std::fprintf(stderr, "fuzz: %.*s: %.*s\n", static_cast<int>(what.size()), what.data(),
               static_cast<int>(about.size()), about.data());
  std::abort();
}

}  // namespace fuzz
