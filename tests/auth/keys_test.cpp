#include "front_door.h"

using namespace test;
using namespace std::chrono_literals;

namespace {

auth::SigningKeys rotate(FrontDoor& door) {
  const auth::RotateSigningKey message;
  return door.bench.ask(door.bench.as_admin(), message);
}

}  // namespace

TEST_CASE_TRANSPORTS("there is a signing key as soon as somebody asks, and it stays") {
  FrontDoor door{wire};

  const auto first = door.keys();

  REQUIRE(first.keys.size() == 1);
  CHECK(first.keys[0].expires_at == kernel::WallTime{});
  CHECK(kernel::parse_public_key(first.keys[0].x));
  CHECK(door.keys().keys[0].kid == first.keys[0].kid);
}

TEST_CASE_TRANSPORTS("a rotation keeps old tokens valid until they expire") {
  FrontDoor door{wire};
  door.register_user();
  const auto old = door.login();
  const auto old_kid = kernel::jwt_kid(old.access_token.reveal());

  const auto published = rotate(door);

  CHECK(published.keys.size() == 2);
  const auto fresh = door.login();
  CHECK(kernel::jwt_kid(fresh.access_token.reveal()) != old_kid);
  CHECK(door.claims(fresh));
  CHECK(door.claims(old));
  door.bench.advance(55s);
  CHECK(door.claims(old));
  door.bench.advance(70s);
  CHECK(door.keys().keys.size() == 1);
}

TEST_CASE_TRANSPORTS("a repeated rotation happens once") {
  FrontDoor door{wire};
  const auto context = door.bench.as_admin();
  const auth::RotateSigningKey message;

  const auto first = door.bench.ask(context, message);
  const auto again = door.bench.ask(context, message);

  CHECK(again.keys.size() == first.keys.size());
  CHECK(door.keys().keys.size() == 2);
}

TEST_CASE_TRANSPORTS("administrators and services rotate the key, nobody else") {
  FrontDoor door{wire};
  const auto customer = kernel::UserId::fresh(door.bench.runtime());
  const auth::RotateSigningKey message;

  CHECK(door.bench.refused(door.bench.as_nobody(), message) == Code::unauthenticated);
  CHECK(door.bench.refused(door.bench.as_user(customer), message) == Code::permission_denied);
  CHECK_NOTHROW(door.bench.ask(door.bench.as_service("test"), message));
}

TEST_CASE_TRANSPORTS("rotating the key needs a recent login") {
  FrontDoor door{wire};
  const auth::RotateSigningKey message;

  CHECK(door.bench.refused(door.bench.as_admin({}, 13h), message) == Code::unauthenticated);
  CHECK_NOTHROW(door.bench.ask(door.bench.as_admin({}, 11h), message));
}

TEST_CASE_TRANSPORTS("a rotation is written down by the new key's id") {
  FrontDoor door{wire};

  const auto published = rotate(door);

  const auto records = door.audit();
  REQUIRE(records.size() == 1);
  CHECK(records[0].message == "auth.RotateSigningKey");
  CHECK(records[0].target == published.keys.at(0).kid);
  CHECK(records[0].outcome == "done");
}

TEST_CASE_TRANSPORTS("a key that was rotated out can sign no more") {
  FrontDoor door{wire};
  door.keys();
  rotate(door);

  auto reader = door.bench.module<auth::AuthModule>().database().read();
  const auto seeds = reader.one("SELECT count(*), count(seed) FROM signing_keys");

  CHECK(seeds->get<int>(0) == 2);
  CHECK(seeds->get<int>(1) == 1);
}
