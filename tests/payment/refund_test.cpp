#include "till.h"

using namespace till;

TEST_CASE_TRANSPORTS("a refund without an amount gives the rest back") {
  Till till(wire);
  const auto order = till.new_order();
  till.charge(order, 1000);

  const auto part = till.refund(order, till.new_refund(), 300);
  CHECK(part.status == Status::captured);
  CHECK(part.refunded == gbp(300));
  const auto whole = till.refund(order, till.new_refund());
  CHECK(whole.status == Status::refunded);
  CHECK(whole.refunded == gbp(1000));

  CHECK(till.kept_of(order) == 0);
  till.bench.settle();
  REQUIRE(till.refunds.size() == 2);
  CHECK(till.refunds[0].amount == gbp(300));
  CHECK(till.refunds[0].left == gbp(700));
  CHECK(till.refunds[0].user_id == till.user);
  CHECK(till.refunds[1].amount == gbp(700));
  CHECK(till.refunds[1].left == gbp(0));
}

TEST_CASE_TRANSPORTS("one refund id gives money back once") {
  Till till(wire);
  const auto order = till.new_order();
  const auto id = till.new_refund();
  till.charge(order, 1000);

  till.refund(order, id, 400);
  const auto again = till.refund(order, id, 400);

  CHECK(again.refunded == gbp(400));
  CHECK(till.kept_of(order) == 600);
  till.bench.settle();
  CHECK(till.refunds.size() == 1);
}

TEST_CASE_TRANSPORTS("the whole refund asked for again answers the same") {
  Till till(wire);
  const auto order = till.new_order();
  const auto id = till.new_refund();
  till.charge(order, 1000);

  till.refund(order, id);

  CHECK(till.refund(order, id).status == Status::refunded);
}

TEST_CASE_TRANSPORTS("no more goes back than was taken") {
  Till till(wire);
  const auto order = till.new_order();
  till.charge(order, 1000);
  till.refund(order, till.new_refund(), 900);
  const Refund too_much{till.new_refund(), order, gbp(101)};
  const Refund none{till.new_refund(), order, gbp(0)};
  const Refund dollars{till.new_refund(), order, Money{50, *kernel::Currency::parse("USD")}};
  const Refund rest{till.new_refund(), order, std::nullopt};

  CHECK(till.bench.refused(till.order(), too_much) == Code::invalid_argument);
  CHECK(till.bench.refused(till.order(), none) == Code::invalid_argument);
  CHECK(till.bench.refused(till.order(), dollars) == Code::invalid_argument);
  till.refund(order, till.new_refund(), 100);
  CHECK(till.bench.refused(till.order(), rest) == Code::failed_precondition);
  CHECK(till.kept_of(order) == 0);
}

TEST_CASE_TRANSPORTS("only captured money is given back") {
  Till till(wire);
  const auto declined = till.new_order();
  till.charge(declined, 1000, "pm_card_visa_chargeDeclined");
  const Refund of_declined{till.new_refund(), declined, std::nullopt};
  const Refund of_nothing{till.new_refund(), till.new_order(), std::nullopt};

  CHECK(till.bench.refused(till.order(), of_declined) == Code::failed_precondition);
  CHECK(till.bench.refused(till.order(), of_nothing) == Code::not_found);
}

TEST_CASE_TRANSPORTS("a refund id belongs to one payment") {
  Till till(wire);
  const auto first = till.new_order();
  const auto second = till.new_order();
  const auto id = till.new_refund();
  till.charge(first, 1000);
  till.charge(second, 1000);
  till.refund(first, id, 10);
  const Refund other{id, second, gbp(10)};

  CHECK(till.bench.refused(till.order(), other) == Code::conflict);
}

TEST_CASE_TRANSPORTS("a refund whose answer was lost is finished later, once") {
  Line line;
  Till till(wire, &line);
  const auto order = till.new_order();
  const Refund refund{till.new_refund(), order, gbp(400)};
  till.charge(order, 1000);

  line.lost_refunds = 1;
  CHECK(till.bench.refused(till.order(), refund) == Code::unavailable);
  CHECK(till.payment_of(order).refunded == gbp(0));
  till.bench.advance(10s);

  CHECK(till.payment_of(order).refunded == gbp(400));
  CHECK(till.kept_of(order) == 600);
  CHECK(till.refunds.size() == 1);
}

TEST_CASE_TRANSPORTS("what is on its way back cannot be given back again") {
  Line line;
  Till till(wire, &line);
  const auto order = till.new_order();
  const Refund first{till.new_refund(), order, gbp(800)};
  const Refund second{till.new_refund(), order, gbp(300)};
  till.charge(order, 1000);

  line.lost_refunds = 1;
  CHECK(till.bench.refused(till.order(), first) == Code::unavailable);

  CHECK(till.bench.refused(till.order(), second) == Code::invalid_argument);
  const Refund rest{till.new_refund(), order, std::nullopt};
  CHECK(till.refund(order, till.new_refund(), 200).refunded == gbp(200));
  CHECK(till.bench.refused(till.order(), rest) == Code::unavailable);
  CHECK(till.refund(order, first.refund_id, 800).status == Status::refunded);
  CHECK(till.kept_of(order) == 0);
}

TEST_CASE_TRANSPORTS("a refund's id stands for one amount") {
  Till till(wire);
  const auto order = till.new_order();
  const Refund ten{till.new_refund(), order, gbp(10)};
  const Refund twenty{ten.refund_id, order, gbp(20)};
  till.charge(order, 1000);
  till.bench.ask(till.order(), ten);

  CHECK(till.bench.refused(till.order(), twenty) == Code::failed_precondition);
  CHECK(till.payment_of(order).refunded == gbp(10));
}

TEST_CASE_TRANSPORTS("a refund that the provider refuses leaves the money where it is") {
  Line line;
  Till till(wire, &line);
  const auto order = till.new_order();
  const Refund refund{till.new_refund(), order, gbp(400)};
  till.charge(order, 1000);

  line.refuse_refunds = true;
  CHECK(till.bench.refused(till.order(), refund) == Code::failed_precondition);
  line.refuse_refunds = false;

  CHECK(till.bench.refused(till.order(), refund) == Code::failed_precondition);
  CHECK(till.refund(order, till.new_refund()).refunded == gbp(1000));
}

TEST_CASE_TRANSPORTS("the sandbox gives held money back after ten minutes, and not before") {
  Till till(wire);
  const auto order = till.new_order();
  const Refund early{till.new_refund(), order, std::nullopt};
  till.charge(order, 1000, "pm_sandbox_held");

  till.bench.advance(9min);
  CHECK(till.bench.refused(till.order(), early) == Code::failed_precondition);
  CHECK(till.kept_of(order) == 1000);
  till.bench.advance(2min);
  CHECK(till.refund(order, till.new_refund()).status == Status::refunded);
}
