#include "till.h"

using namespace till;

TEST_CASE_TRANSPORTS("voiding a captured payment gives all of it back, once") {
  Till till(wire);
  const auto order = till.new_order();
  till.charge(order, 1000);
  till.refund(order, till.new_refund(), 100);

  CHECK(till.void_order(order).status == Status::refunded);
  CHECK(till.void_order(order).refunded == gbp(1000));

  CHECK(till.kept_of(order) == 0);
  till.bench.settle();
  REQUIRE(till.refunds.size() == 2);
  CHECK(till.refunds[1].amount == gbp(900));
}

TEST_CASE_TRANSPORTS("an order voided before it was charged is never charged") {
  Till till(wire);
  const auto order = till.new_order();

  const auto voided = till.void_order(order);
  const auto late = till.charge(order, 1000);

  CHECK(voided.status == Status::failed);
  CHECK(late.status == Status::failed);
  CHECK(late.id == voided.id);
  CHECK(till.charges_of(order) == 0);
}

TEST_CASE_TRANSPORTS("voiding a declined payment changes nothing") {
  Till till(wire);
  const auto order = till.new_order();
  till.charge(order, 1000, "pm_card_visa_chargeDeclined");

  CHECK(till.void_order(order).status == Status::declined);
}

TEST_CASE_TRANSPORTS("voiding a payment whose answer was lost finds the charge and gives it back") {
  Till till(wire);
  const auto order = till.new_order();
  const auto charge = till.charge_of(order, 1000, "pm_sandbox_lost");
  REQUIRE(till.bench.ask(till.order_within(2s), charge).status == Status::pending);

  CHECK(till.void_order(order).status == Status::refunded);
  CHECK(till.kept_of(order) == 0);
}

TEST_CASE_TRANSPORTS("a payment that the provider never heard of is called off there too") {
  Till till(wire);
  const auto order = till.new_order();
  const auto context = till.order();
  const auto id = PaymentId::fresh(till.bench.runtime());
  const ChargeRequest request{id, order, gbp(1000), "pm_card_visa"};
  kernel::Database books(till.bench.runtime(),
                         till.bench.store("sandbox", PaymentModule::sandbox_migrations()));
  Sandbox sandbox(books);
  ChargeState voided{}, late{};
  const auto ask = [](Sandbox& provider, const ChargeRequest& charge, kernel::Ticks deadline,
                      ChargeState& first, ChargeState& second) -> kernel::Task<> {
    first = (co_await provider.call_off(charge.payment_id, deadline)).state;
    second = (co_await provider.charge(charge, deadline)).state;
  };

  till.bench.run(ask(sandbox, request, context.deadline, voided, late));

  CHECK(voided == ChargeState::voided);
  CHECK(late == ChargeState::voided);
  CHECK(till.charges_of(order) == 0);
}

TEST_CASE_TRANSPORTS("an unanswered void is pending and settles when asked again") {
  Line line;
  Till till(wire, &line);
  const auto order = till.new_order();
  line.lost_charges = 1;
  line.lost_finds = 1;
  REQUIRE(till.charge(order, 1000).status == Status::pending);

  line.lost_voids = 1;
  CHECK(till.void_order(order).status == Status::pending);
  CHECK(till.void_order(order).status == Status::refunded);
  CHECK(till.kept_of(order) == 0);
}

TEST_CASE_TRANSPORTS("a void whose refund is not answered is finished when asked again") {
  Line line;
  Till till(wire, &line);
  const auto order = till.new_order();
  till.charge(order, 1000);

  line.lost_refunds = 1;
  CHECK(till.bench.refused(till.order(), Void{order, till.user}) == Code::unavailable);

  CHECK(till.void_order(order).status == Status::refunded);
  CHECK(till.kept_of(order) == 0);
}

TEST_CASE_TRANSPORTS("a void finishes the refund that was under way and gives back the rest") {
  Line line;
  Till till(wire, &line);
  const auto order = till.new_order();
  const Refund refund{till.new_refund(), order, gbp(400)};
  till.charge(order, 1000);
  line.lost_refunds = 1;
  REQUIRE(till.bench.refused(till.order(), refund) == Code::unavailable);

  const auto voided = till.void_order(order);

  CHECK(voided.status == Status::refunded);
  CHECK(till.kept_of(order) == 0);
  till.bench.settle();
  CHECK(till.refunds.size() == 2);
}

TEST_CASE_TRANSPORTS("what the provider refuses to give back is owed until it is back") {
  Line line;
  Till till(wire, &line);
  const auto order = till.new_order();
  till.charge(order, 1000);
  till.refund(order, till.new_refund(), 100);

  line.refuse_refunds = true;
  CHECK(till.void_order(order).status == Status::owed);
  CHECK(till.void_order(order).status == Status::owed);
  till.bench.advance(25min);
  const ListPayments owed{Status::owed, 20, std::nullopt};
  const auto listed = till.bench.ask(till.bench.as_admin(), owed);
  REQUIRE(listed.items.size() == 1);
  CHECK(listed.items[0].order_id == order);
  CHECK(till.kept_of(order) == 900);

  line.refuse_refunds = false;
  till.bench.crash();
  till.bench.advance(11min);
  CHECK(till.payment_of(order).status == Status::refunded);
  CHECK(till.kept_of(order) == 0);
  REQUIRE(till.refunds.size() == 2);
  CHECK(till.refunds[1].amount == gbp(900));
}

TEST_CASE_TRANSPORTS("a refused refund is let be for a while before it is asked for again") {
  Line line;
  Till till(wire, &line);
  const auto order = till.new_order();
  till.charge(order, 1000);
  line.refuse_refunds = true;
  till.void_order(order);

  const int asked = line.refunds;
  till.bench.advance(9min);
  CHECK(line.refunds == asked);
  till.bench.advance(2min);
  CHECK(line.refunds == asked + 1);
}

TEST_CASE_TRANSPORTS("a void gives all back though a refund under way is refused meanwhile") {
  Line line;
  Till till(wire, &line);
  const auto order = till.new_order();
  const Refund refund{till.new_refund(), order, gbp(400)};
  till.charge(order, 1000);
  line.lost_refund_requests = 1;
  REQUIRE(till.bench.refused(till.order(), refund) == Code::unavailable);

  line.refuse_refunds = true;
  CHECK(till.void_order(order).status == Status::owed);
  line.refuse_refunds = false;
  till.bench.advance(11min);

  CHECK(till.payment_of(order).status == Status::refunded);
  CHECK(till.kept_of(order) == 0);
}
