// Lab 1: asks the guards of the boundaries about a source tree, and remembers what they refused.
#include <fmt/format.h>
#include <sys/wait.h>

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <set>
#include <sstream>
#include <string_view>

#include "app_settings.h"
#include "commands/lab.h"
#include "kernel/error.h"

namespace commands {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;
using kernel::Code;
using kernel::Error;

constexpr std::string_view unit = "src/modules/cart/cart_module.cpp";
constexpr std::string_view owner = "cart";

// What is to be seen, in the order of the lab.
constexpr std::string_view refusals[] = {
    "compiler: the inside of another module", "compiler: a contract that is not in USES",
    "CMake: a cycle in USES", "tests/tidy: a path that climbs out of the module"};
enum Refusal { inside, not_used, cycle, climbing };

struct Said {
  bool good = false;
  std::string text;
};

Said run(const std::string& command) {
  std::FILE* const pipe = ::popen((command + " 2>&1").c_str(), "r");
  if (pipe == nullptr) throw Error(Code::failed_precondition, "cannot start: " + command);
  Said said;
  std::array<char, 4096> buffer;
  while (const auto size = std::fread(buffer.data(), 1, buffer.size(), pipe))
    said.text.append(buffer.data(), size);
  const int status = ::pclose(pipe);
  said.good = WIFEXITED(status) && WEXITSTATUS(status) == 0;
  return said;
}

std::string shell_word(const fs::path& path) {
  std::string text = "'";
  for (const char c : path.string()) text += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return text + "'";
}

// The first line that has one of `marks` in it; the first one of all when there is none.
std::string line_with(const std::string& text, std::initializer_list<std::string_view> marks) {
  std::istringstream lines(text);
  std::string first;
  for (std::string line; std::getline(lines, line);) {
    line.erase(0, line.find_first_not_of(' '));
    if (std::ranges::any_of(marks, [&](auto mark) { return line.find(mark) != line.npos; }))
      return line;
    if (first.empty()) first = line;
  }
  return first;
}

struct Verdict {
  std::string guard;
  Said said;
  std::string line;  // that says why
  std::optional<Refusal> refusal;
};

Verdict ask_cmake(const Tree& tree) {
  Verdict verdict{
      "CMake",
      run(fmt::format("cmake -S {} -B {}", shell_word(tree.source), shell_word(tree.build))),
      {},
      {}};
  if (verdict.said.good) return verdict;
  verdict.line = line_with(verdict.said.text, {" USES "});
  if (verdict.line.find(" USES ") != verdict.line.npos) verdict.refusal = cycle;
  return verdict;
}

// As the build compiles it, but nothing is written.
std::string command_of_unit(const Tree& tree) {
  const auto file = fs::path(tree.build) / "compile_commands.json";
  std::ifstream in(file);
  const std::string text(std::istreambuf_iterator<char>(in), {});
  boost::system::error_code error;
  const auto commands = json::parse(text, error);
  if (!error && commands.is_array())
    for (const auto& entry : commands.as_array()) {
      const std::string_view named = entry.at("file").as_string();
      if (named.ends_with(fmt::format("/{}", unit)))
        return fmt::format("cd {} && {} -fsyntax-only",
                           shell_word(std::string(entry.at("directory").as_string())),
                           std::string_view(entry.at("command").as_string()));
    }
  throw Error(Code::failed_precondition,
              fmt::format("{} says nothing about {}; name the source tree with --source and its "
                          "build with --build",
                          file.string(), unit));
}

// "x.h" out of "fatal error: x.h: No such file or directory" or "fatal error: 'x.h' file not
// found".
std::string missing_header(const std::string& line) {
  constexpr std::string_view mark = "fatal error: ";
  const auto found = line.find(mark);
  if (found == line.npos) return {};
  auto rest = line.substr(found + mark.size());
  if (rest.starts_with('\'')) rest.erase(0, 1);
  return rest.substr(0, rest.find_first_of(":'"));
}

// Whose header it is that the compiler did not find, and which part of that module.
std::optional<Refusal> refusal_of(const Tree& tree, const std::string& header) {
  if (header.empty()) return std::nullopt;
  for (const auto& module : app::module_names()) {
    if (module == owner) continue;
    const auto folder = fs::path(tree.source) / "src/modules" / module;
    if (fs::exists(folder / "contract" / header)) return not_used;
    if (fs::exists(folder / header)) return inside;
  }
  return std::nullopt;
}

Verdict ask_compiler(const Tree& tree) {
  Verdict verdict{"compiler", run(command_of_unit(tree)), {}, {}};
  if (verdict.said.good) return verdict;
  verdict.line = line_with(verdict.said.text, {"fatal error:", "error:"});
  verdict.refusal = refusal_of(tree, missing_header(verdict.line));
  return verdict;
}

Verdict ask_tidy(const Tree& tree) {
  const auto script = fs::path(tree.source) / "tests/tidy/tidy.py";
  Verdict verdict{"tests/tidy",
                  run(fmt::format("python3 -B {} {}", shell_word(script), shell_word(tree.source))),
                  {},
                  {}};
  if (verdict.said.good) return verdict;
  verdict.line = line_with(verdict.said.text, {"climbing_include"});
  if (verdict.line.find("climbing_include") != verdict.line.npos) verdict.refusal = climbing;
  return verdict;
}

// Which refusals were ever seen in this build folder, one a line.
class Sightings {
 public:
  explicit Sightings(const Tree& tree) : file_(fs::path(tree.build) / "lab-1.seen") {
    std::ifstream in(file_);
    for (std::string line; std::getline(in, line);) seen_.insert(line);
  }
  void add(std::string_view what) {
    if (!seen_.insert(std::string(what)).second) return;
    std::ofstream(file_, std::ios::app) << what << '\n';
  }
  bool has(std::string_view what) const { return seen_.contains(std::string(what)); }

 private:
  const fs::path file_;
  std::set<std::string, std::less<>> seen_;
};

void tell(const Verdict& verdict) {
  fmt::print("{:<12}{}\n", verdict.guard, verdict.said.good ? "content" : "refuses");
  if (!verdict.said.good) fmt::print("{:<12}{}\n", "", verdict.line);
}

}  // namespace

int check_boundaries(const Tree& tree) {
  if (!fs::exists(fs::path(tree.source) / unit))
    throw Error(
        Code::failed_precondition,
        fmt::format("there is no {} in {}; name the source tree with --source", unit, tree.source));
  Sightings sightings(tree);
  bool refused = false;
  for (const auto ask : {&ask_cmake, &ask_compiler, &ask_tidy}) {
    const auto verdict = ask(tree);
    tell(verdict);
    if (verdict.refusal) sightings.add(refusals[*verdict.refusal]);
    refused = refused || !verdict.said.good;
    // What was not configured is not compiled as it stands there.
    if (refused && verdict.guard == "CMake") break;
  }
  fmt::print("\n");
  bool all = true;
  for (const auto refusal : refusals) {
    const bool seen = sightings.has(refusal);
    fmt::print("{:<12}{}\n", seen ? "seen" : "not yet", refusal);
    all = all && seen;
  }
  if (all && refused) fmt::print("\nAll seen. Now repair it: nothing may be refused.\n");
  if (all && !refused) fmt::print("\nLab 1 is solved.\n");
  return all && !refused ? 0 : 1;
}

}  // namespace commands
