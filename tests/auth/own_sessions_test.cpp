// What somebody sees of her own logins, and how she ends those that she does not know.
#include <algorithm>

#include "front_door.h"

using namespace test;
using namespace std::chrono_literals;

namespace {

// Alice, who has an account, and a stranger who has one too.
struct Logins {
  explicit Logins(Wire wire) : door(wire) {
    alice = door.register_user().id;
    stranger = door.register_user("stranger@example.org").id;
  }

  auth::Tokens login() {
    door.bench.advance(1s);
    return door.login();
  }
  kernel::Context as(const auth::Tokens& tokens) {
    const auto claims = door.claims(tokens);
    REQUIRE(claims);
    return door.bench.as_user(claims->user, claims->session);
  }
  kernel::SessionId session_of(const auth::Tokens& tokens) { return as(tokens).who().session; }

  auth::SessionPage list(const kernel::Context& context, int limit = 20,
                         const std::optional<std::string>& cursor = {}) {
    const auth::GetSessions message{limit, cursor};
    return door.bench.ask(context, message);
  }
  void end(const kernel::Context& context, const kernel::SessionId& session) {
    const auth::EndSession message{session};
    door.bench.ask(context, message);
  }
  void end_others(const kernel::Context& context) {
    const auth::EndOtherSessions message;
    door.bench.ask(context, message);
  }
  template <class M>
  Code refused(const kernel::Context& context, const M& message) {
    return door.bench.refused(context, message);
  }
  bool holds(const auth::Tokens& tokens) {
    const auto ended = door.revocations().sessions;
    return std::ranges::find(ended, session_of(tokens)) == ended.end();
  }

  FrontDoor door;
  kernel::UserId alice, stranger;
};

}  // namespace

TEST_CASE_TRANSPORTS("somebody sees her own logins, the newest first, and which of them asks") {
  Logins logins{wire};
  const auto laptop = logins.login();
  const auto phone = logins.login();
  logins.door.login("stranger@example.org");

  const auto page = logins.list(logins.as(laptop));

  REQUIRE(page.items.size() == 2);
  CHECK(page.items[0].id == logins.session_of(phone));
  CHECK_FALSE(page.items[0].current);
  CHECK(page.items[1].id == logins.session_of(laptop));
  CHECK(page.items[1].current);
  CHECK(page.items[1].authenticated_at < page.items[0].authenticated_at);
  CHECK(page.items[1].expires_at ==
        page.items[1].authenticated_at + quick_options().refresh_token_lifetime);
  CHECK_FALSE(page.next_cursor);
}

TEST_CASE_TRANSPORTS("a refreshed session expires later, and its password is as old as before") {
  Logins logins{wire};
  const auto tokens = logins.login();
  const auto before = logins.list(logins.as(tokens)).items.at(0);
  logins.door.bench.advance(10s);

  const auto refreshed = logins.door.refresh(tokens.refresh_token);

  const auto after = logins.list(logins.as(refreshed)).items.at(0);
  CHECK(after.id == before.id);
  CHECK(after.authenticated_at == before.authenticated_at);
  CHECK(after.expires_at > before.expires_at);
}

TEST_CASE_TRANSPORTS("many logins come in pages, and those that have expired do not come") {
  Logins logins{wire};
  logins.login();
  logins.door.bench.advance(quick_options().refresh_token_lifetime - 5s);
  const auto second = logins.login();
  const auto third = logins.login();
  const auto context = logins.as(third);
  logins.door.bench.advance(4s);

  const auto first_page = logins.list(context, 1);
  const auto last_page = logins.list(context, 1, first_page.next_cursor);

  REQUIRE(first_page.items.size() == 1);
  CHECK(first_page.items[0].id == logins.session_of(third));
  REQUIRE(first_page.next_cursor);
  REQUIRE(last_page.items.size() == 1);
  CHECK(last_page.items[0].id == logins.session_of(second));
  CHECK_FALSE(last_page.next_cursor);
  const auth::GetSessions foreign{20, "no-such-cursor"};
  CHECK(logins.refused(context, foreign) == Code::invalid_argument);
}

TEST_CASE_TRANSPORTS("a session that is ended is gone with its tokens, and the others stay") {
  Logins logins{wire};
  const auto laptop = logins.login();
  const auto lost = logins.login();
  const auto context = logins.as(laptop);

  logins.end(context, logins.session_of(lost));

  CHECK_FALSE(logins.holds(lost));
  CHECK(logins.door.refresh_refused(lost.refresh_token) == Code::unauthenticated);
  CHECK(logins.holds(laptop));
  CHECK(logins.list(context).items.size() == 1);
  const auth::EndSession again{logins.session_of(lost)};
  CHECK(logins.refused(logins.as(laptop), again) == Code::not_found);
}

TEST_CASE_TRANSPORTS("somebody may end the session that asks, and a repetition is answered alike") {
  Logins logins{wire};
  const auto tokens = logins.login();
  const auto context = logins.as(tokens);

  logins.end(context, logins.session_of(tokens));
  CHECK_NOTHROW(logins.end(context, logins.session_of(tokens)));

  CHECK_FALSE(logins.holds(tokens));
}

TEST_CASE_TRANSPORTS("another's session is none of hers, and does not end") {
  Logins logins{wire};
  const auto mine = logins.as(logins.login());
  const auto theirs = logins.door.login("stranger@example.org");
  const auth::EndSession end{logins.session_of(theirs)};
  const auth::EndSession unknown{kernel::SessionId::fresh(logins.door.bench.runtime())};

  CHECK(logins.refused(mine, end) == Code::not_found);
  CHECK(logins.refused(mine, unknown) == Code::not_found);
  logins.end_others(mine);

  CHECK(logins.holds(theirs));
}

TEST_CASE_TRANSPORTS("ending the others leaves the one that asks") {
  Logins logins{wire};
  const auto laptop = logins.login();
  const auto phone = logins.login();
  const auto tablet = logins.login();

  logins.end_others(logins.as(phone));

  CHECK(logins.holds(phone));
  CHECK_FALSE(logins.holds(laptop));
  CHECK_FALSE(logins.holds(tablet));
  CHECK_NOTHROW(logins.door.refresh(phone.refresh_token));
  CHECK(logins.door.refresh_refused(laptop.refresh_token) == Code::unauthenticated);
}

TEST_CASE_TRANSPORTS("whoever was thrown out throws nobody out, though the token still works") {
  Logins logins{wire};
  const auto thief = logins.as(logins.login());
  const auto owner = logins.login();
  logins.end_others(logins.as(owner));
  const auth::EndSession end{logins.session_of(owner)};
  const auth::EndOtherSessions end_others;

  CHECK(logins.refused(thief, end) == Code::unauthenticated);
  auto fresh = thief;
  fresh.key = kernel::Key::fresh(logins.door.bench.runtime());
  CHECK(logins.refused(fresh, end_others) == Code::unauthenticated);

  CHECK(logins.holds(owner));
}

TEST_CASE_TRANSPORTS("only users have sessions") {
  Logins logins{wire};
  const auto check = [&](const auto& message) {
    CHECK(logins.refused(logins.door.bench.as_nobody(), message) == Code::unauthenticated);
    CHECK(logins.refused(logins.door.bench.as_service("test"), message) == Code::permission_denied);
  };

  check(auth::GetSessions{});
  check(auth::EndSession{});
  check(auth::EndOtherSessions{});
}
