#include <doctest/doctest.h>

#include "commands/replay_run.h"
#include "commands/terminal.h"

using commands::replay_email;
using commands::replay_key;
using commands::RetailOrder;

TEST_CASE("a customer has the same address in every replay, and no two share one") {
  CHECK(replay_email("customer-17850.0") == "customer-17850.0@replay.example");
  CHECK(replay_email("guest-536414") == "guest-536414@replay.example");
  CHECK(replay_email("guest-A 1") != replay_email("guest-a 1"));
  CHECK(replay_email("guest-A 1") == replay_email("guest-A 1"));
  CHECK(replay_email("customer-" + std::string(80, '1')).size() < 80);
}

TEST_CASE("an order has the same key in every file, and another one when it is another order") {
  RetailOrder order;
  order.invoice = "536365";
  order.customer_id = "17850.0";
  order.lines = {{"85123A", 6}, {"71053", 6}};
  auto other = order;
  other.line = 99;

  CHECK(replay_key(order) == replay_key(other));
  CHECK(replay_key(order).starts_with("replay-536365-"));

  other.lines[0].quantity = 7;
  CHECK(replay_key(order) != replay_key(other));
  other = order;
  other.customer_id = "17851.0";
  CHECK(replay_key(order) != replay_key(other));
}

TEST_CASE("numbers and columns are aligned for people") {
  CHECK(commands::grouped_digits(0) == "0");
  CHECK(commands::grouped_digits(999) == "999");
  CHECK(commands::grouped_digits(-1000) == "-1,000");
  CHECK(commands::grouped_digits(1234567) == "1,234,567");

  using commands::Table;
  Table table({{"what", Table::Align::left}, {"£", Table::Align::right}});
  table.add({"tea", "1,000"});
  table.add({"coffee", "7"});
  CHECK(table.text() == "what        £\ntea     1,000\ncoffee      7\n");
}
