#include <algorithm>

#include "call.h"
#include "gateway/problem.h"
#include "kernel/json.h"
#include "order/messages.h"
#include "order_stream.h"
#include "routes.h"

namespace gateway {

namespace {

using enum kernel::Code;

const std::vector<Outcome>& placement_outcomes() {
  static const std::vector<Outcome> outcomes = {
      {"pending", 202, "The outcome is not known yet; the same key answers later"},
      {"declined", 402, "The payment was declined; nothing was taken or held"},
      {"out_of_stock", 409, "Some products are short; nothing was taken or held"},
      {"failed", 409, "The order could not be completed; the money went back"},
      {"key_reused", 422, "The Idempotency-Key belongs to a request with another body"}};
  return outcomes;
}

std::string_view name_of(order::PlaceOutcome outcome) {
  const auto* field = find_field(kernel::type_of<order::Placement>(), "outcome");
  return field->type().names[static_cast<std::size_t>(outcome)];
}

void add_failure(Problem& problem, const order::Failure& failure) {
  if (!failure.detail.empty()) problem.detail = failure.detail;
  const auto& type = find_field(kernel::type_of<order::Order>(), "failure")->type().element();
  problem.members += ",\"shortages\":";
  kernel::json::write(problem.members, find_field(type, "shortages")->type(), &failure.shortages);
  for (const auto& shortage : failure.shortages)
    problem.errors.push_back({"", shortage.name + ": " + std::to_string(shortage.wanted) +
                                      " wanted, " + std::to_string(shortage.available) +
                                      " available"});
}

http::Response answer_pending(const Call& call, const order::Order& order, const Outcome& outcome) {
  http::Response response = call.answer(&order);  // for its Location
  response.status = outcome.status;
  response.body.clear();
  kernel::json::write(response.body, pending_order(), &order);
  return response;
}

http::Response answer_placement(const Call& call, const order::Placement& placement) {
  const order::Order& order = placement.order;
  call.about(order.id);
  if (placement.outcome == order::PlaceOutcome::confirmed) return call.answer(&order);
  const auto& outcomes = call.route().row.outcomes;
  const auto outcome = std::ranges::find(outcomes, name_of(placement.outcome), &Outcome::name);
  if (outcome == outcomes.end()) throw kernel::Error(internal, "an outcome without a status");
  if (placement.outcome == order::PlaceOutcome::pending)
    return answer_pending(call, order, *outcome);
  Problem problem{outcome->status, outcome->name, std::string(outcome->text)};
  if (!order.id.empty()) problem.members = ",\"order_id\":\"" + kernel::to_text(order.id) + '"';
  if (order.failure) add_failure(problem, *order.failure);
  return to_response(problem, call.context().trace);
}

constexpr Action streams_changes{&kernel::message_type<order::WaitForChange>,
                                 &connect_message<order::WaitForChange>, &stream_order};

}  // namespace

std::vector<Row> order_rows() {
  return {
      {.method = "POST",
       .path = "/api/v1/orders",
       .who = Who::user,
       .action = sends<order::PlaceOrder, &answer_placement>,
       .traffic = Traffic::checkouts,
       .body = {"payment_method", "shipping_address", "expected_total"},
       .key_field = "key",
       .status = 201,
       .reply = &kernel::type_of<order::Order>,
       .location = "/api/v1/orders/",
       .fails = {conflict, failed_precondition},
       .outcomes = placement_outcomes(),
       .text = "Buys the cart. The same Idempotency-Key gets the same answer",
       .part = "Checkout, and what became of it"},
      {.method = "GET",
       .path = "/api/v1/orders",
       .who = Who::user,
       .action = sends<order::ListOrders>,
       .query = {"limit", "cursor"},
       .text = "The orders of whoever asks, newest first"},
      {.method = "GET",
       .path = "/api/v1/orders/{id}",
       .who = Who::user,
       .action = sends<order::GetOrder>,
       .text = "An order of whoever asks"},
      {.method = "GET",
       .path = "/api/v1/orders/{id}/stream",
       .who = Who::user,
       .action = streams_changes,
       .resume_field = "after",
       .reply = &kernel::type_of<order::Change>,
       .media = http::events_type,
       .text = "The status of an order of whoever asks, now and whenever it changes"},
      {.method = "POST",
       .path = "/api/v1/orders/{id}/cancel",
       .who = Who::user,
       .action = sends<order::CancelOrder>,
       .fails = {conflict},
       .text = "Cancels a confirmed order: money and stock go back, once"},
      {.method = "GET",
       .path = "/api/v1/admin/orders",
       .who = Who::admin,
       .action = sends<order::ListAllOrders>,
       .query = {"status", "placed_by", "reference", "limit", "cursor"},
       .text = "All orders, newest first"},
      {.method = "POST",
       .path = "/api/v1/admin/orders/{id}/refund",
       .who = Who::admin,
       .action = sends<order::RefundOrder>,
       .body = {"amount"},
       .fails = {failed_precondition},
       .text = "Gives an amount, or all that is left, of a confirmed order's money back; the order "
               "and the stock stay as they are"},
  };
}

}  // namespace gateway
