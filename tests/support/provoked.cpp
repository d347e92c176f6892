#include "support/provoked.h"

#include <doctest/doctest.h>

#include <cstdlib>
#include <fstream>
#include <set>
#include <string>

namespace test {

namespace {

struct Provoked {
  std::set<std::string> lines;

  Provoked() = default;
  Provoked(const Provoked&) = delete;
  Provoked& operator=(const Provoked&) = delete;
  ~Provoked() {
    const char* path = std::getenv("CLEAVE_PROVOKED");
    if (path == nullptr) return;
    std::ofstream file(path, std::ios::trunc);
    for (const auto& line : lines) file << line << '\n';
  }
};

}  // namespace

void note_provoked(std::string_view message, kernel::Code code, std::string_view transport) {
  static Provoked provoked;
  const auto* test = doctest::getContextOptions()->currentTest;
  std::string line(message);
  for (const std::string_view word : {kernel::code_name(code), transport}) {
    line += ' ';
    line += word;
  }
  line += ' ';
  line += test->m_file.c_str();
  line += ':' + std::to_string(test->m_line);
  provoked.lines.insert(line);
}

}  // namespace test
