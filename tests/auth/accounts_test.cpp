#include "front_door.h"

using namespace test;
using namespace std::chrono_literals;

TEST_CASE_TRANSPORTS("registering makes a customer and announces a token for the address") {
  FrontDoor door{wire};

  const auto account = door.register_user();
  door.bench.settle();

  CHECK(account.email == alice_mail);
  CHECK(account.role == kernel::Role::customer);
  CHECK_FALSE(account.email_verified);
  REQUIRE(door.registered.size() == 1);
  CHECK(door.registered[0].user_id == account.id);
  CHECK(door.registered[0].email == alice_mail);
  CHECK(door.registered[0].verify_token.reveal().size() == 43);
}

TEST_CASE_TRANSPORTS("an address has one account, however it is spelt") {
  FrontDoor door{wire};
  door.register_user("alice@example.org");

  CHECK(door.register_refused("ALICE@example.ORG", alice_password) == Code::already_exists);

  door.bench.settle();
  CHECK(door.registered.size() == 1);
}

TEST_CASE_TRANSPORTS("what is no address, no name or no password is refused") {
  FrontDoor door{wire};

  CHECK(door.register_refused("alice", alice_password) == Code::invalid_argument);
  CHECK(door.register_refused(alice_mail, "too short") == Code::invalid_argument);
  CHECK(door.register_refused(alice_mail, std::string(1001, 'x')) == Code::invalid_argument);
  CHECK(door.register_refused(alice_mail, alice_password, "  ") == Code::invalid_argument);
  CHECK(door.register_refused(alice_mail, alice_password, "Al\r\nBcc: x") ==
        Code::invalid_argument);
}

TEST_CASE_TRANSPORTS("a password that is easily guessed is refused, and the refusal says why") {
  FrontDoor door{wire};
  door.register_user();
  const auto reset_token = door.forgot();
  const auto check = [&](const kernel::Context& context, const auto& message) {
    const auto refusal = door.bench.refusal(context, message);
    CHECK(refusal.code == Code::invalid_argument);
    REQUIRE(refusal.details.size() == 1);
    CHECK(refusal.details[0].pointer == "/password");
    CHECK(refusal.details[0].detail.find("several words") != std::string::npos);
  };

  check(door.bench.as_nobody(),
        auth::Register{"bob@example.org", SecretText("P4ssw0rd2024!"), "Bob"});
  check(door.bench.as_nobody(),
        auth::Register{"bob.miller@example.org", SecretText("Bob-Miller-1"), "Bob"});
  check(door.bench.as_service("test"),
        auth::CreateAdmin{"root@example.org", SecretText("qwertyuiop"), "Root"});
  check(door.bench.as_nobody(), auth::ResetPassword{reset_token, SecretText("Alice.Example")});

  const auth::ResetPassword reset{reset_token, SecretText("another password")};
  CHECK_NOTHROW(door.bench.ask(door.bench.as_nobody(), reset));  // the token was not spent
}

TEST_CASE_TRANSPORTS("a repeated registration is answered alike and happens once") {
  FrontDoor door{wire};
  const auto context = door.bench.as_nobody();
  const auth::Register message{alice_mail, SecretText(alice_password), "Alice"};

  const auto first = door.bench.ask(context, message);
  const auto again = door.bench.ask(context, message);
  door.bench.settle();

  CHECK(again.id == first.id);
  CHECK(door.registered.size() == 1);
}

TEST_CASE_TRANSPORTS("the mailed token verifies the address, once") {
  FrontDoor door{wire};
  const auto account = door.register_user();
  door.bench.settle();
  const auth::VerifyEmail verify{door.registered.at(0).verify_token};

  door.bench.ask(door.bench.as_nobody(), verify);

  const auth::GetMe me;
  CHECK(door.bench.ask(door.bench.as_user(account.id), me).email_verified);
  CHECK(door.bench.refused(door.bench.as_nobody(), verify) == Code::invalid_argument);
}

TEST_CASE_TRANSPORTS("an expired or unknown token verifies nothing") {
  FrontDoor door{wire};
  door.register_user();
  door.bench.settle();
  const auth::VerifyEmail late{door.registered.at(0).verify_token};
  const auth::VerifyEmail unknown{SecretText("no-such-token")};

  door.bench.advance(quick_options().verify_token_lifetime);

  CHECK(door.bench.refused(door.bench.as_nobody(), late) == Code::invalid_argument);
  CHECK(door.bench.refused(door.bench.as_nobody(), unknown) == Code::invalid_argument);
}

TEST_CASE_TRANSPORTS("forgot answers alike for any address and mails to known ones only") {
  FrontDoor door{wire};
  door.register_user();

  CHECK(door.forgot("nobody@example.org").reveal().empty());
  CHECK(door.forgot("alice@EXAMPLE.org").reveal().size() == 43);

  REQUIRE(door.resets.size() == 1);
  CHECK(door.resets[0].email == alice_mail);
  CHECK(door.resets[0].expires_at > door.bench.runtime().now());
}

TEST_CASE_TRANSPORTS("nobody makes us send more than a few reset mails at a time") {
  FrontDoor door{wire};
  door.register_user();

  for (int i = 0; i < 8; ++i) door.forgot();
  CHECK(door.resets.size() == quick_options().reset_tokens_max);

  door.bench.advance(quick_options().reset_token_lifetime);
  CHECK_FALSE(door.forgot().reveal().empty());
}

TEST_CASE_TRANSPORTS("a reset sets the password and ends every session") {
  FrontDoor door{wire};
  door.register_user();
  const auto laptop = door.login();
  const auto phone = door.login();
  const auth::ResetPassword reset{door.forgot(), SecretText("another password")};

  door.bench.ask(door.bench.as_nobody(), reset);

  CHECK(door.refresh_refused(laptop.refresh_token) == Code::unauthenticated);
  CHECK(door.refresh_refused(phone.refresh_token) == Code::unauthenticated);
  CHECK(door.revocations().sessions.size() == 2);
  CHECK(door.login_refused(alice_mail, alice_password) == Code::unauthenticated);
  CHECK_NOTHROW(door.login(alice_mail, "another password"));
}

TEST_CASE_TRANSPORTS("a reset token works once, in its time, and for a reset only") {
  FrontDoor door{wire};
  door.register_user();
  const auto token = door.forgot();
  const auto other = door.forgot();
  const auth::VerifyEmail misused{token};
  CHECK(door.bench.refused(door.bench.as_nobody(), misused) == Code::invalid_argument);
  const auth::ResetPassword weak{token, SecretText("too short")};
  CHECK(door.bench.refused(door.bench.as_nobody(), weak) == Code::invalid_argument);
  const auth::ResetPassword reset{token, SecretText("another password")};
  const auto context = door.bench.as_nobody();

  door.bench.ask(context, reset);

  CHECK_NOTHROW(door.bench.ask(context, reset));  // the same request, repeated
  CHECK(door.bench.refused(door.bench.as_nobody(), reset) == Code::invalid_argument);
  const auth::ResetPassword second{other, SecretText("a third password")};
  CHECK(door.bench.refused(door.bench.as_nobody(), second) == Code::invalid_argument);
}

TEST_CASE_TRANSPORTS("a reset token that has expired, or is none, sets nothing") {
  FrontDoor door{wire};
  door.register_user();
  const auth::ResetPassword reset{door.forgot(), SecretText("another password")};
  const auth::ResetPassword guessed{SecretText("no-such-token"), SecretText("another password")};

  door.bench.advance(quick_options().reset_token_lifetime);

  CHECK(door.bench.refused(door.bench.as_nobody(), reset) == Code::invalid_argument);
  CHECK(door.bench.refused(door.bench.as_nobody(), guessed) == Code::invalid_argument);
  CHECK_NOTHROW(door.login());
}

TEST_CASE_TRANSPORTS("me is the account of whoever asks") {
  FrontDoor door{wire};
  const auto account = door.register_user();
  const auth::GetMe me;

  CHECK(door.bench.ask(door.bench.as_user(account.id), me).email == alice_mail);
  CHECK(door.bench.refused(door.bench.as_nobody(), me) == Code::unauthenticated);
  const auto stranger = door.bench.as_user(kernel::UserId::fresh(door.bench.runtime()));
  CHECK(door.bench.refused(stranger, me) == Code::unauthenticated);
  CHECK(door.bench.refused(door.bench.as_service("test"), me) == Code::permission_denied);
}

TEST_CASE_TRANSPORTS("only a service makes an administrator") {
  FrontDoor door{wire};
  const auth::CreateAdmin create{"root@example.org", SecretText("a long password"), "Root"};

  CHECK(door.bench.refused(door.bench.as_nobody(), create) == Code::permission_denied);
  CHECK(door.bench.refused(door.bench.as_admin(), create) == Code::permission_denied);
  CHECK(door.bench.ask(door.bench.as_service("test"), create).role == kernel::Role::admin);

  const auto claims = door.claims(door.login("root@example.org", "a long password"));
  REQUIRE(claims);
  CHECK(claims->role == kernel::Role::admin);
  const auto records = door.audit();
  REQUIRE(records.size() == 1);
  CHECK(records[0].message == "auth.CreateAdmin");
  CHECK(records[0].target == "root@example.org");
  CHECK(records[0].service == "test");
}

TEST_CASE_TRANSPORTS("an administrator too has an address, a name and a password worth its name") {
  FrontDoor door{wire};
  const auto refused = [&](const std::string& email, const std::string& password,
                           const std::string& name) {
    const auth::CreateAdmin create{email, SecretText(password), name};
    return door.bench.refused(door.bench.as_service("test"), create);
  };

  CHECK(refused("root", "a long password", "Root") == Code::invalid_argument);
  CHECK(refused("root@example.org", "too short", "Root") == Code::invalid_argument);
  CHECK(refused("root@example.org", "a long password", " ") == Code::invalid_argument);
}

TEST_CASE_TRANSPORTS("an existing account that becomes an administrator's logs in again") {
  FrontDoor door{wire};
  const auto account = door.register_user();
  const auto before = door.login();
  const auth::CreateAdmin create{"alice@example.org", SecretText("a long password"), "Alice B"};

  const auto admin = door.bench.ask(door.bench.as_service("test"), create);

  CHECK(admin.id == account.id);
  CHECK(admin.role == kernel::Role::admin);
  CHECK(admin.name == "Alice B");
  CHECK(door.refresh_refused(before.refresh_token) == Code::unauthenticated);
  CHECK(door.login_refused(alice_mail, alice_password) == Code::unauthenticated);
  CHECK_NOTHROW(door.login(alice_mail, "a long password"));
}
