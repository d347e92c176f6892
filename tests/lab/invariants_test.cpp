#include <doctest/doctest.h>

#include "oracle_support.h"
#include "tamper.h"

namespace lab::test {
namespace {

// A stopped shop whose books balance, to spoil.
struct Spoiled {
  Spoiled() {
    undisturbed();
    copy_directory(undisturbed_directory(), directory);
  }
  Invariants check() const { return check_invariants(directory, small_shop()); }

  const Folder folder;
  const std::string directory = folder.path() + "/copy";
};

constexpr const char* a_confirmed = "(SELECT id FROM orders WHERE status = 3 ORDER BY id LIMIT 1)";

}  // namespace

TEST_CASE("the books of a shop that nobody disturbed balance") {
  const Spoiled shop;

  const auto found = shop.check();

  CHECK(found.money);
  CHECK(found.stock);
  CHECK(found.mail);
  CHECK(found.detail == "");
}

TEST_CASE("whatever is wrong with the money is found, and only that") {
  struct Wrong {
    const char* module;
    const char* sql;
    const char* said;
  };
  for (const auto& [module, sql, said] : {
           Wrong{"sandbox",
                 "UPDATE charges SET amount = amount + 1 WHERE payment_id = (SELECT min(payment_id)"
                 " FROM charges WHERE status = 'captured')",
                 "charged"},
           Wrong{"sandbox",
                 "INSERT INTO charges SELECT zeroblob(16), order_id, method, amount, currency,"
                 " status, reason, created_at FROM charges WHERE status = 'captured' LIMIT 1",
                 "charged 2 times"},
           Wrong{"sandbox",
                 "UPDATE charges SET order_id = zeroblob(16) WHERE payment_id ="
                 " (SELECT min(payment_id) FROM charges WHERE status = 'captured')",
                 "belongs to no order"},
           Wrong{"sandbox", "UPDATE charges SET currency = 'EUR' WHERE status = 'captured'", "EUR"},
           Wrong{"sandbox", "DELETE FROM refunds", "keeps"},
           Wrong{"sandbox",
                 "UPDATE charges SET status = 'declined' WHERE payment_id ="
                 " (SELECT max(payment_id) FROM charges WHERE status = 'captured')",
                 "keeps 0, not"},
           Wrong{"payment", "UPDATE payments SET refunded = 0", "keeps"},
       }) {
    CAPTURE(std::string(sql));
    const Spoiled shop;

    tamper(shop.directory, module, sql);
    const auto found = shop.check();

    CHECK_FALSE(found.money);
    CHECK(found.stock);
    CHECK(found.mail);
    CHECK(found.detail.find(said) != std::string::npos);
  }
}

TEST_CASE("a unit that is lost, held back or sold twice is found") {
  struct Wrong {
    const char* sql;
    const char* said;
  };
  for (const auto& [sql, said] : {
           Wrong{"UPDATE stock SET on_hand = on_hand - 1 WHERE product = 1", "on hand"},
           Wrong{"UPDATE stock SET on_hand = on_hand - 1, reserved = 1 WHERE product = 1",
                 "1 reserved"},
           Wrong{"UPDATE stock SET on_hand = on_hand - 1, sold = sold + 1 WHERE product ="
                 " (SELECT product FROM stock WHERE sold > 0 AND product IN"
                 " (SELECT number FROM products WHERE category <> 'Scripted') LIMIT 1)",
                 "in confirmed orders"},
           Wrong{"UPDATE products SET sku = 'another' WHERE number = 1", "is gone"},
       }) {
    CAPTURE(std::string(sql));
    const Spoiled shop;

    tamper(shop.directory, "catalog", sql);
    const auto found = shop.check();

    CHECK_FALSE(found.stock);
    CHECK(found.money);
    CHECK(found.mail);
    CHECK(found.detail.find(said) != std::string::npos);
  }
}

TEST_CASE("a mail that is lost, dead, doubled or about nothing is found") {
  struct Wrong {
    const char* sql;
    const char* said;
  };
  for (const auto& [sql, said] : {
           Wrong{"DELETE FROM mails WHERE id = (SELECT min(id) FROM mails WHERE topic = 2)",
                 "0 mails, not one"},
           Wrong{"UPDATE mails SET status = 2 WHERE id = (SELECT min(id) FROM mails"
                 " WHERE topic = 2)",
                 "is dead"},
           Wrong{"UPDATE mails SET topic = 2 WHERE topic = 0", "no confirmed order"},
           Wrong{"UPDATE mails SET topic = 2 WHERE topic = 3", "2 mails, not one"},
           Wrong{"UPDATE mails SET id = zeroblob(16) WHERE id = (SELECT min(id) FROM mails"
                 " WHERE topic = 2)",
                 "no file"},
       }) {
    CAPTURE(std::string(sql));
    const Spoiled shop;

    tamper(shop.directory, "notification", sql);
    const auto found = shop.check();

    CHECK_FALSE(found.mail);
    CHECK(found.money);
    CHECK(found.stock);
    CHECK(found.detail.find(said) != std::string::npos);
  }
}

TEST_CASE("an order that is still on its way breaks nothing, but is told") {
  const Spoiled shop;

  tamper(shop.directory, "order",
         std::string("UPDATE orders SET status = 2 WHERE id = ") + a_confirmed);
  tamper(shop.directory, "notification",
         "UPDATE mails SET status = 0 WHERE id = (SELECT max(id) FROM mails WHERE topic = 2)");
  const auto found = shop.check();

  CHECK(found.money);
  CHECK(found.stock);
  CHECK_FALSE(found.mail);  // it was told of an order that is not confirmed
  CHECK(found.detail.find("unfinished: 1 orders") != std::string::npos);
  CHECK(found.detail.find("unfinished: 1 mails not yet sent") != std::string::npos);
}

TEST_CASE("what a load left behind is told without ids and times, and changes with the books") {
  undisturbed();
  const auto state = end_state(undisturbed_directory());
  CHECK(state.find("revenue: ") != std::string::npos);
  CHECK(state.find(" confirmed, ") != std::string::npos);

  struct Change {
    const char* module;
    const char* sql;
  };
  for (const auto& [module, sql] : {
           Change{"order", "UPDATE orders SET total = total + 1 WHERE status = 3"},
           Change{"order", "UPDATE order_lines SET quantity = quantity + 1"},
           Change{"order", "UPDATE orders SET status = 6 WHERE status = 3"},
           Change{"notification", "DELETE FROM mails WHERE topic = 2"},
           Change{"cart",
                  "INSERT INTO lines SELECT number, 99, randomblob(16), randomblob(16), 1,"
                  " 'x', 1, 'GBP' FROM carts LIMIT 1"},
       }) {
    CAPTURE(std::string(sql));
    const Spoiled shop;
    CHECK(end_state(shop.directory) == state);

    tamper(shop.directory, module, sql);

    CHECK(end_state(shop.directory) != state);
  }
}

}  // namespace lab::test
