// The facts of the modules that are compiled in agree with the sources.
#include "lab/report/module_facts.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "app_settings.h"

namespace lab {
namespace {

namespace fs = std::filesystem;

int lines_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return static_cast<int>(
      std::count(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>(), '\n'));
}

int lines_below(const fs::path& folder) {
  int lines = 0;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    const auto ending = entry.path().extension();
    if (ending == ".cpp" || ending == ".h" || ending == ".sql") lines += lines_of(entry.path());
  }
  return lines;
}

const ModuleFacts& facts_of(const std::vector<ModuleFacts>& all, std::string_view module) {
  return *std::find_if(all.begin(), all.end(),
                       [&](const auto& facts) { return facts.module == module; });
}

TEST_CASE("each module has as many lines as its folder, and its contract as many as its own") {
  const char* const source = std::getenv("CLEAVE_SOURCE");
  REQUIRE(source != nullptr);
  const auto all = module_facts();

  REQUIRE(all.size() == app::module_names().size());
  for (const auto& facts : all) {
    CAPTURE(facts.module);
    const auto folder = fs::path(source) / "src/modules" / facts.module;
    CHECK(facts.lines == lines_below(folder));
    CHECK(facts.contract_lines == lines_below(folder / "contract"));
    CHECK(facts.contract_lines < facts.lines);
  }
}

TEST_CASE("messages and events are those of the contracts") {
  const auto all = module_facts();

  for (const auto& facts : all) {
    CAPTURE(facts.module);
    CHECK(facts.messages > 0);
  }
  CHECK(facts_of(all, "order").events > 0);
  CHECK(facts_of(all, "cart").events == 0);
}

TEST_CASE("who is used by a module uses it back in no case, and the other list is the inverse") {
  const auto all = module_facts();

  int edges = 0;
  for (const auto& facts : all) {
    for (const auto& used : facts.uses) {
      const auto& back = facts_of(all, used).used_by;
      CHECK(std::count(back.begin(), back.end(), facts.module) == 1);
      ++edges;
    }
    edges -= static_cast<int>(facts.used_by.size());
  }
  CHECK(edges == 0);
  CHECK(facts_of(all, "order").uses == std::vector<std::string>{"catalog", "cart", "payment"});
}

}  // namespace
}  // namespace lab
