#include "post_office.h"

using namespace test;

namespace {

void announce_orders(PostOffice& office, const kernel::UserId& user, int count) {
  for (int i = 0; i < count; ++i)
    office.announce(confirmed(user, kernel::OrderId::fresh(office.bench.runtime())));
}

}  // namespace

TEST_CASE_TRANSPORTS("a list shows the newest first, a page at a time, each mail once") {
  PostOffice office{wire, PostOffice::in_memory()};
  office.announce(registered(alice, "Alice"));
  announce_orders(office, alice, 4);

  std::vector<notification::Notification> all;
  std::optional<std::string> cursor;
  int pages = 0;
  do {
    const auto page = office.list(alice, 2, cursor);
    all.insert(all.end(), page.items.begin(), page.items.end());
    cursor = page.next_cursor;
    ++pages;
  } while (cursor);

  CHECK(pages == 3);
  REQUIRE(all.size() == 5);
  CHECK(std::is_sorted(all.begin(), all.end(), [](const auto& a, const auto& b) {
    return std::pair(a.created_at, a.id) > std::pair(b.created_at, b.id);
  }));
  CHECK(all.back().kind == notification::Topic::registered);
}

TEST_CASE_TRANSPORTS("everybody sees the own mail only") {
  PostOffice office{wire, PostOffice::in_memory()};
  office.announce(registered(alice, "Alice"));
  office.announce(registered(bob, "Bob"));

  CHECK(office.list(alice).items.size() == 1);
  CHECK(office.list(bob).items.size() == 1);
  CHECK(office.list(kernel::UserId{{{9}}}).items.empty());
  const notification::ListNotifications message;
  CHECK(office.bench.refused(office.bench.as_nobody(), message) == Code::unauthenticated);
  CHECK(office.bench.refused(office.bench.as_service("order"), message) == Code::permission_denied);
}

TEST_CASE_TRANSPORTS("a cursor that is none, and a limit out of bounds, are refused") {
  PostOffice office{wire, PostOffice::in_memory()};
  const auto refused = [&](const notification::ListNotifications& message) {
    return office.bench.refused(office.bench.as_user(alice), message);
  };

  CHECK(refused({20, "no cursor"}) == Code::invalid_argument);
  CHECK(refused({20, "AAAA"}) == Code::invalid_argument);
  CHECK(refused({0, {}}) == Code::invalid_argument);
  CHECK(refused({101, {}}) == Code::invalid_argument);
}
