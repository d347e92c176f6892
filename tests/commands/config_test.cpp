#include <doctest/doctest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "app_settings.h"
#include "kernel/error.h"

using kernel::Config;
using kernel::ConfigSources;

namespace {

ConfigSources file(std::string text) {
  ConfigSources sources;
  sources.name = "shop.toml";
  sources.file_text = std::move(text);
  return sources;
}

Config read(const ConfigSources& sources) { return Config(app::setting_keys(), sources); }

// What the refusal says; empty when there is none.
std::string refusal(const ConfigSources& sources) {
  try {
    read(sources);
    return {};
  } catch (const kernel::Error& error) {
    CHECK(error.code == kernel::Code::invalid_argument);
    return error.message;
  }
}

std::string text_of(const std::string& path) {
  std::ifstream in(path);
  REQUIRE_MESSAGE(in, path);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

}  // namespace

TEST_CASE("a file, then the environment, then the command line win over the defaults") {
  auto sources = file("[storage]\nqueue_max = 10\nbatch_max = 20\ndirectory = \"here\"\n");
  sources.environment = {{"CLEAVE_STORAGE_BATCH_MAX", "30"}, {"CLEAVE_STORAGE_DIRECTORY", "there"}};
  sources.set = {"storage.directory=elsewhere"};

  const auto config = read(sources);

  CHECK(config.integer("storage.queue_max") == 10);
  CHECK(config.integer("storage.batch_max") == 30);
  CHECK(config.text("storage.directory") == "elsewhere");
  CHECK(config.text("shop.currency") == "GBP");
  CHECK(config.at("storage.queue_max").where == "shop.toml:2:13");
  CHECK(config.at("storage.batch_max").where == "CLEAVE_STORAGE_BATCH_MAX");
  CHECK(config.at("shop.currency").where == "default");
}

TEST_CASE("durations and sizes are read with their units") {
  const auto config =
      read(file("[order]\nsaga_deadline = \"90 "
                "s\"\nstep_timeout=\"250ms\"\n[auth]\nargon2_memory=\"8 KiB\""));

  CHECK(config.duration("order.saga_deadline") == std::chrono::seconds(90));
  CHECK(config.duration("order.step_timeout") == std::chrono::milliseconds(250));
  CHECK(config.integer("auth.argon2_memory") == 8192);
  CHECK(kernel::duration_text(std::chrono::seconds(90)) == "90 s");
  CHECK(kernel::duration_text(std::chrono::minutes(120)) == "2 h");
  CHECK(kernel::duration_text(std::chrono::nanoseconds(0)) == "0 us");
  CHECK(kernel::size_text(19 * 1024 * 1024) == "19 MiB");
}

TEST_CASE("a list is an array in a file and a text elsewhere") {
  auto sources = file("[limits]\nproxies = [\"10.0.0.1\", \"10.0.0.2\"]\ntrusted = []\n");
  sources.environment = {{"CLEAVE_GATEWAY_CORS_ORIGINS", " https://a.example,https://b.example"}};

  const auto config = read(sources);

  using Texts = std::vector<std::string>;
  CHECK(config.list("limits.proxies") == Texts{"10.0.0.1", "10.0.0.2"});
  CHECK(config.list("limits.trusted").empty());
  CHECK(config.list("gateway.cors_origins") == Texts{"https://a.example", "https://b.example"});
  CHECK(read(file("")).list("limits.trusted") == Texts{"127.0.0.0/8", "::1", "unix"});
  CHECK(kernel::to_toml(config, "").find("proxies = [\"10.0.0.1\", \"10.0.0.2\"]\n") !=
        std::string::npos);
}

TEST_CASE("what is wrong in a file is told with its place, what was found and what is right") {
  struct Row {
    const char* text;
    const char* said;
  };
  const Row rows[] = {
      {"[gateway]\nlisen = \"http://127.0.0.1:1\"\n",
       "shop.toml:2:1: found the unknown key \"gateway.lisen\"; expected a key of the table; did "
       "you "
       "mean gateway.listen?"},
      {"[modules]\npaymnt = \"local\"\n", "did you mean modules.payment?"},
      {"[gatway]\n", "did you mean [gateway]?"},
      {"listen = 3\n", "shop.toml:1:1: found the unknown key \"listen\"; expected a section"},
      {"[runtime]\nloops = \"4\"\n",
       "shop.toml:2:9: found the text \"4\" for runtime.loops; expected a number of threads, 0 to "
       "64"},
      {"[runtime]\nloops = 65\n", "shop.toml:2:9: runtime.loops: found 65; expected"},
      {"[gateway]\nlisten = 8080\n", "shop.toml:2:10: found the number 8080 for gateway.listen"},
      {"[gateway]\nlisten = \"ftp://x\"\n", "found \"ftp://x\"; expected \"http://host:port\""},
      {"[gateway]\nlisten = \"http://x:99999\"\n", "expected a port from 0 to 65535"},
      {"[modules]\ncart = \"remote\"\n", "expected \"local\", \"serialized\" or a URL"},
      {"[order]\nsaga_deadline = \"5\"\n", "found \"5\"; expected a duration such as \"5 min\""},
      {"[order]\nsaga_deadline = \"99 d\"\n", "1 s to 24 h"},
      {"[log]\nlevel = \"loud\"\n",
       "found \"loud\"; expected one of \"debug\", \"info\", \"warning\", \"error\", \"off\""},
      {"[notification]\nsmtp_starttls = \"yes\"\n", "expected true or false"},
      {"[limits]\nproxies = [1]\n",
       "shop.toml:2:11: found a list for limits.proxies; expected a list of addresses or networks"},
      {"[limits]\nproxies = 1\n", "expected a list of addresses or networks"},
      {"[log]\nlevel = [\"info\"]\n", "found a list for log.level; expected one of"},
      {"[gateway\n", "shop.toml:1:"},
      {"[log]\nlevel = \"info\"\nlevel = \"off\"\n", "shop.toml:3:9: found what is no TOML"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.text);
    const auto said = refusal(file(row.text));
    CHECK_MESSAGE(said.find(row.said) != said.npos, said);
  }
}

TEST_CASE("all faults are told at once, a line each") {
  auto sources = file("[log]\nlevel = 3\n[gateway]\nport = 80\n");
  sources.set = {"storage.batch_max=0", "nonsense"};

  const auto said = refusal(sources);

  CHECK(std::count(said.begin(), said.end(), '\n') == 3);
  CHECK(said.find("--set storage.batch_max=0: storage.batch_max: found 0") != said.npos);
  CHECK(said.find("--set nonsense: found no \"=\"") != said.npos);
}

TEST_CASE("an unknown variable that begins with CLEAVE_ is warned about and not refused") {
  ConfigSources sources;
  sources.environment = {{"CLEAVE_MODULE_CART", "local"}, {"CLEAVE_OTHER", "1"}};
  sources.other_variables = {"CLEAVE_OTHER"};

  const auto config = read(sources);

  REQUIRE(config.warnings().size() == 1);
  CHECK(config.warnings()[0] ==
        "CLEAVE_MODULE_CART in the environment is no setting; did you mean CLEAVE_MODULES_CART?");
}

TEST_CASE("a wrong value in the environment is refused under the variable's name") {
  ConfigSources sources;
  sources.environment = {{"CLEAVE_RUNTIME_LOOPS", "many"}};

  CHECK(refusal(sources).starts_with("CLEAVE_RUNTIME_LOOPS: runtime.loops: found many; expected"));
}

TEST_CASE("bytes that no file could hold are refused") {
  ConfigSources sources;
  sources.environment = {{"CLEAVE_NOTIFICATION_SENDER_NAME", "M\xfcller"}};
  CHECK(refusal(sources) ==
        "CLEAVE_NOTIFICATION_SENDER_NAME: notification.sender_name: "
        "found bytes that are no UTF-8; expected text in quotes");
}

TEST_CASE("what is written as a file is read as the same") {
  ConfigSources sources;
  sources.set = {"notification.sender_name=\x01 \t\n\x1f \x7f \"\\ M\xc3\xbcller"};
  const auto config = read(sources);
  const auto again = read(file(kernel::to_toml(config, "a shop")));
  CHECK(again.text("notification.sender_name") == config.text("notification.sender_name"));
}

TEST_CASE("every key has a reason, a section, and a default within its bounds") {
  for (const auto& key : app::setting_keys()) {
    CAPTURE(key.path);
    CHECK(key.path.find('.') != key.path.npos);
    CHECK(key.reason.size() > 8);
    ConfigSources sources;
    sources.set = {key.path + "=" + key.fallback};
    CHECK(refusal(sources) == "");
  }
}

TEST_CASE(
    "config/*.toml hold every key with its default and its reason, and the built-in layouts") {
  const char* source = std::getenv("CLEAVE_SOURCE");
  REQUIRE(source != nullptr);
  for (const auto& layout : app::built_in_layouts()) {
    if (layout.name == "serialized" || layout.name == "split-unix") continue;  // by name only
    const std::string path = std::string(source) + "/config/" + std::string(layout.name) + ".toml";
    ConfigSources sources;
    sources.name = std::string(layout.name);
    sources.built_in = layout.settings("data");

    const auto expected =
        kernel::to_toml(read(sources), app::file_title(std::string(layout.title)));

    CHECK_MESSAGE(text_of(path) == expected, path,
                  " is stale; write it anew with cleave layout "
                  "--config ",
                  layout.name, " --format toml");
    auto from_file = file(text_of(path));
    CHECK(refusal(from_file) == "");
  }
}

TEST_CASE("certificate and key belong to https, which nobody serves without them") {
  const std::string https = "gateway.listen=https://0.0.0.0:443";
  struct Row {
    std::vector<std::string> sets;
    const char* said;  // empty: nothing
  };
  const Row rows[] = {
      {{https, "tls.certificate=c", "tls.key=k", "tls.redirect_from=http://0.0.0.0:80"}, ""},
      {{https, "tls.certificate=c", "tls.key=k", "tls.hsts=0 s"}, ""},
      {{https},
       "tls.certificate: found nothing; expected the path of a PEM file, since gateway.listen is "
       "https://0.0.0.0:443\ntls.key: found nothing"},
      {{https, "tls.certificate=c"}, "tls.key: found nothing"},
      {{"tls.certificate=c", "tls.key=k"},
       "--set tls.certificate=c: tls.certificate: found c, but gateway.listen is "
       "http://127.0.0.1:8080; expected an https:// there"},
      {{"tls.redirect_from=http://0.0.0.0:80"}, "which is no https to send anybody to"},
      {{https, "tls.certificate=c", "tls.key=k", "tls.redirect_from=https://0.0.0.0:80"},
       "tls.redirect_from: found https://0.0.0.0:80; expected http://host:port"},
      {{https, "tls.certificate=c", "tls.key=k", "tls.redirect_from=unix:a"},
       "tls.redirect_from: found unix:a; expected http://host:port"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.said);
    std::string said;
    try {
      app::load_config("monolith", row.sets);
    } catch (const kernel::Error& error) {
      said = error.message;
    }
    const std::string_view expected = row.said;
    CHECK_MESSAGE((expected.empty() ? said.empty() : said.find(expected) != said.npos), said);
  }
}
