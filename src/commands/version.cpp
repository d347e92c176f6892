// cleave version: what this is and what it was built with.
#include "version.h"

#include <fmt/format.h>
#include <sodium.h>
#include <sqlite3.h>

#include <boost/json.hpp>
#include <boost/version.hpp>

#include "commands/all.h"

namespace commands {
namespace {

struct VersionOptions {
  bool json = false;
};

std::string boost_version() {
  return fmt::format("{}.{}.{}", BOOST_VERSION / 100'000, BOOST_VERSION / 100 % 1000,
                     BOOST_VERSION % 100);
}

int print_version(const VersionOptions& options) {
  const std::vector<std::pair<std::string, std::string>> libraries = {
      {"boost", boost_version()},
      {"sqlite", sqlite3_libversion()},
      {"libsodium", sodium_version_string()},
  };
  if (options.json) {
    boost::json::object used;
    for (const auto& [name, version] : libraries) used[name] = version;
    const boost::json::object object{{"version", build::version},
                                     {"compiler", build::compiler},
                                     {"build", build::type},
                                     {"libraries", used}};
    fmt::print("{}\n", boost::json::serialize(object));
    return done;
  }
  fmt::print("cleave {}\n{} · {}\n", build::version, build::compiler, build::type);
  for (const auto& [name, version] : libraries) fmt::print("{} {}\n", name, version);
  return done;
}

}  // namespace

void add_version(CommandLine& line) {
  const auto options = std::make_shared<VersionOptions>();
  auto& command = line.add("version", "What this is and what it was built with",
                           [options] { return print_version(*options); });
  command.add_flag("--json", options->json, "one JSON object");
}

}  // namespace commands
