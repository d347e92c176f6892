// What one address and one user may ask for, and what every answer says about it.
#include "front.h"

using namespace test;
using namespace std::chrono_literals;

namespace {

gateway::GatewayOptions limited(gateway::Rates per_address, gateway::Rates per_user = {}) {
  gateway::GatewayOptions options;
  options.limits.per_address = per_address;
  options.limits.per_user = per_user;
  options.limits.trusted = {http::parse_network("127.0.0.0/8")};
  options.limits.proxies = {http::parse_network("10.0.0.0/8")};
  return options;
}

Ask categories(std::string from) {
  return {.target = "/api/v1/categories", .from = std::move(from)};
}

Ask passed_on(std::string by, std::string whom) {
  Ask ask = categories(std::move(by));
  ask.headers = {{"X-Forwarded-For", std::move(whom)}};
  return ask;
}

}  // namespace

TEST_CASE("who asks too much is told so, for how long, and that others go on") {
  Front front(limited({3, 0, 0, 0}));
  for (const std::string left : {"2", "1", "0"}) {
    const auto answer = front.ask(categories("192.0.2.1"));
    CHECK(answer.status == 200);
    CHECK(answer.header("RateLimit-Policy") == "\"reads-by-address\";q=3;w=60");
    CHECK(answer.header("RateLimit").starts_with("\"reads-by-address\";r=" + left + ";t="));
  }

  const auto refused = front.ask(categories("192.0.2.1"));

  CHECK(refused.status == 429);
  CHECK(refused.type == http::problem_type);
  CHECK(refused.code() == "rate_limited");
  CHECK(refused.header("RateLimit").starts_with("\"reads-by-address\";r=0;t="));
  const int wait = std::stoi(refused.header("Retry-After"));
  CHECK(wait > 15);
  CHECK(wait <= 20);
  CHECK(front.ask(categories("192.0.2.2")).status == 200);
  front.world.run_for(std::chrono::seconds(wait));
  CHECK(front.ask(categories("192.0.2.1")).status == 200);
  CHECK(front.ask(categories("192.0.2.1")).status == 429);
}

TEST_CASE("reads, writes, logins and checkouts are counted apart") {
  Front front(limited({2, 1, 1, 1}));
  const auto login = [&] {
    return front.post("/api/v1/auth/login", R"({"email":"a@b.c","password":"secret-secret"})")
        .status;
  };
  const auto forgot = [&] {
    return front.post("/api/v1/auth/password/forgot", R"({"email":"a@b.c"})").status;
  };

  CHECK(login() == 200);
  CHECK(login() == 429);
  CHECK(forgot() == 429);
  CHECK(front.post("/api/v1/carts", "").status == 201);
  CHECK(front.post("/api/v1/carts", "").status == 429);
  CHECK(front.get("/api/v1/categories").status == 200);
  CHECK(front.get("/healthz").status == 200);
  CHECK(front.get("/api/v1/categories").status == 429);
  CHECK(front.post("/api/v1/orders", "{}", "alice").status == 400);
  CHECK(front.post("/api/v1/orders", "{}", "alice").status == 429);
}

TEST_CASE("what is not here is counted too, so that nobody can look for it for ever") {
  Front front(limited({2, 0, 0, 0}));
  CHECK(front.get("/wp-login.php").status == 404);
  CHECK(front.ask({"DELETE", "/api/v1/categories"}).status == 405);
  CHECK(front.get("/wp-login.php").status == 429);
}

TEST_CASE("an address is counted before its token is looked at, a user after") {
  Front front(limited({1, 0, 0, 0}, {2, 0, 0, 0}));
  const Ask forged{"GET", "/api/v1/me", "", {}, "forged"};
  CHECK(front.ask(forged).status == 401);
  CHECK(front.ask(forged).status == 429);

  const auto mine = [&](const std::string& from) {
    return front.ask({"GET", "/api/v1/me", "", {}, "alice", from});
  };
  CHECK(mine("198.51.100.1").header("RateLimit").starts_with("\"reads-by-address\";r=0"));
  CHECK(mine("127.0.0.1").header("RateLimit").starts_with("\"reads-by-user\";r=0"));
  const auto refused = mine("127.0.0.1");
  CHECK(refused.status == 429);
  CHECK(refused.header("RateLimit-Policy") == "\"reads-by-user\";q=2;w=60");
  CHECK(mine("198.51.100.2").status == 429);
  CHECK(front.ask(categories("198.51.100.3")).status == 200);
}

TEST_CASE("this machine is spared what is per address, and sees no headers of it") {
  Front front(limited({1, 1, 1, 1}));
  for (int i = 0; i < 5; ++i) {
    const auto answer = front.ask(categories("127.0.0.1"));
    CHECK(answer.status == 200);
    CHECK(answer.header("RateLimit") == "");
    CHECK(answer.header("RateLimit-Policy") == "");
  }
}

TEST_CASE("who passes requests on for others is not spared") {
  Front front(limited({1, 0, 0, 0}));
  CHECK(front.ask(passed_on("127.0.0.1", "192.0.2.1")).status == 200);
  CHECK(front.ask(passed_on("127.0.0.1", "192.0.2.2")).status == 429);
  CHECK(front.ask(categories("127.0.0.1")).status == 200);
}

TEST_CASE("behind a proxy each customer is counted for himself, and cannot be another") {
  Front front(limited({1, 0, 0, 0}));
  CHECK(front.ask(passed_on("10.0.0.1", "192.0.2.1")).status == 200);
  CHECK(front.ask(passed_on("10.0.0.1", "192.0.2.1")).status == 429);
  CHECK(front.ask(passed_on("10.0.0.1", "198.51.100.9, 192.0.2.1")).status == 429);
  CHECK(front.ask(passed_on("10.0.0.2", "127.0.0.1, 192.0.2.1")).status == 429);
  CHECK(front.ask(passed_on("10.0.0.1", "192.0.2.2")).status == 200);
  CHECK(front.ask(passed_on("203.0.113.5", "192.0.2.3")).status == 200);
  CHECK(front.ask(passed_on("203.0.113.5", "192.0.2.4")).status == 429);
}

TEST_CASE("metrics tell how many were refused by which limit") {
  Front front(limited({1, 0, 0, 0}));
  front.ask(categories("192.0.2.1"));
  front.ask(categories("192.0.2.1"));

  const auto metrics = front.ask({.target = "/metrics", .from = "127.0.0.1"}).body;

  CHECK(metrics.find("cleave_rate_limited_requests_total{policy=\"reads-by-address\"} 1") !=
        std::string::npos);
}

TEST_CASE("limits that are set anew hold at once; what was asked for still counts") {
  Front front(limited({2, 0, 0, 0}));
  for (int i = 0; i < 2; ++i) CHECK(front.ask(categories("192.0.2.1")).status == 200);
  CHECK(front.ask(categories("192.0.2.1")).status == 429);

  auto limits = limited({4, 0, 0, 0}).limits;
  limits.trusted = {http::parse_network("192.0.2.7")};
  front.gateway().set_limits(limits);

  const auto refused = front.ask(categories("192.0.2.1"));
  CHECK(refused.status == 429);
  CHECK(refused.header("RateLimit-Policy") == "\"reads-by-address\";q=4;w=60");
  CHECK(front.ask(categories("192.0.2.7")).header("RateLimit-Policy").empty());
  front.world.run_for(15s);
  CHECK(front.ask(categories("192.0.2.1")).status == 200);
}
