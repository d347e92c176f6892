// The layouts that are built in by name. config/*.toml hold the same, with every key explained.
#include <fmt/format.h>

#include <cstdlib>

#include "app_settings.h"

namespace app {
namespace {

using kernel::Assignment;

constexpr int first_port = 8101;

// DESIGN's ports: those of the checkout stand in the order of its steps.
const std::vector<std::string> by_port = {"auth",  "catalog", "cart",
                                          "order", "payment", "notification"};

std::string tcp_url(std::size_t index) {
  return fmt::format("http://127.0.0.1:{}", first_port + static_cast<int>(index));
}

std::vector<Assignment> each_module(std::string_view where) {
  std::vector<Assignment> settings;
  for (const auto& module : by_port) settings.emplace_back("modules." + module, where);
  return settings;
}

std::vector<Assignment> monolith(const std::string&) { return {}; }  // the defaults

std::vector<Assignment> serialized(const std::string&) { return each_module("serialized"); }

std::vector<Assignment> split(const std::string&) {
  std::vector<Assignment> settings;
  for (std::size_t i = 0; i < by_port.size(); ++i)
    settings.emplace_back("modules." + by_port[i], tcp_url(i));
  return settings;
}

std::vector<Assignment> split_unix(const std::string& directory) {
  std::vector<Assignment> settings;
  for (const auto& module : by_port)
    settings.emplace_back("modules." + module, fmt::format("unix:{}/{}.sock", directory, module));
  return settings;
}

std::vector<Assignment> grouped(const std::string& directory) {
  auto settings = split(directory);
  const auto url_of = [&](std::string_view module) -> std::string& {
    for (auto& [path, text] : settings)
      if (path == fmt::format("modules.{}", module)) return text;
    std::abort();
  };
  url_of("order") = url_of("cart");
  url_of("notification") = url_of("payment");
  return settings;
}

}  // namespace

const std::vector<BuiltInLayout>& built_in_layouts() {
  static const std::vector<BuiltInLayout> layouts = {
      {"monolith", "One process: the gateway and every module, which call each other directly.",
       monolith},
      {"serialized",
       "One process, in which messages are encoded and decoded as if they travelled: what the "
       "codec "
       "costs, without the network.",
       serialized},
      {"split-unix",
       "A process for every module and one for the gateway, talking over Unix sockets.",
       split_unix},
      {"split", "A process for every module and one for the gateway, talking HTTP over TCP.",
       split},
      {"grouped",
       "Four processes and the gateway's: order lives with cart, notification with payment.",
       grouped},
  };
  return layouts;
}

std::string file_title(const std::string& title) {
  return title +
         "\n\nEvery key stands here; what is left out has its default. Any of them can be "
         "overridden "
         "by the environment (CLEAVE_STORAGE_DIRECTORY=…) and, stronger, by --set "
         "storage.directory=….\nDurations: 250 ms, 10 s, 15 min, 12 h, 30 d. Sizes: 64 KiB, 19 "
         "MiB.";
}

}  // namespace app
