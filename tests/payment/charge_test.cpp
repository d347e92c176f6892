#include "till.h"

using namespace till;

TEST_CASE_TRANSPORTS("a known card is charged and the provider's books say so") {
  Till till(wire);
  const auto order = till.new_order();

  const auto payment = till.charge(order, 1250);

  CHECK(payment.status == Status::captured);
  CHECK(payment.order_id == order);
  CHECK(payment.amount == gbp(1250));
  CHECK(payment.refunded == gbp(0));
  CHECK_FALSE(payment.reason);
  CHECK(till.kept_of(order) == 1250);
}

TEST_CASE_TRANSPORTS("an order is charged once however often it is asked") {
  Till till(wire);
  const auto order = till.new_order();

  const auto first = till.charge(order, 1250);
  const auto second = till.charge(order, 1250);

  CHECK(first.id == second.id);
  CHECK(till.charges_of(order) == 1);
}

TEST_CASE_TRANSPORTS("a declined card takes no money and gives a reason") {
  Till till(wire);
  const auto order = till.new_order();
  const auto poor = till.new_order();

  const auto declined = till.charge(order, 500, "pm_card_visa_chargeDeclined");
  const auto insufficient = till.charge(poor, 500, "pm_card_visa_chargeDeclinedInsufficientFunds");

  CHECK(declined.status == Status::declined);
  CHECK(declined.reason == "Your card was declined.");
  CHECK(insufficient.status == Status::declined);
  CHECK(insufficient.reason == "Your card has insufficient funds.");
  CHECK(till.charges_of(order) == 0);
  CHECK(till.charge(order, 500).status == Status::declined);
}

TEST_CASE_TRANSPORTS("methods are known by their token") {
  Till till(wire);
  const auto known = [&](const std::string& method) {
    const CheckMethod check{kernel::SecretText(method)};
    return till.bench.ask(till.bench.as_user(till.user), check).known;
  };

  CHECK(known("pm_card_visa"));
  CHECK(known("pm_card_mastercard"));
  CHECK(known("pm_sandbox_slow"));
  CHECK(known("pm_sandbox_lost"));
  CHECK(known("pm_sandbox_held"));
  CHECK_FALSE(known("pm_card_unheard_of"));
}

TEST_CASE_TRANSPORTS("a charge with an unknown method or no amount is refused and writes nothing") {
  Till till(wire);
  const auto order = till.new_order();

  CHECK(till.bench.refused(till.order(), till.charge_of(order, 100, "pm_nothing")) ==
        Code::invalid_argument);
  CHECK(till.bench.refused(till.order(), till.charge_of(order, 0)) == Code::invalid_argument);
  CHECK(till.bench.refused(till.order(), till.charge_of(order, -5)) == Code::invalid_argument);
  CHECK(till.bench.refused(till.order(), GetPayment{order}) == Code::not_found);
}

TEST_CASE_TRANSPORTS("charging an order with another amount is a conflict") {
  Till till(wire);
  const auto order = till.new_order();
  till.charge(order, 100);

  CHECK(till.bench.refused(till.order(), till.charge_of(order, 200)) == Code::conflict);
  CHECK(till.kept_of(order) == 100);
}

TEST_CASE_TRANSPORTS("only modules charge, void and refund") {
  Till till(wire);
  const auto order = till.new_order();
  const Refund refund{till.new_refund(), order, std::nullopt};

  for (const auto& who :
       {till.bench.as_user(till.user), till.bench.as_admin(), till.bench.as_nobody()}) {
    CHECK(till.bench.refused(who, till.charge_of(order, 100)) == Code::permission_denied);
    CHECK(till.bench.refused(who, Void{order, till.user}) == Code::permission_denied);
    CHECK(till.bench.refused(who, refund) == Code::permission_denied);
  }
}

TEST_CASE_TRANSPORTS("a payment is seen by administrators and modules") {
  Till till(wire);
  const auto order = till.new_order();
  till.charge(order, 100);

  CHECK(till.bench.ask(till.bench.as_admin(), GetPayment{order}).status == Status::captured);
  CHECK(till.bench.refused(till.bench.as_user(till.user), GetPayment{order}) ==
        Code::permission_denied);
  CHECK(till.bench.refused(till.bench.as_nobody(), GetPayment{order}) == Code::unauthenticated);
}

TEST_CASE_TRANSPORTS("a slow provider is waited for") {
  Till till(wire);

  CHECK(till.charge(till.new_order(), 100, "pm_sandbox_slow").status == Status::captured);
}

TEST_CASE_TRANSPORTS("a caller who cannot wait for a slow provider hears pending and asks again") {
  Till till(wire);
  const auto order = till.new_order();
  const auto charge = till.charge_of(order, 100, "pm_sandbox_slow");

  CHECK(till.bench.ask(till.order_within(1s), charge).status == Status::pending);
  CHECK(till.payment_of(order).status == Status::captured);
  CHECK(till.charges_of(order) == 1);
}

TEST_CASE_TRANSPORTS("the outcome of a lost answer is learnt by asking again") {
  Till till(wire);
  const auto order = till.new_order();
  const auto hasty = till.new_order();

  CHECK(till.charge(order, 100, "pm_sandbox_lost").status == Status::captured);
  const auto charge = till.charge_of(hasty, 100, "pm_sandbox_lost");
  CHECK(till.bench.ask(till.order_within(2s), charge).status == Status::pending);
  CHECK(till.charge(hasty, 100, "pm_sandbox_lost").status == Status::captured);
  CHECK(till.charges_of(order) == 1);
  CHECK(till.charges_of(hasty) == 1);
}

TEST_CASE_TRANSPORTS("payments are listed newest first, by status and page by page") {
  Till till(wire);
  std::vector<PaymentId> newest_first;
  for (int i = 0; i < 5; ++i) {
    newest_first.insert(newest_first.begin(), till.charge(till.new_order(), 100 + i).id);
    till.bench.advance(1ms);
  }
  const auto declined = till.charge(till.new_order(), 7, "pm_card_visa_chargeDeclined").id;

  std::vector<PaymentId> listed;
  ListPayments list{Status::captured, 2, std::nullopt};
  do {
    const auto page = till.bench.ask(till.bench.as_admin(), list);
    for (const auto& payment : page.items) listed.push_back(payment.id);
    list.cursor = page.next_cursor;
  } while (list.cursor);
  CHECK(listed == newest_first);

  const ListPayments all{std::nullopt, 100, std::nullopt};
  const auto everything = till.bench.ask(till.bench.as_admin(), all);
  CHECK(everything.items.size() == 6);
  CHECK(everything.items.front().id == declined);
  CHECK_FALSE(everything.next_cursor);
}

TEST_CASE_TRANSPORTS("the list of payments is for administrators and refuses a foreign cursor") {
  Till till(wire);
  const ListPayments list{};
  const ListPayments foreign{std::nullopt, 20, "bm9uZQ"};

  CHECK(till.bench.refused(till.bench.as_nobody(), list) == Code::unauthenticated);
  CHECK(till.bench.refused(till.bench.as_user(till.user), list) == Code::permission_denied);
  CHECK(till.bench.refused(till.bench.as_admin(), foreign) == Code::invalid_argument);
}

namespace {

kernel::Task<> charge_into(PaymentModule& module, const Context& context, const Charge& charge,
                           std::vector<Payment>& answers) {
  answers.push_back(co_await module.charge(context, charge));
}

kernel::Task<> charge_twice(kernel::Runtime& runtime, PaymentModule& module, const Context& context,
                            const Charge& charge, std::vector<Payment>& answers) {
  runtime.spawn(charge_into(module, context, charge, answers));
  co_await charge_into(module, context, charge, answers);
}

}  // namespace

TEST_CASE_TRANSPORTS("two charges of one order at once ask the provider one after the other") {
  Line line;
  Till till(wire, &line);
  const auto context = till.order();
  const auto charge = till.charge_of(till.new_order(), 100);
  std::vector<Payment> answers;

  till.bench.run(charge_twice(till.bench.runtime(), till.bench.module<BadLineModule>(), context,
                              charge, answers));
  till.bench.settle();

  REQUIRE(answers.size() == 2);
  CHECK(answers[0].id == answers[1].id);
  CHECK(answers[0].status == Status::captured);
  CHECK(answers[1].status == Status::captured);
  CHECK(line.at_once_max == 1);
  CHECK(line.charges == 1);
}
