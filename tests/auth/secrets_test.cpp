// The tokens that auth announces are for mails: nobody else gets to see them.
#include "front_door.h"
#include "kernel/outbox.h"

using namespace test;

TEST_CASE_TRANSPORTS("an administrator who looks at an undelivered mail's event sees no token") {
  Bench bench{wire, {"auth"}};
  std::vector<std::string> tokens;
  bool refuses = true;
  bench.listen<auth::UserRegistered>([&](const auth::UserRegistered& event) {
    if (refuses) throw kernel::Error(Code::failed_precondition, "not now");
    tokens.push_back(event.verify_token.reveal());
  });
  bench.host<auth::AuthModule>(quick_options());
  const auth::Register message{alice_mail, SecretText(alice_password), "Alice"};
  bench.ask(bench.as_nobody(), message);
  bench.settle();

  const outbox::List list{"auth"};
  const auto letters = bench.ask(bench.as_admin(), list);
  REQUIRE(letters.items.size() == 1);
  const auto& payload = letters.items[0].payload;
  CHECK(payload.find(R"("verify_token":"***")") != std::string::npos);
  CHECK(payload.find(alice_mail) != std::string::npos);

  refuses = false;
  bench.advance(std::chrono::minutes(2));
  REQUIRE(tokens.size() == 1);
  CHECK(tokens[0].size() == 43);  // delivered as it is
}
