#include "gateway/monitor.h"

#include <prometheus/text_serializer.h>

#include <algorithm>

#include "documents.h"
#include "kernel/json.h"
#include "metrics.h"

namespace gateway {

namespace {

std::vector<std::string> names_of(const kernel::Exchange& exchange) {
  std::vector<std::string> names;
  for (const auto& [name, place] : exchange.places()) names.push_back(name);
  return names;
}

template <class Document>
http::Response document(int status, const Document& document) {
  http::Response response;
  response.status = status;
  kernel::json::write(response.body, kernel::type_of<Document>(), &document);
  response.headers.add("Cache-Control", "no-store");
  if (status == 503) response.headers.add("Retry-After", "1");
  return response;
}

}  // namespace

Monitor::Monitor(kernel::Exchange& exchange, MonitorOptions options)
    : exchange_(exchange), options_(std::move(options)), tasks_(exchange.runtime(), "monitor") {
  const auto needs = options_.needs ? *options_.needs : names_of(exchange);
  for (const auto& name : needs)
    if (exchange.place(name).kind == kernel::Place::Kind::remote)
      targets_.push_back(std::make_unique<Target>(name));
}

void Monitor::start() {
  for (const auto& target : targets_) tasks_.spawn(watch(*target));
}

kernel::Task<bool> Monitor::stop(kernel::Ticks timeout) {
  tasks_.stop();
  co_return co_await tasks_.joined(timeout);
}

kernel::Task<> Monitor::watch(Target& target) {
  kernel::Ticks pause{};
  bool awake = true;
  while (awake) {
    const bool reached = co_await ask(target);
    target.reachable = reached;
    if (reached) target.reached_once = true;
    pause = target.reached_once ? options_.interval : options_.interval_first;
    awake = co_await tasks_.sleep(pause);
  }
}

kernel::Task<bool> Monitor::ask(const Target& target) {
  const auto context = kernel::anonymous_context(exchange_.runtime(), options_.timeout);
  co_return co_await exchange_.is_well(target.name, context);
}

bool Monitor::reachable(std::string_view module) const noexcept {
  const auto found =
      std::ranges::find_if(targets_, [&](const auto& target) { return target->name == module; });
  return found == targets_.end() || (*found)->reachable;
}

http::Response Monitor::health() {
  const Health health;
  return document(200, health);
}

http::Response Monitor::ready() {
  Readiness readiness;
  bool starting = false;
  for (const auto& target : targets_) {
    starting = starting || !target->reached_once;
    if (!target->reachable) readiness.unreachable.push_back(target->name);
  }
  readiness.status = starting ? "starting" : readiness.unreachable.empty() ? "ok" : "degraded";
  return document(starting ? 503 : 200, readiness);
}

http::Response Monitor::metrics() {
  Families families;
  add_call_families(exchange_, families);
  add_guard_families(exchange_, families);
  add_process_families(families);
  add_trace_families(exchange_.spans(), families);
  for (const auto& more : more_) {
    auto added = more();
    families.insert(families.end(), std::make_move_iterator(added.begin()),
                    std::make_move_iterator(added.end()));
  }
  http::Response response;
  response.content_type = http::metrics_type;
  response.body = prometheus::TextSerializer().Serialize(families);
  return response;
}

void Monitor::add_metrics(std::function<Families()> families) {
  more_.push_back(std::move(families));
}

}  // namespace gateway
