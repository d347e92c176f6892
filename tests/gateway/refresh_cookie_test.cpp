// A browser's refresh token: in a cookie that only pages of the shop can use.
#include "front.h"

using namespace test;

namespace {

using Headers = std::vector<std::pair<std::string, std::string>>;

const std::string tokens =
    R"({"access_token":"aaa","token_type":"Bearer","expires_in":900,"refresh_token":"rrr"})";
const std::string without_refresh_token =
    R"({"access_token":"aaa","token_type":"Bearer","expires_in":900})";
const std::string login = R"({"email":"a@b.c","password":"secret-secret"})";
const std::pair<std::string, std::string> asks_for_cookie{"Refresh-Token-In", "cookie"};
const std::pair<std::string, std::string> cookie{"Cookie", "theme=dark; cleave_refresh=rrr; x=y"};

gateway::GatewayOptions shop_at(std::string url) {
  gateway::GatewayOptions options;
  options.shop_url = std::move(url);
  options.cors_origins = {"https://app.shop.example"};
  options.limits.proxies = {http::parse_network("10.0.0.0/8")};
  options.refresh_lifetime = std::chrono::hours(1);
  return options;
}

Ask asked(std::string target, std::string body, Headers headers) {
  headers.push_back({"Host", "shop.example"});
  return {.method = "POST",
          .target = "/api/v1/auth/" + target,
          .body = std::move(body),
          .headers = std::move(headers)};
}

// By a page of the shop.
Ask by_page(std::string target, std::string body = {}, Headers more = {}) {
  more.push_back(asks_for_cookie);
  more.push_back({"Origin", "http://shop.example"});
  return asked(std::move(target), std::move(body), std::move(more));
}

}  // namespace

TEST_CASE("a login for a browser gives the refresh token as a cookie and nowhere else") {
  Front front(shop_at("http://shop.example"));
  front.reply("auth.Login", tokens);

  const auto answer = front.ask(by_page("login", login));

  CHECK(answer.status == 200);
  CHECK(answer.json() == boost::json::parse(without_refresh_token));
  CHECK(answer.header("Set-Cookie") ==
        "cleave_refresh=rrr; Path=/api/v1/auth; Max-Age=3600; HttpOnly; SameSite=Strict");
  CHECK(answer.header("Cache-Control") == "no-store");
}

TEST_CASE("whoever does not ask for a cookie gets the token in the body, and no cookie") {
  Front front(shop_at("http://shop.example"));
  front.reply("auth.Login", tokens);

  const auto answer = front.ask(asked("login", login, {{"Origin", "http://shop.example"}}));

  CHECK(answer.json() == boost::json::parse(tokens));
  CHECK(answer.header("Set-Cookie").empty());
}

TEST_CASE("a refresh takes the cookie's token and gives the next one the same way") {
  Front front(shop_at("http://shop.example"));
  front.reply("auth.Refresh", R"({"access_token":"bbb","token_type":"Bearer","expires_in":900,
      "refresh_token":"sss"})");

  const auto answer = front.ask(by_page("refresh", "", {cookie}));

  CHECK(answer.status == 200);
  CHECK(front.sent_json() == boost::json::parse(R"({"refresh_token":"rrr"})"));
  CHECK(answer.body.find("sss") == std::string::npos);
  CHECK(answer.header("Set-Cookie").starts_with("cleave_refresh=sss; "));
}

TEST_CASE("a logout ends the cookie's session and removes the cookie") {
  Front front(shop_at("http://shop.example"));

  const auto answer = front.ask(by_page("logout", "", {cookie}));

  CHECK(answer.status == 204);
  CHECK(front.sent() == "auth.Logout");
  CHECK(front.sent_json() == boost::json::parse(R"({"refresh_token":"rrr"})"));
  CHECK(answer.header("Set-Cookie") ==
        "cleave_refresh=; Path=/api/v1/auth; Max-Age=0; HttpOnly; SameSite=Strict");
}

TEST_CASE("a cookie alone does nothing: other sites' forms and pages can send no more than that") {
  Front front(shop_at("http://shop.example"));
  for (const std::string target : {"refresh", "logout"}) {
    INFO(target);
    const auto form = front.ask(asked(target, "", {cookie, {"Origin", "https://evil.example"}}));
    CHECK(form.status == 400);
    CHECK(form.faults().size() == 1);
    CHECK(front.ask(asked(target, "", {cookie})).status == 400);
  }
  CHECK(front.arrived.empty());
}

TEST_CASE("the cookie is for pages of the shop") {
  Front front(shop_at("https://Shop.example:443/"));
  const auto status = [&](Headers headers) {
    headers.push_back(asks_for_cookie);
    headers.push_back(cookie);
    return front.ask(asked("refresh", "", std::move(headers))).status;
  };

  for (const Headers& good : {Headers{{"Origin", "https://shop.example"}},
                              Headers{{"Origin", "https://app.shop.example"}},
                              Headers{{"Sec-Fetch-Site", "same-origin"}}})
    CHECK(status(good) == 200);
  for (const Headers& bad :
       {Headers{}, Headers{{"Origin", "https://evil.example"}}, Headers{{"Origin", "null"}},
        Headers{{"Origin", "http://shop.example"}},
        Headers{{"Origin", "https://shop.example.evil"}}, Headers{{"Sec-Fetch-Site", "same-site"}},
        Headers{{"Sec-Fetch-Site", "cross-site"}}, Headers{{"Sec-Fetch-Site", "none"}}})
    CHECK(status(bad) == 403);
}

TEST_CASE("a shop that names no address is known by the host that was asked") {
  Front front(shop_at(""));
  const auto status = [&](std::string origin, bool tls) {
    Ask ask = asked("refresh", "", {asks_for_cookie, cookie, {"Origin", std::move(origin)}});
    ask.tls = tls;
    return front.ask(ask).status;
  };

  CHECK(status("http://shop.example", false) == 200);
  CHECK(status("https://shop.example", true) == 200);
  CHECK(status("http://shop.example", true) == 403);
  CHECK(status("http://other.example", false) == 403);
}

TEST_CASE("over TLS the cookie is for TLS only, also behind a proxy that is believed") {
  Front plain(shop_at(""));
  Front secure(shop_at("https://shop.example"));
  for (Front* const front : {&plain, &secure}) front->reply("auth.Login", tokens);
  const auto is_secure = [](Front& front, Ask ask) {
    ask.headers.push_back({"Sec-Fetch-Site", "same-origin"});
    return front.ask(ask).header("Set-Cookie").ends_with("; Secure");
  };
  Ask over_tls = by_page("login", login);
  over_tls.tls = true;
  Ask by_proxy = by_page("login", login, {{"X-Forwarded-Proto", "http, https"}});
  by_proxy.from = "10.0.0.1";
  Ask by_newer_proxy = by_page("login", login, {{"Forwarded", "for=192.0.2.1;Proto=HTTPS"}});
  by_newer_proxy.from = "10.0.0.1";
  Ask by_stranger = by_proxy;
  by_stranger.from = "192.0.2.9";

  CHECK(is_secure(plain, over_tls));
  CHECK(is_secure(plain, by_proxy));
  CHECK(is_secure(plain, by_newer_proxy));
  CHECK(!is_secure(plain, by_stranger));
  CHECK(!is_secure(plain, by_page("login", login)));
  CHECK(is_secure(secure, by_page("login", login)));

  auto limits = shop_at("").limits;
  limits.proxies = {http::parse_network("10.9.9.9")};
  plain.gateway().set_limits(limits);
  CHECK(!is_secure(plain, by_proxy));
}

TEST_CASE("what is asked wrongly about the cookie is refused with its reason") {
  Front front(shop_at("http://shop.example"));

  const auto elsewhere = front.ask(
      asked("login", login, {{"Refresh-Token-In", "body"}, {"Origin", "http://shop.example"}}));
  CHECK(elsewhere.status == 400);
  CHECK(elsewhere.faults().at(0).starts_with("/Refresh-Token-In: "));
  CHECK(front.ask(by_page("refresh", R"({"refresh_token":"x"})", {cookie})).status == 400);
  CHECK(front.ask(by_page("refresh")).status == 401);
  CHECK(front.ask(by_page("refresh", "", {{"Cookie", "cleave_refresh="}})).status == 401);
  CHECK(front.ask(by_page("refresh", "", {cookie, {"Cookie", "cleave_refresh=other"}})).status ==
        401);
  CHECK(front.arrived.empty());
}

TEST_CASE("a preflight lets pages of a named origin ask for the cookie") {
  Front front(shop_at("https://shop.example"));
  const auto answer = front.ask({.method = "OPTIONS",
                                 .target = "/api/v1/auth/refresh",
                                 .headers = {{"Origin", "https://app.shop.example"},
                                             {"Access-Control-Request-Method", "POST"}}});

  CHECK(answer.status == 204);
  CHECK(answer.header("Access-Control-Allow-Headers").find("Refresh-Token-In") !=
        std::string::npos);
  CHECK(answer.header("Access-Control-Allow-Credentials") == "true");
}
