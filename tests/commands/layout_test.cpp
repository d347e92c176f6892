#include <doctest/doctest.h>

#include "app_settings.h"
#include "commands/layout_view.h"
#include "kernel/error.h"
#include "module_graph.h"

using kernel::Layout;
using kernel::Place;

namespace {

kernel::Config config_of(const std::string& name, std::vector<std::string> sets = {}) {
  return app::load_config(name, sets);
}

Layout layout_of(const std::string& name, std::vector<std::string> sets = {}) {
  return app::load_layout(config_of(name, std::move(sets)));
}

std::string refusal(const std::string& name, std::vector<std::string> sets,
                    std::vector<std::string> only = {}) {
  try {
    layout_of(name, std::move(sets)).process(only);
    return {};
  } catch (const kernel::Error& error) {
    CHECK(error.code == kernel::Code::invalid_argument);
    return error.message;
  }
}

}  // namespace

TEST_CASE("the monolith is one process that hosts everything and needs no internal listener") {
  const auto processes = layout_of("monolith").processes();

  REQUIRE(processes.size() == 1);
  CHECK(processes[0].gateway);
  CHECK(processes[0].modules == app::module_names());
  CHECK(processes[0].listeners.empty());
}

TEST_CASE("split has a process for every module, and the gateway's comes last") {
  const auto processes = layout_of("split").processes();

  REQUIRE(processes.size() == app::module_names().size() + 1);
  CHECK(processes.back().gateway);
  CHECK(processes.back().modules.empty());
  CHECK(processes.back().listeners.empty());
  for (const auto& place : processes.back().places) CHECK(place.second.kind == Place::Kind::remote);
}

TEST_CASE("modules with one URL share a process and call each other there") {
  const auto layout = layout_of("grouped");

  const auto process = layout.process(std::vector<std::string>{"order", "cart"});

  CHECK(process.name == "cart+order");
  CHECK(process.listeners == std::vector<std::string>{"http://127.0.0.1:8103"});
  CHECK(process.places.at("cart").kind == Place::Kind::local);
  CHECK(process.places.at("order").kind == Place::Kind::local);
  CHECK(process.places.at("payment").kind == Place::Kind::remote);
}

TEST_CASE("a module elsewhere reaches those that live with the gateway at its internal socket") {
  const auto layout =
      layout_of("monolith", {"modules.notification=http://127.0.0.1:9", "storage.directory=d"});

  const auto notification = layout.process(std::vector<std::string>{"notification"});
  const auto gateway = layout.process({});

  CHECK(notification.places.at("order").url == "unix:d/gateway.sock");
  CHECK(gateway.listeners == std::vector<std::string>{"unix:d/gateway.sock"});
  CHECK(gateway.places.at("notification").url == "http://127.0.0.1:9");
  CHECK(gateway.places.at("order").kind == Place::Kind::local);
}

TEST_CASE("a layout that cannot be is refused with what would be right") {
  struct Row {
    const char* name;
    std::vector<std::string> sets, only;
    const char* said;
  };
  const Row rows[] = {
      {"split",
       {"gateway.listen=http://localhost:8103"},
       {},
       "modules.cart: found gateway.listen's "
       "own address http://localhost:8103; expected another one"},
      {"split",
       {"modules.cart=http://10.0.0.5:8103"},
       {},
       "found the host 10.0.0.5; expected "
       "127.0.0.1, [::1] or a unix: socket: processes believe each other on this machine only, and "
       "what they send each other is not encrypted"},
      {"split",
       {"modules.cart=https://127.0.0.1:8103"},
       {},
       "modules.cart: found https://; expected http:// or unix: on this machine"},
      {"monolith",
       {"gateway.internal=https://127.0.0.1:1"},
       {},
       "gateway.internal: found https://; expected http://"},
      {"monolith",
       {"gateway.internal=http://[2001:db8::1]:1"},
       {},
       "gateway.internal: found the host 2001:db8::1; expected 127.0.0.1"},
      {"split", {"modules.cart=http://127.0.0.1:0"}, {}, "found port 0"},
      {"monolith",
       {"modules.cart=unix:data/gateway.sock"},
       {},
       "found gateway.internal's own address"},
      {"monolith",
       {"gateway.internal=http://0.0.0.0:1"},
       {},
       "gateway.internal: found the host 0.0.0.0"},
      {"monolith", {"storage.directory=" + std::string(120, 'x')}, {}, "at most 107 bytes"},
      {"split", {}, {"cat"}, "--only: found the unknown module \"cat\"; expected some of"},
      {"split", {}, {"chart"}, "(did you mean cart?)"},
      {"monolith", {}, {"cart"}, "found cart, which is \"local\" and so lives with the gateway"},
      {"serialized", {}, {"cart"}, "which is \"serialized\""},
      {"grouped",
       {},
       {"cart"},
       "found cart without order, which shares its process at "
       "http://127.0.0.1:8103; expected --only cart,order"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.said);
    const auto said = refusal(row.name, row.sets, row.only);
    CHECK_MESSAGE(said.find(row.said) != said.npos, said);
  }
}

TEST_CASE("every built-in layout can be and names every module") {
  for (const auto& built_in : app::built_in_layouts()) {
    CAPTURE(built_in.name);
    const auto layout = layout_of(std::string(built_in.name));
    CHECK(layout.modules().size() == build::kernel_module_graph.size());
    if (built_in.name == "split-unix")
      for (const auto& module : layout.modules())
        CHECK(layout.place(module).url == "unix:data/" + module + ".sock");
  }
}

TEST_CASE("the views of a layout tell what crosses a process boundary") {
  const auto view = commands::make_view("grouped", layout_of("grouped"));

  CHECK(commands::to_mermaid(view).find("order --> cart") != std::string::npos);
  CHECK(commands::to_mermaid(view).find("order -.-> payment") != std::string::npos);
  CHECK(commands::to_json(view).find(R"({"from":"order","to":"cart","crosses":false})") !=
        std::string::npos);
  CHECK(commands::to_text(view).find("catalog* cart payment*") != std::string::npos);
  CHECK(commands::to_svg(view).starts_with("<svg "));
}

TEST_CASE("an edge that is only allowed, or only registered, is a difference") {
  const commands::GraphEdges allowed{{"cart", "catalog"}, {"order", "cart"}};

  CHECK(commands::compare_graph(allowed, {{"cart", "catalog.GetProducts"}},
                                {{"order", "cart.CartMerged"}})
            .empty());
  CHECK(commands::compare_graph(allowed, {{"cart", "catalog.GetProducts"}}, {}) ==
        std::vector<std::string>{
            "order USES cart, but registers no call to cart and listens to none of its events"});
  const auto more = commands::compare_graph(
      allowed, {{"cart", "catalog.GetProducts"}, {"order", "cart.GetCart"}, {"cart", "auth.GetMe"}},
      {});
  CHECK(more == std::vector<std::string>{"cart calls auth.GetMe, but src/modules/CMakeLists.txt "
                                         "does not let cart use auth"});
}

TEST_CASE("the graph that the build allows is the graph that the modules register") {
  std::string summary;
  CHECK(commands::graph_differences(summary) == std::vector<std::string>{});
  CHECK(summary.find("subscriptions") != summary.npos);
}
