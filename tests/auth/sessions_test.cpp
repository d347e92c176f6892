#include "front_door.h"
#include "internal/accounts.h"
#include "internal/password.h"

using namespace test;
using namespace std::chrono_literals;

TEST_CASE_TRANSPORTS("a login gives tokens that any process can check") {
  FrontDoor door{wire};
  const auto account = door.register_user();

  const auto tokens = door.login("alice@example.ORG");

  CHECK(tokens.token_type == "Bearer");
  CHECK(tokens.expires_in == 60);
  CHECK(tokens.refresh_token.reveal().size() == 43);
  const auto claims = door.claims(tokens);
  REQUIRE(claims);
  CHECK(claims->user == account.id);
  CHECK(claims->role == kernel::Role::customer);
  CHECK_FALSE(claims->session.empty());
}

TEST_CASE_TRANSPORTS("an access token holds for its lifetime") {
  FrontDoor door{wire};
  door.register_user();
  const auto tokens = door.login();

  door.bench.advance(58s);
  CHECK(door.claims(tokens));
  door.bench.advance(3s);
  CHECK_FALSE(door.claims(tokens));
}

TEST_CASE_TRANSPORTS("a wrong password and an unknown address are refused alike") {
  FrontDoor door{wire};
  door.register_user();
  const auto refusal = [&](const std::string& email, const std::string& password) {
    const auth::Login login{email, SecretText(password)};
    try {
      door.bench.ask(door.bench.as_nobody(), login);
    } catch (const kernel::Error& error) {
      return std::string(kernel::code_name(error.code)) + " " + error.message;
    }
    return std::string("logged in");
  };

  const auto wrong = refusal(alice_mail, "not her password");

  CHECK(wrong.starts_with("unauthenticated"));
  CHECK(refusal("bob@example.org", alice_password) == wrong);
}

TEST_CASE_TRANSPORTS("a hash of another cost is made anew at the next login") {
  FrontDoor door{wire};
  const auto account = door.register_user();
  auto& database = door.bench.module<auth::AuthModule>().database();
  const auto old = auth::hash_password(alice_password, auth::Salt{}, {2, 16});
  const auto set_old = [&](kernel::Transaction& tx) { auth::set_password(tx, account.id, old); };
  door.bench.run(database.write(set_old));

  door.login();

  auto reader = database.read();
  const auto stored = auth::find_account(reader, account.id)->password;
  CHECK(stored.starts_with("$argon2id$v=19$m=8,t=1,p=1$"));
  CHECK(auth::verify_password(stored, alice_password));
}

TEST_CASE_TRANSPORTS("more passwords at once than there is room for are refused, not queued") {
  auto options = quick_options();
  options.hashes_at_once = 0;
  options.hashes_waiting_max = 0;
  FrontDoor door{wire, options};
  auth::Account account;
  account.id = kernel::UserId::fresh(door.bench.runtime());
  account.email = alice_mail;
  const auto insert = [&](kernel::Transaction& tx) {
    auth::insert_account(tx, account, "no hash");
  };
  door.bench.run(door.bench.module<auth::AuthModule>().database().write(insert));
  const auth::ResetPassword reset{door.forgot(), SecretText("another password")};
  const auth::CreateAdmin create{"root@example.org", SecretText("a long password"), "Root"};

  CHECK(door.login_refused(alice_mail, alice_password) == Code::resource_exhausted);
  CHECK(door.register_refused("bob@example.org", alice_password) == Code::resource_exhausted);
  CHECK(door.bench.refused(door.bench.as_nobody(), reset) == Code::resource_exhausted);
  CHECK(door.bench.refused(door.bench.as_service("test"), create) == Code::resource_exhausted);
}

TEST_CASE_TRANSPORTS("a refresh token is traded for the next one of the same session") {
  FrontDoor door{wire};
  door.register_user();
  const auto first = door.login();
  door.bench.advance(10s);

  const auto second = door.refresh(first.refresh_token);
  const auto third = door.refresh(second.refresh_token);

  const auto before = door.claims(first);
  const auto after = door.claims(third);
  REQUIRE(before);
  REQUIRE(after);
  CHECK(after->session == before->session);
  CHECK(after->authenticated_at == before->authenticated_at);
  CHECK(after->issued_at > before->issued_at);
  CHECK(after->id != before->id);
}

TEST_CASE_TRANSPORTS("using a spent refresh token ends its whole family, and no other") {
  FrontDoor door{wire};
  door.register_user();
  const auto stolen = door.login();
  const auto other = door.login();
  const auto session = door.claims(stolen)->session;
  const auto newest = door.refresh(stolen.refresh_token);

  CHECK(door.refresh_refused(stolen.refresh_token) == Code::unauthenticated);

  CHECK(door.refresh_refused(newest.refresh_token) == Code::unauthenticated);
  CHECK(door.revocations().sessions == std::vector{session});
  CHECK_NOTHROW(door.refresh(other.refresh_token));
}

TEST_CASE_TRANSPORTS("a repeated refresh gets the same tokens") {
  FrontDoor door{wire};
  door.register_user();
  const auto login = door.login();
  const auto context = door.bench.as_nobody();

  const auto first = door.refresh(context, login.refresh_token);
  const auto again = door.refresh(context, login.refresh_token);

  CHECK(again.refresh_token == first.refresh_token);
  CHECK(again.access_token == first.access_token);
  CHECK_NOTHROW(door.refresh(again.refresh_token));
}

TEST_CASE_TRANSPORTS("a repetition that comes too late gets nothing and ends nothing") {
  FrontDoor door{wire};
  door.register_user();
  const auto login = door.login();
  const auto context = door.bench.as_nobody();
  const auto first = door.refresh(context, login.refresh_token);
  const auto newest = door.refresh(first.refresh_token);

  CHECK(door.refresh_refused(context, login.refresh_token) == Code::unauthenticated);

  CHECK_NOTHROW(door.refresh(newest.refresh_token));
}

TEST_CASE_TRANSPORTS("unknown, foreign and expired refresh tokens are refused") {
  FrontDoor door{wire};
  door.register_user();
  const auto tokens = door.login();

  CHECK(door.refresh_refused(SecretText(std::string(43, 'A'))) == Code::unauthenticated);
  CHECK(door.refresh_refused(SecretText("short")) == Code::unauthenticated);
  door.bench.advance(quick_options().refresh_token_lifetime);
  CHECK(door.refresh_refused(tokens.refresh_token) == Code::unauthenticated);
}

TEST_CASE_TRANSPORTS("a logout ends the session, once, and says so to whoever asks") {
  FrontDoor door{wire};
  door.register_user();
  const auto tokens = door.login();
  const auto session = door.claims(tokens)->session;

  door.logout(tokens.refresh_token);
  door.logout(tokens.refresh_token);
  door.logout(SecretText("unknown"));

  CHECK(door.refresh_refused(tokens.refresh_token) == Code::unauthenticated);
  const auto ended = door.revocations();
  CHECK(ended.sessions == std::vector{session});
  CHECK(door.revocations(ended.sequence).sessions.empty());
  CHECK(door.revocations(ended.sequence).sequence == ended.sequence);
}

TEST_CASE_TRANSPORTS("revocations are told from any sequence, until no token needs them") {
  FrontDoor door{wire};
  door.register_user();
  door.logout(door.login().refresh_token);
  const auto first = door.revocations();
  door.logout(door.login().refresh_token);

  CHECK(door.revocations(first.sequence).sessions.size() == 1);
  CHECK(door.revocations(first.sequence + 1'000'000).sessions.size() == 2);

  door.bench.advance(61s);
  CHECK(door.revocations().sessions.empty());
  CHECK(door.revocations().sequence > first.sequence);
}

TEST_CASE_TRANSPORTS("a session survives a crash") {
  FrontDoor door{wire};
  door.register_user();
  const auto tokens = door.login();

  door.bench.crash();

  CHECK(door.claims(tokens));
  CHECK_NOTHROW(door.refresh(tokens.refresh_token));
}

TEST_CASE_TRANSPORTS("what has expired is swept away") {
  FrontDoor door{wire};
  door.register_user();
  door.refresh(door.login().refresh_token);
  door.logout(door.login().refresh_token);
  door.logout(door.login().refresh_token);
  door.forgot();

  door.bench.advance(5min);

  auto reader = door.bench.module<auth::AuthModule>().database().read();
  const auto left = reader.one(
      "SELECT (SELECT count(*) FROM sessions), (SELECT count(*) FROM refresh_tokens),"
      " (SELECT count(*) FROM one_time_tokens), (SELECT count(*) FROM revocations)");
  CHECK(left->get<int>(0) == 0);
  CHECK(left->get<int>(1) == 0);
  CHECK(left->get<int>(2) == 0);
  CHECK(left->get<int>(3) == 1);  // the newest: it holds the sequence
}

TEST_CASE("by default access tokens last 15 minutes, sessions 30 days, hashes cost 19 MiB") {
  const auth::Options options;

  CHECK(options.access_token_lifetime == 15min);
  CHECK(options.refresh_token_lifetime == 30 * 24h);
  CHECK(options.password_memory_kib == 19 * 1024);
  CHECK(options.password_ops == 2);
}

TEST_CASE_TRANSPORTS("no token can be read from the database") {
  FrontDoor door{wire};
  door.register_user();
  const auto login = door.login();
  const auto tokens = door.refresh(login.refresh_token);
  door.forgot();

  std::string everything;
  auto reader = door.bench.module<auth::AuthModule>().database().read();
  for (const char* sql :
       {"SELECT hash, nonce FROM refresh_tokens", "SELECT hash, account FROM one_time_tokens",
        "SELECT reply, message FROM kept_reply", "SELECT payload, type FROM outbox",
        "SELECT password, id FROM accounts"})
    reader.each(sql, [&](const kernel::RowView& row) {
      everything += row.get<std::string>(0) + row.get<std::string>(1);
    });

  CHECK(everything.find(tokens.refresh_token.reveal()) == std::string::npos);
  CHECK(everything.find(login.refresh_token.reveal()) == std::string::npos);
  CHECK(everything.find(door.resets.at(0).reset_token.reveal()) == std::string::npos);
  CHECK(everything.find(door.registered.at(0).verify_token.reveal()) == std::string::npos);
  CHECK(everything.find(alice_password) == std::string::npos);
}
