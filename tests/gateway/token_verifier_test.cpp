// Access tokens are checked against auth's keys and the sessions that ended.
#include "gateway/token_verifier.h"

#include "front.h"
#include "kernel/jwt.h"

using namespace test;
using namespace std::chrono_literals;

namespace {

const kernel::SessionId session = *kernel::SessionId::parse("0190a000-0000-7000-8000-00000000005e");

kernel::SigningSeed seed(std::uint8_t letter) {
  std::array<std::uint8_t, 32> bytes{};
  bytes.fill(letter);
  return kernel::SigningSeed(bytes);
}

// A process that is not auth's, with auth far away.
class Elsewhere {
 public:
  explicit Elsewhere(gateway::TokenVerifierOptions options = {}) {
    const std::map<std::string, kernel::Place> places = {
        {"auth", {kernel::Place::Kind::remote, "sim://auth"}}};
    exchange = &front.host.keep(
        std::make_unique<kernel::Exchange>(front.host, front.host.transport(), places));
    verifier =
        &front.host.keep(std::make_unique<gateway::TokenVerifier>(*exchange, "test", options));
    announce({{"k1", 1}});
  }

  void announce(const std::vector<std::pair<std::string, std::uint8_t>>& keys) {
    std::string json;
    for (const auto& [kid, letter] : keys)
      json += (json.empty() ? "" : ",") + std::string(R"({"kid":")") + kid + R"(","x":")" +
              kernel::to_text(kernel::public_key_of(seed(letter))) +
              R"(","expires_at":"1970-01-01T00:00:00.000Z"})";
    front.replies["auth.GetSigningKeys"] = [this, json](const auto&) {
      ++keys_asked;
      return kernel::WireResponse{200, R"({"keys":[)" + json + "]}"};
    };
  }

  void end_session() {
    front.reply("auth.GetRevocations",
                R"({"sequence":1,"sessions":[")" + kernel::to_text(session) + R"("]})");
  }

  std::string token(const std::string& kid = "k1", std::uint8_t letter = 1) {
    kernel::Claims claims;
    claims.user = alice;
    claims.session = session;
    claims.role = kernel::Role::admin;
    claims.issued_at = claims.authenticated_at = front.host.now();
    claims.expires_at = front.host.now() + 15min;
    return kernel::sign_jwt(claims, kid, seed(letter)).reveal();
  }

  // The principal, or the code of the refusal.
  struct Verdict {
    std::shared_ptr<const kernel::Principal> principal;
    std::optional<kernel::Code> code;
  };
  Verdict verify(const std::string& token) {
    Verdict verdict;
    const auto ask = [](gateway::TokenVerifier& asked, const std::string& text,
                        Verdict& out) -> kernel::Task<> {
      try {
        out.principal = co_await asked.verify(text);
      } catch (const kernel::Error& error) {
        out.code = error.code;
      }
    };
    front.run(ask(*verifier, token, verdict));
    return verdict;
  }

  Front front;
  kernel::Exchange* exchange = nullptr;
  gateway::TokenVerifier* verifier = nullptr;
  int keys_asked = 0;
};

}  // namespace

TEST_CASE("a token that auth signed stands for its user, role and session, and is carried on") {
  Elsewhere here;
  const auto token = here.token();

  const auto principal = here.verify(token).principal;

  REQUIRE(principal);
  CHECK(principal->kind == kernel::Principal::Kind::user);
  CHECK(principal->user == alice);
  CHECK(principal->role == kernel::Role::admin);
  CHECK(principal->session == session);
  CHECK(principal->token.reveal() == token);
}

TEST_CASE("a token is verified once: afterwards the same principal is at hand without auth") {
  Elsewhere here;
  const auto token = here.token();
  const auto first = here.verify(token).principal;
  here.front.world.host("auth").crash();

  CHECK(here.verify(token).principal == first);
  CHECK(here.keys_asked == 1);
}

TEST_CASE("what auth did not sign, or signed otherwise, is nobody") {
  Elsewhere here;
  auto spoilt = here.token();
  spoilt[spoilt.size() / 2] ^= 1;

  CHECK(here.verify("rubbish").code == kernel::Code::unauthenticated);
  CHECK(here.verify("").code == kernel::Code::unauthenticated);
  CHECK(here.verify(spoilt).code == kernel::Code::unauthenticated);
  CHECK(here.verify(here.token("k1", 2)).code == kernel::Code::unauthenticated);
}

TEST_CASE("a token ends when it expires, remembered or not") {
  Elsewhere here;
  const auto token = here.token();
  CHECK(here.verify(token).principal);

  here.front.world.run_for(15min);

  CHECK(here.verify(token).code == kernel::Code::unauthenticated);
}

TEST_CASE("a token of a session that ended is refused within two seconds") {
  Elsewhere here;
  here.front.host.enter([&] { here.verifier->start(); });
  const auto token = here.token();
  CHECK(here.verify(token).principal);

  here.end_session();
  here.front.world.run_for(2s);

  CHECK(here.verify(token).code == kernel::Code::unauthenticated);
  here.front.world.run_for(2min);
  CHECK(here.verify(here.token()).code == kernel::Code::unauthenticated);
}

TEST_CASE("a session that ended before this process began is refused from the first token on") {
  Elsewhere here;
  here.end_session();

  CHECK(here.verify(here.token()).code == kernel::Code::unauthenticated);
}

TEST_CASE("a key that auth began to use a moment ago is fetched, even right after a made-up one") {
  Elsewhere here;
  CHECK(here.verify(here.token()).principal);
  CHECK(here.verify(here.token("made-up")).code == kernel::Code::unauthenticated);
  here.announce({{"k1", 1}, {"k2", 2}});

  CHECK(here.verify(here.token("k2", 2)).principal);
  CHECK(here.verify(here.token()).principal);
}

TEST_CASE("made-up keys are asked for once a second at most") {
  Elsewhere here;
  const auto began = here.front.host.ticks();
  for (int i = 0; i < 5; ++i) here.verify(here.token("made-up-" + std::to_string(i)));

  const auto seconds = (here.front.host.ticks() - began) / 1s;
  CHECK(here.keys_asked <= seconds + 1);
}

TEST_CASE("many unknown tokens at once ask auth together") {
  Elsewhere here;
  int refused = 0;
  const auto ask = [](Elsewhere& from, std::string token, int& count) -> kernel::Task<> {
    try {
      co_await from.verifier->verify(token);
    } catch (const kernel::Error&) {
      ++count;
    }
  };
  here.front.host.enter([&] {
    for (int i = 0; i < 50; ++i)
      here.front.host.spawn(ask(here, here.token("made-up-" + std::to_string(i)), refused));
  });
  CHECK(here.front.world.run_until([&] { return refused == 50; }));

  CHECK(here.keys_asked <= 3);
}

TEST_CASE("while auth does not answer, an unknown key is no refusal but unavailable") {
  Elsewhere here;
  here.front.world.host("auth").crash();

  CHECK(here.verify(here.token()).code == kernel::Code::unavailable);
}

TEST_CASE("the number of remembered tokens is bounded") {
  gateway::TokenVerifierOptions options;
  options.cached_max = 2;
  Elsewhere here(options);
  for (int i = 0; i < 5; ++i) {
    here.front.world.run_for(1s);
    CHECK(here.verify(here.token()).principal);
  }

  CHECK(here.keys_asked == 1);
}
