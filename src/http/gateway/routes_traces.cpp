#include <map>

#include "ask_process.h"
#include "call.h"
#include "documents.h"
#include "kernel/json.h"
#include "kernel/traces.h"
#include "routes.h"
#include "trace_tree.h"

namespace gateway {

namespace {

// A process that is not this one: a module of it, to ask, and the names of all.
struct Elsewhere {
  std::string module;
  std::string process;
};

// Those to ask: of all modules, or of the process of one, be it this one. Throws not_found.
std::vector<Elsewhere> others(const kernel::Exchange& exchange, const std::string& only) {
  if (!only.empty() && !exchange.places().contains(only))
    throw kernel::Error(kernel::Code::not_found, "no such module");
  std::map<std::string, Elsewhere> by_url;
  for (const auto& [module, place] : exchange.places()) {
    if (place.kind != kernel::Place::Kind::remote) continue;
    if (!only.empty() && exchange.place(only).url != place.url) continue;
    auto& one = by_url[place.url];
    if (one.module.empty()) one.module = module;
    one.process += (one.process.empty() ? "" : "+") + module;
  }
  std::vector<Elsewhere> all;
  for (auto& [url, one] : by_url) all.push_back(std::move(one));
  return all;
}

bool asks_here(const kernel::Exchange& exchange, const std::string& only) {
  return only.empty() || exchange.place(only).kind != kernel::Place::Kind::remote;
}

// What the process of `module` answers; none: it does not.
template <class M>
kernel::Task<std::optional<typename M::Reply>> ask(Call& call, const std::string& module,
                                                   const M& asked) {
  M message = asked;
  message.module = module;
  const auto context = with_patience(call);
  std::optional<typename M::Reply> reply;
  try {
    reply = co_await ask_process(call.services().exchange, context, module, message);
  } catch (const kernel::Error& error) {
    const bool outage =
        error.code == kernel::Code::unavailable || error.code == kernel::Code::deadline_exceeded;
    if (!outage) throw;
  }
  co_return reply;
}

template <class Document>
http::Response respond(const Document& document) {
  http::Response response;
  kernel::json::write(response.body, kernel::type_of<Document>(), &document);
  return response;
}

kernel::Task<http::Response> answer_list(Call& call) {
  traces::List which;
  call.bind(&which);
  kernel::check_bounds(kernel::type_of<traces::List>(), &which);
  kernel::Exchange& exchange = call.services().exchange;
  const auto elsewhere = others(exchange, which.module);
  std::vector<traces::Summary> found;
  if (asks_here(exchange, which.module)) found = kernel::list_traces(exchange.spans(), which).items;
  TraceList list;
  for (const auto& other : elsewhere) {
    const auto more = co_await ask(call, other.module, which);
    if (!more) {
      list.unreachable.push_back(other.process);
      continue;
    }
    found.insert(found.end(), more->items.begin(), more->items.end());
  }
  list.items = merged(found, static_cast<std::size_t>(which.limit));
  co_return respond(list);
}

kernel::Task<http::Response> answer_tree(Call& call) {
  traces::Get which;
  call.bind(&which);
  kernel::Exchange& exchange = call.services().exchange;
  const auto elsewhere = others(exchange, which.module);
  std::vector<SpansOf> parts;
  std::vector<std::string> unreachable;
  if (asks_here(exchange, which.module)) {
    auto own = co_await kernel::get_trace(exchange.spans(), which);
    parts.push_back({"gateway", std::move(own.items)});
  }
  for (const auto& other : elsewhere) {
    auto more = co_await ask(call, other.module, which);
    if (more) {
      parts.push_back({other.process, std::move(more->items)});
    } else {
      unreachable.push_back(other.process);
    }
  }
  TraceTree tree = tree_of(which.trace_id, parts);
  if (tree.spans.empty())
    throw kernel::Error(kernel::Code::not_found, "nothing is known of this trace any more");
  tree.unreachable = std::move(unreachable);
  co_return respond(tree);
}

}  // namespace

std::vector<Row> trace_rows() {
  using enum kernel::Code;
  return {
      {.method = "GET",
       .path = "/api/v1/admin/traces",
       .who = Who::admin,
       .action = fills<traces::List>(&answer_list),
       .query = {"module", "error", "min_ms", "subject", "limit"},
       .reply = &kernel::type_of<TraceList>,
       .fails = {not_found},
       .text = "Traces that are kept, newest first; subject: of this order, product, …",
       .part = "What happened to a request, in every process"},
      {.method = "GET",
       .path = "/api/v1/admin/traces/{trace_id}",
       .who = Who::admin,
       .action = fills<traces::Get>(&answer_tree),
       .query = {"module"},
       .reply = &kernel::type_of<TraceTree>,
       .fails = {not_found},
       .text = "What every process did for a request, each span behind the one that caused it"},
  };
}

}  // namespace gateway
