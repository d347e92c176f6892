#include "post_office.h"

using namespace test;

namespace {

std::string only_mail(PostOffice& office) {
  const auto mails = office.box->mails();
  REQUIRE(mails.size() == 1);
  return unfolded(mails[0].content);
}

std::vector<std::string> subjects(PostOffice& office, const kernel::UserId& user) {
  std::vector<std::string> found;
  for (const auto& item : office.list(user).items) found.push_back(item.subject);
  return found;
}

}  // namespace

TEST_CASE_TRANSPORTS("whoever registers is welcomed with a link that verifies the address") {
  PostOffice office{wire, PostOffice::in_memory()};

  office.announce(registered(alice, "Alice"));

  const auto mail = only_mail(office);
  CHECK(contains(mail, "To: Alice <Alice@example.org>\r\n"));
  CHECK(contains(mail, "https://shop.example/verify#token=verify-Alice"));
  REQUIRE(office.list(alice).items.size() == 1);
  CHECK(office.list(alice).items[0].kind == notification::Topic::registered);
  CHECK(office.list(alice).items[0].status == notification::Status::delivered);
}

TEST_CASE_TRANSPORTS("whoever forgot the password gets a link that sets a new one") {
  PostOffice office{wire, PostOffice::in_memory()};
  const auth::PasswordResetRequested event{alice, "alice@example.org", "Alice",
                                           SecretText("reset-token"),
                                           kernel::WallTime{1'767'229'200'000}};

  office.announce(event);

  const auto mail = only_mail(office);
  CHECK(contains(mail, "https://shop.example/reset#token=reset-token"));
  CHECK(contains(mail, "2026-01-01T01:00 (UTC)"));
  CHECK(office.list(alice).items.at(0).kind == notification::Topic::password_reset);
}

TEST_CASE_TRANSPORTS("a confirmed order is told with its lines, total and address") {
  PostOffice office{wire, PostOffice::in_memory()};
  office.announce(registered(alice, "Alice"));

  office.announce(confirmed(alice));

  REQUIRE(office.box->mails().size() == 2);
  const auto mail = unfolded(office.box->mails()[1].content);
  CHECK(contains(mail, kernel::to_text(some_order)));
  CHECK(contains(mail, "2 x  Mug  £2.50  £5.00"));
  CHECK(contains(mail, "Total    £17.99"));
  CHECK(contains(mail, "LS1 1AA Leeds"));
  CHECK(subjects(office, alice).at(0) == "Your order of £17.99 is confirmed");
}

TEST_CASE_TRANSPORTS("a cancelled order and a refund are told with what went back") {
  PostOffice office{wire, PostOffice::in_memory()};
  office.announce(registered(alice, "Alice"));
  const order::OrderCancelled cancelled{some_order, alice, pence(1799)};
  const payment::PaymentRefunded refunded{{}, some_order, alice, pence(500), pence(1299)};

  office.announce(cancelled);
  office.announce(refunded);

  CHECK(subjects(office, alice) ==
        std::vector<std::string>{"£5.00 went back to you", "Your order of £17.99 is cancelled",
                                 "Welcome - please confirm your address"});
}

TEST_CASE_TRANSPORTS("an order of somebody unknown is told as soon as the address is known") {
  PostOffice office{wire, PostOffice::in_memory()};
  office.announce(confirmed(alice));
  CHECK(office.box->mails().empty());

  office.announce(registered(alice, "Alice"));
  office.bench.advance(std::chrono::minutes(1));

  CHECK(office.box->mails().size() == 2);
  CHECK(office.list(alice).items.size() == 2);
}

TEST_CASE_TRANSPORTS("what customers and products are called changes neither headers nor HTML") {
  PostOffice office{wire, PostOffice::in_memory()};
  auth::UserRegistered event = registered(alice, "Alice");
  event.name = "Eve\r\nBcc: victim@example.org\r\n\r\n<script>alert(1)</script>";
  office.announce(event);
  office.announce(confirmed(alice));

  for (const auto& mail : office.box->mails()) {
    const auto head = mail.content.substr(0, mail.content.find("\r\n\r\n"));
    CHECK_FALSE(contains(head, "\nBcc:"));
    const auto body = unfolded(mail.content.substr(head.size()));
    CHECK_FALSE(contains(body, "\nBcc:"));
    const auto html = body.substr(body.find("<!DOCTYPE"));
    CHECK_FALSE(contains(html, "<script>"));
  }
  const auto welcome = unfolded(office.box->mails()[0].content);
  CHECK_FALSE(contains(welcome.substr(welcome.find("\r\n\r\n")), "alert"));
  const auto confirmation = unfolded(office.box->mails()[1].content);
  CHECK(contains(confirmation, "&lt;script&gt;"));
  CHECK(contains(confirmation, "Tea &lt;fine&gt; &amp; black"));
}

TEST_CASE_TRANSPORTS("an address that would break a header is refused, and nothing is stored") {
  PostOffice office{wire, PostOffice::in_memory()};
  auth::UserRegistered event = registered(alice, "Alice");
  event.email = "alice@example.org>\r\nBcc: <victim@example.org";

  office.announce(event);

  CHECK(office.stored("id").empty());
}
