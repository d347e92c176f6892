#include "call.h"
#include "documents.h"
#include "gateway/monitor.h"
#include "kernel/json.h"
#include "routes.h"
#include "topology.h"

namespace gateway {

namespace {

kernel::Task<http::Response> answer_topology(Call& call) {
  const Topology topology = topology_of(call.services().exchange, call.services().monitor);
  http::Response response;
  kernel::json::write(response.body, kernel::type_of<Topology>(), &topology);
  co_return response;
}

kernel::Task<http::Response> answer_openapi(Call& call) {
  co_return call.answer(call.services().openapi);
}

kernel::Task<http::Response> answer_docs(Call& call) {
  auto response = call.answer(call.services().docs);
  response.headers.add("Content-Security-Policy", call.services().docs_policy);
  co_return response;
}

kernel::Task<http::Response> answer_health(Call& call) {
  co_return call.services().monitor.health();
}

kernel::Task<http::Response> answer_ready(Call& call) { co_return call.services().monitor.ready(); }

kernel::Task<http::Response> answer_metrics(Call& call) {
  co_return call.services().monitor.metrics();
}

}  // namespace

std::vector<Row> process_rows() {
  return {
      {.method = "GET",
       .path = "/api/v1/admin/topology",
       .who = Who::admin,
       .action = runs(&answer_topology),
       .reply = &kernel::type_of<Topology>,
       .text = "Where each module is, who calls and who listens, as this process sees it",
       .part = "The process itself: documents, probes, metrics"},
      {.method = "GET",
       .path = "/openapi.json",
       .action = runs(&answer_openapi),
       .etag = true,
       .text = "This API as an OpenAPI document"},
      {.method = "GET",
       .path = "/docs",
       .action = runs(&answer_docs),
       .etag = true,
       .media = http::html_type,
       .text = "The same for people"},
      {.method = "GET",
       .path = "/healthz",
       .action = runs(&answer_health),
       .reply = &kernel::type_of<Health>,
       .text = "Says that the process lives"},
      {.method = "GET",
       .path = "/readyz",
       .action = runs(&answer_ready),
       .reply = &kernel::type_of<Readiness>,
       .fails = {kernel::Code::unavailable},
       .text = "503 until every module was reached once; afterwards whether all are reachable now"},
      {.method = "GET",
       .path = "/metrics",
       .action = runs(&answer_metrics),
       .media = http::metrics_type,
       .text = "Counters and latencies for Prometheus"},
  };
}

}  // namespace gateway
