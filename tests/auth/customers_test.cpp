// Administrators find everybody's account.
#include "front_door.h"
#include "kernel/time_cursor.h"

using namespace test;

namespace {

std::vector<std::string> found(FrontDoor& door, auth::FindAccounts find) {
  std::vector<std::string> emails;
  do {
    const auto page = door.bench.ask(door.bench.as_admin(), find);
    for (const auto& account : page.items) emails.push_back(account.email);
    find.cursor = page.next_cursor;
  } while (find.cursor);
  return emails;
}

auth::FindAccounts beginning(std::string q) {
  auth::FindAccounts find;
  find.q = std::move(q);
  return find;
}

using Emails = std::vector<std::string>;

// Alice is the name of them all.
void register_three(FrontDoor& door) {
  for (const std::string email : {"Ann@shop.example", "bea@shop.example", "ann@other.example"}) {
    door.register_user(email);
    door.bench.advance(std::chrono::seconds(1));
  }
}

}  // namespace

TEST_CASE_TRANSPORTS("accounts are listed newest first, page by page") {
  FrontDoor door{wire};
  register_three(door);
  auth::FindAccounts all;
  all.limit = 2;

  CHECK(found(door, all) == Emails{"ann@other.example", "bea@shop.example", "Ann@shop.example"});
}

TEST_CASE_TRANSPORTS("an account is found by the beginning of its address or name, in any case") {
  FrontDoor door{wire};
  register_three(door);

  CHECK(found(door, beginning("ann")) == Emails{"ann@other.example", "Ann@shop.example"});
  CHECK(found(door, beginning("ANN@S")) == Emails{"Ann@shop.example"});
  CHECK(found(door, beginning("ali")).size() == 3);
  CHECK(found(door, beginning("")).size() == 3);
  CHECK(found(door, beginning("nn@")).empty());
  CHECK(found(door, beginning("%")).empty());
}

TEST_CASE_TRANSPORTS("accounts are seen by administrators only") {
  FrontDoor door{wire};
  const auto alice = door.register_user();
  const auth::FindAccounts find;
  const auth::GetAccount get{alice.id};
  const auth::GetAccount absent{kernel::UserId{{{9}}}};
  auth::FindAccounts foreign;
  foreign.cursor = kernel::to_cursor({}, "sessions");

  CHECK(door.bench.ask(door.bench.as_admin(), get).email == alice.email);
  CHECK(door.bench.refused(door.bench.as_admin(), absent) == Code::not_found);
  CHECK(door.bench.refused(door.bench.as_admin(), foreign) == Code::invalid_argument);
  const auto check = [&](const auto& message) {
    CHECK(door.bench.refused(door.bench.as_nobody(), message) == Code::unauthenticated);
    CHECK(door.bench.refused(door.bench.as_user(alice.id), message) == Code::permission_denied);
  };
  check(find);
  check(get);
}
