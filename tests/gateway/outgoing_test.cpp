// What every answer has: its id, what browsers are to beware of, who may read it, its coding.
#include <zlib.h>

#include "front.h"

using namespace test;

namespace {

using Headers = std::vector<std::pair<std::string, std::string>>;

Ask asks(std::string target, Headers headers) {
  return {.target = std::move(target), .headers = std::move(headers)};
}

gateway::GatewayOptions open_to(std::vector<std::string> origins) {
  gateway::GatewayOptions options;
  options.cors_origins = std::move(origins);
  return options;
}

const std::string page = "https://shop.example";

Ask preflight(const std::string& origin, const std::string& target = "/api/v1/cart/items") {
  return {"OPTIONS",
          target,
          "",
          {{"Origin", origin},
           {"Access-Control-Request-Method", "POST"},
           {"Access-Control-Request-Headers", "content-type"}}};
}

std::string long_list() {
  std::string items;
  for (int i = 0; i < 40; ++i)
    items += (i > 0 ? "," : "") + std::string(R"({"name":"Category )") + std::to_string(i) +
             R"(","products":1})";
  return R"({"items":[)" + items + "]}";
}

std::string inflated(const std::string& coded) {
  z_stream stream{};
  REQUIRE(inflateInit2(&stream, 15 + 16) == Z_OK);
  std::string out(1'000'000, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(coded.data()));
  stream.avail_in = static_cast<uInt>(coded.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  CHECK(inflate(&stream, Z_FINISH) == Z_STREAM_END);
  out.resize(stream.total_out);
  inflateEnd(&stream);
  return out;
}

}  // namespace

TEST_CASE("an answer has the client's own request id if it is a sane one, else the trace's") {
  Front front;
  const auto id = [&](const std::string& given) {
    return front.ask(asks("/api/v1/categories", {{"X-Request-Id", given}})).header("X-Request-Id");
  };
  CHECK(id("checkout-7/a.b:c") == "checkout-7/a.b:c");
  CHECK(id(std::string(128, 'x')) == std::string(128, 'x'));
  for (const std::string bad : {"", "a b", "a\"b", "a\\b", "<script>", "caf\xc3\xa9"})
    CHECK(id(bad).size() == 32);
  CHECK(id(std::string(129, 'x')).size() == 32);

  const auto answer = front.get("/nothing");
  CHECK(answer.header("X-Request-Id") == answer.json().at("trace_id").as_string());
}

TEST_CASE("every answer tells browsers to take it for nothing else and to run nothing") {
  Front front;
  front.refuse("catalog.ListCategories", kernel::Error(kernel::Code::unavailable, "no"));
  for (const std::string target : {"/api/v1/products", "/api/v1/categories", "/nothing", "/healthz",
                                   "/metrics", "/openapi.json", "/api/v1/me", "/../x"}) {
    CAPTURE(target);
    const auto answer = front.get(target);
    CHECK(answer.header("X-Content-Type-Options") == "nosniff");
    CHECK(answer.header("Referrer-Policy") == "no-referrer");
    CHECK(answer.header("Content-Security-Policy") == "default-src 'none'; frame-ancestors 'none'");
  }
}

TEST_CASE("what the server refuses by itself looks like any other answer") {
  Front front(open_to({page}));
  http::Request request;
  request.peer = "192.0.2.7";
  request.headers = {{"Origin", page}, {"X-Request-Id", "mine"}};

  const auto response = front.gateway().refuse(request, 431, "the headers are too large");

  CHECK(response.status == 431);
  CHECK(response.headers.find("X-Content-Type-Options") == "nosniff");
  CHECK(response.headers.find("X-Request-Id") == "mine");
  CHECK(response.headers.find("Access-Control-Allow-Origin") == page);
  CHECK(boost::json::parse(response.body).at("code").as_string() == "header_fields_too_large");
}

TEST_CASE("the page for people may use its own style, by its hash, and nothing else") {
  Front front;

  const auto answer = front.get("/docs");

  const auto policy = answer.header("Content-Security-Policy");
  CHECK(policy.find("default-src 'none'; style-src 'sha256-") == 0);
  CHECK(policy.find("frame-ancestors 'none'") != std::string::npos);
  CHECK(policy.find("unsafe") == std::string::npos);
  CHECK(answer.header("X-Content-Type-Options") == "nosniff");
  CHECK(answer.body.find(" style=") == std::string::npos);
  CHECK(answer.body.find("<script") == std::string::npos);
  CHECK(answer.body.find("<style>") == answer.body.rfind("<style>"));
}

TEST_CASE("OPTIONS names the methods of a path, and none is 404") {
  Front front;
  const auto answer = front.ask({"OPTIONS", "/api/v1/products"});
  CHECK(answer.status == 204);
  CHECK(answer.body.empty());
  CHECK(answer.header("Allow") == "GET, HEAD, POST, OPTIONS");
  const auto whole = front.ask({"OPTIONS", "*"});
  CHECK(whole.status == 204);
  for (const std::string method : {"GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"})
    CHECK(whole.header("Allow").find(method) != std::string::npos);
  CHECK(front.ask({"OPTIONS", "/nothing"}).status == 404);
  CHECK(front.ask({"GET", "*"}).status == 400);
}

TEST_CASE("what a client does not accept is not made, errors excepted") {
  Front front;
  const auto status = [&](const std::string& target, const std::string& accept) {
    return front.ask(asks(target, {{"Accept", accept}})).status;
  };
  const auto refused = front.ask(asks("/api/v1/categories", {{"Accept", "text/html"}}));
  CHECK(refused.status == 406);
  CHECK(refused.code() == "not_acceptable");
  CHECK(front.arrived.empty());
  CHECK(status("/api/v1/categories", "application/json;q=0, */*") == 406);
  CHECK(status("/docs", "application/json") == 406);
  CHECK(status("/api/v1/categories", "text/html, */*;q=0.1") == 200);
  CHECK(status("/docs", "text/html") == 200);
  CHECK(status("/metrics", "text/plain;version=0.0.4") == 200);
  CHECK(status("/nothing", "text/html") == 404);
  CHECK(front
            .ask({"POST",
                  "/api/v1/auth/logout",
                  R"({"refresh_token":"r"})",
                  {{"Accept", "text/html"}}})
            .status == 204);
}

TEST_CASE("pages of an origin that is named may use the API with credentials, others not") {
  Front front(open_to({page, "http://localhost:3000"}));
  const auto mine = front.ask(asks("/api/v1/categories", {{"Origin", page}}));
  CHECK(mine.header("Access-Control-Allow-Origin") == page);
  CHECK(mine.header("Access-Control-Allow-Credentials") == "true");
  CHECK(mine.header("Access-Control-Expose-Headers").find("X-Request-Id") != std::string::npos);
  CHECK(mine.header("Vary") == "Origin");
  CHECK(front.ask(asks("/nothing", {{"Origin", page}})).header("Access-Control-Allow-Origin") ==
        page);
  for (const std::string other : {"https://evil.example", "null", "https://shop.example.evil.org",
                                  "https://shop.example:444", "", "*"}) {
    const auto answer = front.ask(asks("/api/v1/categories", {{"Origin", other}}));
    CHECK(answer.status == 200);
    CHECK(answer.header("Access-Control-Allow-Origin") == "");
    CHECK(answer.header("Access-Control-Allow-Credentials") == "");
    CHECK(answer.header("Vary") == "Origin");
  }
  CHECK(front.get("/api/v1/categories").header("Vary") == "Origin");
}

TEST_CASE("a browser that asks beforehand learns what a page may send") {
  Front front(open_to({page}));
  const auto answer = front.ask(preflight(page));
  CHECK(answer.status == 204);
  CHECK(answer.header("Access-Control-Allow-Origin") == page);
  CHECK(answer.header("Access-Control-Allow-Methods") == "POST, OPTIONS");
  for (const std::string name : {"Authorization", "Content-Type", "Cart-Token", "Idempotency-Key"})
    CHECK(answer.header("Access-Control-Allow-Headers").find(name) != std::string::npos);
  CHECK(answer.header("Access-Control-Max-Age") == "600");
  const auto other = front.ask(preflight("https://evil.example"));
  CHECK(other.status == 204);
  CHECK(other.header("Access-Control-Allow-Origin") == "");
  CHECK(other.header("Access-Control-Allow-Methods") == "");
  CHECK(front.arrived.empty());
}

TEST_CASE("pages of all origins may be let in, and never with credentials") {
  Front front(open_to({"*"}));
  const auto answer = front.ask(asks("/api/v1/categories", {{"Origin", "https://any.example"}}));
  CHECK(answer.header("Access-Control-Allow-Origin") == "*");
  CHECK(answer.header("Access-Control-Allow-Credentials") == "");
  CHECK(front.ask(preflight("https://any.example")).header("Access-Control-Allow-Origin") == "*");
}

TEST_CASE("without a word about it no page of another origin may use the API") {
  Front front;
  const auto answer = front.ask(preflight(page));
  CHECK(answer.status == 204);
  CHECK(answer.header("Access-Control-Allow-Origin") == "");
  CHECK(answer.header("Vary") == "");
  for (const std::string wrong : {"shop.example", "https://shop.example/", "https://", "HTTPS://A",
                                  "https://*.example", "null", ""})
    CHECK_THROWS_AS(Front(open_to({wrong})), kernel::Error);
}

TEST_CASE("a long answer is compressed for whoever takes that, and caches are told") {
  Front front;
  front.reply("catalog.ListCategories", long_list());
  const auto plain = front.get("/api/v1/categories");
  REQUIRE(plain.body.size() > 1024);
  CHECK(plain.header("Content-Encoding") == "");
  CHECK(plain.header("Vary") == "Accept-Encoding");

  const auto coded = front.ask(asks("/api/v1/categories", {{"Accept-Encoding", "br, gzip"}}));

  CHECK(coded.header("Content-Encoding") == "gzip");
  CHECK(coded.header("Vary") == "Accept-Encoding");
  CHECK(coded.body.size() < plain.body.size() / 2);
  CHECK(inflated(coded.body) == plain.body);
  CHECK(front.ask(asks("/api/v1/categories", {{"Accept-Encoding", "gzip;q=0"}})).body ==
        plain.body);
  const auto tiny = front.ask(asks("/healthz", {{"Accept-Encoding", "gzip"}}));
  CHECK(tiny.header("Content-Encoding") == "");
  CHECK(tiny.header("Vary") == "");
}

TEST_CASE("a compressed answer has a weak tag, and either tag saves sending it again") {
  Front front;
  front.reply("catalog.ListCategories", long_list());
  const auto strong = front.get("/api/v1/categories").header("ETag");
  const auto weak =
      front.ask(asks("/api/v1/categories", {{"Accept-Encoding", "gzip"}})).header("ETag");
  CHECK(weak == "W/" + strong);
  for (const auto& tag : {strong, weak})
    for (const std::string coding : {"gzip", "identity"}) {
      const auto again = front.ask(
          asks("/api/v1/categories", {{"If-None-Match", tag}, {"Accept-Encoding", coding}}));
      CHECK(again.status == 304);
      CHECK(again.body.empty());
      CHECK(again.header("Vary") == "Accept-Encoding");
      CHECK(again.header("Content-Encoding") == "");
    }
  CHECK(
      front.ask(asks("/api/v1/categories", {{"If-None-Match", "\"x" + strong.substr(1)}})).status ==
      200);
}

TEST_CASE("very long answers and fixed documents are compressed as well") {
  Front front;
  std::string rows;
  for (int i = 0; i < 4000; ++i)
    rows += (i > 0 ? "," : "") + std::string(R"({"name":"C)") + std::to_string(i) + R"("})";
  front.reply("catalog.ListCategories", R"({"items":[)" + rows + "]}");
  for (const std::string target : {"/api/v1/categories", "/openapi.json", "/docs"}) {
    CAPTURE(target);
    const auto plain = front.get(target);
    const auto coded = front.ask(asks(target, {{"Accept-Encoding", "gzip"}}));
    CHECK(coded.header("Content-Encoding") == "gzip");
    CHECK(coded.header("Vary") == "Accept-Encoding");
    CHECK(inflated(coded.body) == plain.body);
    CHECK(front
              .ask(asks(target,
                        {{"Accept-Encoding", "gzip"}, {"If-None-Match", coded.header("ETag")}}))
              .status == 304);
  }
}

TEST_CASE("an answer that holds a token is never compressed") {
  Front front;
  front.reply("auth.Login", R"({"access_token":")" + std::string(2000, 'a') +
                                R"(","token_type":"Bearer","expires_in":900,"refresh_token":"r"})");
  const auto answer = front.ask({"POST",
                                 "/api/v1/auth/login",
                                 R"({"email":"a@b.c","password":"secret-secret"})",
                                 {{"Accept-Encoding", "gzip"}}});
  CHECK(answer.status == 200);
  CHECK(answer.header("Content-Encoding") == "");
}
