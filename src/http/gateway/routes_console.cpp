#include "call.h"
#include "console_messages.h"
#include "history.h"
#include "kernel/json.h"
#include "pulse.h"
#include "routes.h"

namespace gateway {

namespace {

template <class Reply>
http::Response respond(const Reply& reply) {
  http::Response response;
  kernel::json::write(response.body, kernel::type_of<Reply>(), &reply);
  return response;
}

kernel::Task<http::Response> answer_pulse(Call& call) {
  const Pulse pulse = co_await call.services().take_pulse();
  co_return respond(pulse);
}

kernel::Task<http::Response> answer_history(Call& call) {
  co_return respond(call.services().history.list());
}

Comparisons& comparisons_of(const Call& call) {
  if (call.services().comparisons == nullptr)
    throw kernel::Error(kernel::Code::failed_precondition,
                        "comparisons are off here; set console.comparisons = true");
  return *call.services().comparisons;
}

kernel::Task<http::Response> answer_comparisons(Call& call) {
  console::ComparisonList list;
  list.enabled = call.services().comparisons != nullptr;
  if (list.enabled) {
    list.layouts = comparisons_of(call).layouts();
    list.items = co_await comparisons_of(call).list();
  }
  co_return respond(list);
}

kernel::Task<http::Response> answer_start(Call& call) {
  console::StartComparison which;
  call.bind(&which);
  kernel::check_bounds(kernel::type_of<console::StartComparison>(), &which);
  call.services().exchange.require_recent_admin(call.context());
  auto& comparisons = comparisons_of(call);
  const Comparison started = co_await comparisons.start(std::move(which.layouts));
  co_return call.answer(&started);
}

kernel::Task<http::Response> answer_cancel(Call& call) {
  console::CancelComparison which;
  call.bind(&which);
  call.services().exchange.require_recent_admin(call.context());
  comparisons_of(call).cancel(which.id);
  const kernel::Done done;
  co_return call.answer(&done);
}

kernel::Task<http::Response> answer_report(Call& call) {
  console::GetReport which;
  call.bind(&which);
  http::Response response;
  response.content_type = http::html_type;
  response.body = co_await comparisons_of(call).report(std::move(which.id));
  co_return response;
}

std::vector<Row> comparison_rows() {
  using enum kernel::Code;
  return {
      {.method = "GET",
       .path = "/api/v1/admin/comparisons",
       .who = Who::admin,
       .action = fills<console::ListComparisons>(&answer_comparisons),
       .text = "Comparisons of layouts that were started here, newest first"},
      {.method = "POST",
       .path = "/api/v1/admin/comparisons",
       .who = Who::admin,
       .action = fills<console::StartComparison>(&answer_start),
       .body = {"layouts"},
       .status = 201,
       .fails = {failed_precondition, conflict},
       .text = "Starts one, where console.comparisons; it takes about 90 seconds of all cores"},
      {.method = "POST",
       .path = "/api/v1/admin/comparisons/{id}/cancel",
       .who = Who::admin,
       .action = fills<console::CancelComparison>(&answer_cancel),
       .status = 204,
       .fails = {failed_precondition, not_found},
       .text = "Ends the one under way; what was measured until then is reported"},
      {.method = "GET",
       .path = "/api/v1/admin/comparisons/{id}/report",
       .who = Who::admin,
       .action = fills<console::GetReport>(&answer_report),
       .media = http::html_type,
       .fails = {failed_precondition, not_found},
       .text = "What a comparison found, as HTML with its plots"},
  };
}

}  // namespace

std::vector<Row> console_rows() {
  std::vector<Row> rows = {
      {.method = "GET",
       .path = "/api/v1/admin/pulse",
       .who = Who::admin,
       .action = runs(&answer_pulse),
       .reply = &kernel::type_of<Pulse>,
       .text = "How every process and every kind of message is doing now, as counters that grow"},
      {.method = "GET",
       .path = "/api/v1/admin/history",
       .who = Who::admin,
       .action = runs(&answer_history),
       .reply = &kernel::type_of<HistoryList>,
       .text = "The last hour of it, in steps of seconds, oldest first; empty after a restart"},
  };
  for (auto& row : comparison_rows()) rows.push_back(std::move(row));
  return rows;
}

}  // namespace gateway
