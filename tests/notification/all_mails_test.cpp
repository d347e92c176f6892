// Administrators see everybody's mail, but no one-time token.
#include "internal/letters.h"
#include "kernel/time_cursor.h"
#include "post_office.h"

using namespace test;

namespace {

notification::MailPage all_mails(PostOffice& office, const notification::ListMails& list = {}) {
  return office.bench.ask(office.bench.as_admin(), list);
}

notification::MailPreview preview(PostOffice& office, const kernel::NotificationId& id) {
  return office.bench.ask(office.bench.as_admin(), notification::GetMail{id});
}

}  // namespace

TEST_CASE_TRANSPORTS("administrators see everybody's mail, newest first, page by page") {
  PostOffice office{wire, PostOffice::in_memory()};
  office.announce(registered(alice, "Alice"));
  office.announce(registered(bob, "Bob"));
  office.announce(confirmed(alice));
  notification::ListMails list;
  list.limit = 2;

  const auto first = all_mails(office, list);
  list.cursor = first.next_cursor;
  const auto second = all_mails(office, list);

  REQUIRE(first.items.size() == 2);
  REQUIRE(second.items.size() == 1);
  CHECK_FALSE(second.next_cursor);
  std::vector all = first.items;
  all.push_back(second.items[0]);
  CHECK(std::is_sorted(all.begin(), all.end(), [](const auto& a, const auto& b) {
    return std::pair(a.created_at, a.id) > std::pair(b.created_at, b.id);
  }));
  CHECK(std::ranges::count(all, "Bob@example.org", &notification::MailRow::email) == 1);
}

TEST_CASE_TRANSPORTS("mails are listed by reader and by what became of them") {
  notification::Options options = PostOffice::in_memory();
  options.transport = std::make_shared<FlakyMail>(1000);
  options.attempts_max = 1;
  PostOffice office{wire, options};
  office.announce(registered(alice, "Alice"));
  office.announce(registered(bob, "Bob"));
  notification::ListMails of_bob;
  of_bob.sent_to = bob;
  notification::ListMails dead;
  dead.status = notification::Status::dead;
  notification::ListMails delivered_to_bob = of_bob;
  delivered_to_bob.status = notification::Status::delivered;

  REQUIRE(all_mails(office, of_bob).items.size() == 1);
  CHECK(all_mails(office, of_bob).items[0].sent_to == bob);
  REQUIRE(all_mails(office, dead).items.size() == 2);
  CHECK(all_mails(office, dead).items[0].attempts == 1);
  CHECK(contains(all_mails(office, dead).items[0].error, "the server is away"));
  CHECK(all_mails(office, delivered_to_bob).items.empty());
}

TEST_CASE_TRANSPORTS("a preview says what the mail says, with its one-time token masked") {
  notification::Options options = PostOffice::in_memory();
  options.transport = std::make_shared<FlakyMail>(1000);  // the mail waits, its token is kept
  PostOffice office{wire, options};
  office.announce(registered(alice, "Alice"));
  REQUIRE(contains(office.stored("secret"), "verify-Alice"));

  const auto mail = preview(office, all_mails(office).items.at(0).id);

  CHECK(mail.sent_to == alice);
  CHECK(mail.name == "Alice");
  CHECK(mail.email == "Alice@example.org");
  CHECK(mail.kind == notification::Topic::registered);
  CHECK(contains(mail.text, "https://shop.example/verify#token=***\n"));
  CHECK(contains(mail.html, "https://shop.example/verify#token=***\""));
  for (const auto& text : {mail.text, mail.html}) {
    CHECK_FALSE(contains(text, "verify-Alice"));
    CHECK_FALSE(contains(text, std::string(1, notification::secret_mark)));
  }
}

TEST_CASE_TRANSPORTS("the preview of an order's mail is what was delivered") {
  PostOffice office{wire, PostOffice::in_memory()};
  office.announce(registered(alice, "Alice"));
  office.announce(confirmed(alice));
  const auto sent = office.box->mails();
  REQUIRE(sent.size() == 2);
  const auto newest = all_mails(office).items.at(0);

  const auto mail = preview(office, newest.id);

  CHECK(mail.status == notification::Status::delivered);
  CHECK(contains(mail.html, "Tea &lt;fine&gt; &amp; black"));
  CHECK(contains(unfolded(sent[1].content), "Tea &lt;fine&gt; &amp; black"));
  CHECK(contains(mail.text, "2 x  Mug"));
}

TEST_CASE_TRANSPORTS("everybody's mail is for administrators") {
  PostOffice office{wire, PostOffice::in_memory()};
  office.announce(registered(alice, "Alice"));
  const notification::ListMails list;
  const notification::GetMail get{all_mails(office).items.at(0).id};
  const notification::GetMail absent{kernel::NotificationId{{{7}}}};
  notification::ListMails foreign;
  foreign.cursor = kernel::to_cursor({}, "notifications");
  const auto check = [&](const auto& message) {
    CHECK(office.bench.refused(office.bench.as_nobody(), message) == Code::unauthenticated);
    CHECK(office.bench.refused(office.bench.as_user(alice), message) == Code::permission_denied);
  };

  check(list);
  check(get);
  CHECK(office.bench.refused(office.bench.as_admin(), absent) == Code::not_found);
  CHECK(office.bench.refused(office.bench.as_admin(), foreign) == Code::invalid_argument);
}
