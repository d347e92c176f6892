#include "till.h"

using namespace till;

TEST_CASE_TRANSPORTS("a pending payment is asked for in the background") {
  Line line;
  Till till(wire, &line);
  const auto order = till.new_order();
  line.lost_charges = 1;
  line.lost_finds = 1;
  REQUIRE(till.charge(order, 1000).status == Status::pending);

  till.bench.advance(10s);

  line.lost_finds = 1;  // so that this question itself learns nothing
  CHECK(till.payment_of(order).status == Status::captured);
  CHECK(till.charges_of(order) == 1);
}

TEST_CASE_TRANSPORTS("a charge that a crash cut short is found again and not made twice") {
  Till till(wire);
  const auto order = till.new_order();
  const auto charge = till.charge_of(order, 1000, "pm_sandbox_lost");
  REQUIRE(till.bench.ask(till.order_within(2s), charge).status == Status::pending);

  till.bench.crash();

  CHECK(till.charge(order, 1000, "pm_sandbox_lost").status == Status::captured);
  CHECK(till.charges_of(order) == 1);
}

TEST_CASE_TRANSPORTS("a payment that never reached the provider is charged when asked for again") {
  Line line;
  Till till(wire, &line);
  const auto order = till.new_order();
  const PaymentId id = PaymentId::fresh(till.bench.runtime());
  const auto store = till.bench.store("payment", PaymentModule::migrations());
  kernel::Database database(till.bench.runtime(), store);
  const auto write = [](kernel::Database& db, const PaymentId& payment, const OrderId& order_id,
                        const UserId& user) -> kernel::Task<> {
    co_await db.write([&](kernel::Transaction& tx) {
      tx.run(
          "INSERT INTO payments (id, order_id, user_id, method, amount, currency, status,"
          " created_at) VALUES (?, ?, ?, 'pm_card_visa', 1000, 'GBP', 0, 0)",
          payment, order_id, user);
    });
  };
  till.bench.run(write(database, id, order, till.user));

  till.bench.advance(10s);
  CHECK(till.payment_of(order).status == Status::pending);
  CHECK(till.charges_of(order) == 0);
  const auto payment = till.charge(order, 1000);

  CHECK(payment.id == id);
  CHECK(payment.status == Status::captured);
  CHECK(till.charges_of(order) == 1);
}

TEST_CASE_TRANSPORTS("a refund cut short by a crash is finished, once") {
  Line line;
  Till till(wire, &line);
  const auto order = till.new_order();
  const Refund refund{till.new_refund(), order, gbp(400)};
  till.charge(order, 1000);
  line.lost_refunds = 1;
  REQUIRE(till.bench.refused(till.order(), refund) == Code::unavailable);

  till.bench.crash();
  till.bench.advance(10s);

  CHECK(till.payment_of(order).refunded == gbp(400));
  CHECK(till.kept_of(order) == 600);
  CHECK(till.refunds.size() == 1);
}
