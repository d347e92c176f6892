#include "lab/oracle/final_rows.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>

#include "lab/oracle/mail_files.h"
#include "oracle_support.h"
#include "tamper.h"

namespace lab::test {
namespace {

bool any_row(const std::vector<std::string>& rows, const std::string& begin,
             const std::string& part) {
  return std::ranges::any_of(rows, [&](const std::string& row) {
    return row.starts_with(begin) && row.find(part) != row.npos;
  });
}

// Lines that only one of the two has.
std::size_t changed(const std::vector<std::string>& a, const std::vector<std::string>& b) {
  std::vector<std::string> only;
  std::ranges::set_symmetric_difference(a, b, std::back_inserter(only));
  return only.size();
}

}  // namespace

TEST_CASE("rows name what their ids stand for, and hold neither times nor secrets") {
  const auto& rows = undisturbed().rows;

  CHECK(any_row(rows, "auth.accounts", "id: customer scripted.1@oracle.example"));
  CHECK(any_row(rows, "catalog.stock", "product: product KIT-101 | on_hand: "));
  CHECK(any_row(rows, "order.orders", "user_id: customer scripted.1@oracle.example"));
  CHECK(any_row(rows, "payment.payments", "order_id: order bad of customer scripted.1@"));
  CHECK(any_row(rows, "sandbox.charges", "payment_id: payment of order bad of customer"));
  CHECK(any_row(rows, "cart.carts", "owner: customer scripted.1@oracle.example"));
  CHECK(any_row(rows, "mail", "to: Scripted 1 <Scripted.1@oracle.example>"));
  CHECK_FALSE(any_row(rows, "catalog.words", ""));
  for (const char* hidden : {"password: ", "created_at: ", "seed: ", "hash: ", "T0", "argon2"}) {
    CAPTURE(std::string(hidden));
    CHECK_FALSE(any_row(rows, "auth.", hidden));
  }
  CHECK(std::ranges::is_sorted(rows));
}

TEST_CASE("every row that was changed behind the shop's back is seen") {
  struct Change {
    const char* module;
    const char* sql;
    std::size_t lines;
  };
  for (const auto& [module, sql, lines] : {
           Change{"catalog", "UPDATE stock SET on_hand = on_hand + 1 WHERE product = 1", 2},
           Change{"auth", "UPDATE accounts SET name = 'X' WHERE address LIKE 'scripted.1@%'", 2},
           Change{"order", "UPDATE orders SET city = 'Leeds' WHERE key = 'bad'", 2},
           Change{"sandbox",
                  "UPDATE charges SET amount = amount + 1 WHERE payment_id ="
                  " (SELECT min(payment_id) FROM charges)",
                  2},
           Change{"notification", "DELETE FROM mails WHERE topic = 3", 1},
           Change{"payment",
                  "UPDATE payments SET order_id = zeroblob(16) WHERE status = 2"
                  " AND id = (SELECT max(id) FROM payments WHERE status = 2)",
                  4},  // the provider's books name it too
       }) {
    CAPTURE(std::string(sql));
    const Folder folder;
    const auto copy = folder.path() + "/copy";
    undisturbed();
    copy_directory(undisturbed_directory(), copy);
    CHECK(changed(final_rows(copy), undisturbed().rows) == 0);

    tamper(copy, module, sql);

    CHECK(changed(final_rows(copy), undisturbed().rows) == lines);
    CHECK(digest_of(final_rows(copy)) != digest_of(undisturbed().rows));
  }
}

TEST_CASE("a mail file that is lost is a row that is lost") {
  const Folder folder;
  const auto copy = folder.path() + "/copy";
  undisturbed();
  copy_directory(undisturbed_directory(), copy);
  const auto first = *std::filesystem::directory_iterator(copy + "/mail");

  std::filesystem::remove(first.path());

  CHECK(changed(final_rows(copy), undisturbed().rows) == 1);
}

TEST_CASE("a digest tells rows apart wherever they are split") {
  CHECK(digest_of({"a", "b"}) == digest_of({"a", "b"}));
  CHECK(digest_of({"a", "b"}) != digest_of({"ab"}));
  CHECK(digest_of({"a", "b"}) != digest_of({"a"}));
  CHECK(digest_of({}) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST_CASE("a mail is read as a mail program shows it") {
  const auto mail = parse_mail(
      "Date: Sun, 22 Nov 2026 03:11:00 +0000\r\nFrom: Cleave <shop@localhost>\r\n"
      "To: Ada <ada@example.com>\r\nSubject: =?UTF-8?Q?Your?=\r\n =?UTF-8?Q?order?=\r\n\r\n"
      "A soft =\r\nbreak, a =C2=A3 and 1 =3D 1.\r\nhttp://shop/verify#token=3Dabc_-9\r\n");

  CHECK(mail.from == "Cleave <shop@localhost>");
  CHECK(mail.to == "Ada <ada@example.com>");
  CHECK(mail.subject == "=?UTF-8?Q?Your?= =?UTF-8?Q?order?=");
  CHECK(mail.body == "\n\nA soft break, a £ and 1 = 1.\nhttp://shop/verify#token=abc_-9\n");
}

TEST_CASE("the token is that of the newest mail to the address, for the link that is meant") {
  const Folder folder;
  std::filesystem::create_directories(folder.path() + "/mail");
  const auto write = [&](const std::string& name, const std::string& to, const std::string& link) {
    std::ofstream(folder.path() + "/mail/" + name + ".eml", std::ios::binary)
        << "From: S <s@x>\r\nTo: A <" << to << ">\r\nSubject: x\r\n\r\nhttp://shop" << link
        << "\r\n";
  };
  write("1", "a@x", "/verify#token=3Dold");
  write("2", "a@x", "/verify#token=3Dnew");
  write("3", "a@x", "/reset#token=3Dreset");
  write("4", "b@x", "/verify#token=3Dother");

  CHECK(mailed_token(folder.path(), "a@x", "/verify") == "new");
  CHECK(mailed_token(folder.path(), "a@x", "/reset") == "reset");
  CHECK(mailed_token(folder.path(), "b@x", "/verify") == "other");
  CHECK_FALSE(mailed_token(folder.path(), "b@x", "/reset"));
  CHECK_FALSE(mailed_token(folder.path() + "/nowhere", "a@x", "/verify"));
}

}  // namespace lab::test
