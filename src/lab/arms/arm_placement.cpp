#include "lab/arms/arm_placement.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <filesystem>
#include <map>

#include "app_settings.h"
#include "kernel/error.h"
#include "lab/arms/seeding.h"

namespace lab {
namespace {

constexpr std::string_view unix_scheme = "unix:";

bool is_tcp(std::string_view url) { return url.starts_with("http://"); }

class Placing {
 public:
  Placing(const ArmPlan& plan, const std::string& directory, Ports& ports)
      : plan_(plan), directory_(directory), ports_(ports), layout_(load()) {}

  Placement place() {
    choose_internal();
    for (const auto& process : layout_.processes()) choose_url(process);
    for (const auto& process : layout_.processes()) placement_.processes.push_back(placed(process));
    return std::move(placement_);
  }

 private:
  kernel::Layout load() {
    for (const auto& [key, value] : common_settings()) set(key, value);
    set("storage.directory", directory_);
    set("notification.directory", "");
    for (const auto& text : plan_.sets) sets_.push_back(text);
    const auto config = app::load_config(plan_.layout, sets_);
    internal_ = config.text("gateway.internal");
    return app::load_layout(config);
  }

  void set(std::string_view key, std::string_view value) {
    sets_.push_back(fmt::format("{}={}", key, value));
  }

  bool sets_key(std::string_view key) const {
    return std::any_of(plan_.sets.begin(), plan_.sets.end(), [&](const std::string& text) {
      return text.starts_with(fmt::format("{}=", key));
    });
  }

  // Where the modules that live with the gateway are reached, if any is needed.
  void choose_internal() {
    placement_.url = sets_key("gateway.listen") ? layout_.gateway_listen() : ports_.take_url();
    if (placement_.url.starts_with("https://"))
      throw kernel::Error(kernel::Code::invalid_argument,
                          "gateway.listen: found https://; expected http://: the lab's load "
                          "generator speaks no TLS");
    set("gateway.listen", placement_.url);
    bool all_tcp = true;
    std::vector<std::string> inside;
    for (const auto& module : layout_.modules()) {
      const auto& where = layout_.place(module);
      if (where.kind != kernel::Place::Kind::remote) inside.push_back(module);
      if (where.kind == kernel::Place::Kind::remote) all_tcp = all_tcp && is_tcp(where.url);
    }
    const bool shared = !inside.empty() && inside.size() < layout_.modules().size();
    const bool tcp = shared && (internal_.empty() ? all_tcp : is_tcp(internal_));
    internal_ = tcp ? ports_.take_url() : "";
    internal_seen_ = tcp ? relayed(inside, internal_) : "";
  }

  // The URL at which others reach `modules`: the real one or that of a relay before it.
  std::string relayed(const std::vector<std::string>& modules, const std::string& url) {
    const bool all = plan_.delay > kernel::Ticks(0) || plan_.jitter > kernel::Ticks(0);
    const bool named = std::any_of(modules.begin(), modules.end(), [&](const std::string& module) {
      return std::find(plan_.relayed.begin(), plan_.relayed.end(), module) != plan_.relayed.end();
    });
    if (!is_tcp(url) || !(all || named)) return url;
    placement_.relays.push_back({modules, ports_.take_url(), url});
    return placement_.relays.back().listen;
  }

  void choose_url(const kernel::Process& process) {
    if (process.gateway) return;
    const auto& first = process.modules.front();
    const auto url = is_tcp(process.listeners.front())
                         ? ports_.take_url()
                         : fmt::format("{}{}/{}.sock", unix_scheme, directory_, first);
    // A relay for each module, so that one can be delayed and its neighbour not.
    for (const auto& module : process.modules) {
      real_[module] = url;
      seen_[module] = relayed({module}, url);
    }
  }

  PlacedProcess placed(const kernel::Process& process) const {
    const auto hosts = [&](const std::string& module) {
      return std::find(process.modules.begin(), process.modules.end(), module) !=
             process.modules.end();
    };
    PlacedProcess placed;
    placed.info.name = process.name;
    placed.info.modules = process.modules;
    placed.info.gateway = process.gateway;
    placed.info.url = process.gateway ? placement_.url : real_.at(process.modules.front());
    placed.arguments = {"cleave", "serve", "--config", plan_.layout};
    const auto add = [&](const std::string& text) {
      placed.arguments.insert(placed.arguments.end(), {"--set", text});
    };
    for (const auto& text : sets_) add(text);
    for (const auto& [module, url] : real_)
      add(fmt::format("modules.{}={}", module, hosts(module) ? url : seen_.at(module)));
    add(fmt::format("gateway.internal={}", process.gateway ? internal_ : internal_seen_));
    if (!process.gateway)
      placed.arguments.insert(placed.arguments.end(),
                              {"--only", fmt::format("{}", fmt::join(process.modules, ","))});
    return placed;
  }

  const ArmPlan& plan_;
  const std::string& directory_;
  Ports& ports_;
  std::vector<std::string> sets_;
  std::string internal_;       // its real URL; empty: the socket in the storage directory
  std::string internal_seen_;  // as the other processes see it
  const kernel::Layout layout_;
  std::map<std::string, std::string> real_;  // by module that has a URL
  std::map<std::string, std::string> seen_;
  Placement placement_;
};

}  // namespace

Placement place_arm(const ArmPlan& plan, const std::string& directory, Ports& ports) {
  return Placing(plan, directory, ports).place();
}

ArmPlan plan_arm(const std::string& layout) {
  const auto config = app::load_config(layout, {"storage.directory=data"});
  const auto loaded = app::load_layout(config);
  bool unix_sockets = false;
  bool tcp = false;
  for (const auto& module : loaded.modules()) {
    const auto& where = loaded.place(module);
    const bool remote = where.kind == kernel::Place::Kind::remote;
    tcp = tcp || (remote && is_tcp(where.url));
    unix_sockets = unix_sockets || (remote && !is_tcp(where.url));
  }
  ArmPlan plan;
  plan.layout = config.name();
  plan.name = std::filesystem::path(config.name()).stem().string();
  plan.title = plan.name;
  if (unix_sockets && plan.title.ends_with("-unix")) plan.title.resize(plan.title.size() - 5);
  if (tcp || unix_sockets)
    plan.title += fmt::format(" ({})", tcp && unix_sockets ? "tcp, unix" : tcp ? "tcp" : "unix");
  return plan;
}

}  // namespace lab
