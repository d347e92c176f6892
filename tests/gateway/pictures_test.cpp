// Bodies that are no JSON: pictures, as they come in and as they go out.
#include "front.h"

using namespace test;

TEST_CASE("a picture is answered as it is, of its type, to be kept for ever") {
  Front front;
  front.reply("catalog.GetPicture", R"({"type":"webp","content":"iVBORw"})");
  const Ask ask{"GET", "/api/v1/pictures/abc.webp", "", {{"Accept", "image/webp"}}};

  const auto answer = front.ask(ask);

  CHECK(answer.status == 200);
  CHECK(answer.type == "image/webp");
  CHECK(answer.body == "\x89PNG");
  CHECK(answer.header("Cache-Control") == "public, max-age=31536000, immutable");
  CHECK(answer.header("X-Content-Type-Options") == "nosniff");
  CHECK(answer.header("Content-Security-Policy").starts_with("default-src 'none'"));
  const Ask again{"GET", ask.target, "", {{"If-None-Match", answer.header("ETag")}}};
  CHECK(front.ask(again).status == 304);
}

TEST_CASE("a picture is never compressed: it is already") {
  Front front;
  front.reply("catalog.GetPicture",
              R"({"type":"png","content":")" + std::string(8000, 'A') + R"("})");
  const Ask ask{"GET", "/api/v1/pictures/abc.png", "", {{"Accept-Encoding", "gzip"}}};

  const auto answer = front.ask(ask);

  CHECK(answer.header("Content-Encoding").empty());
  CHECK(answer.body.size() == 6000);
}

TEST_CASE("a picture is taken as it is, of the types that are named, and not too large") {
  Front front;
  const auto put = [&](std::string body, const std::string& type) {
    return front.ask({"PUT",
                      "/api/v1/products/" + mug + "/picture",
                      std::move(body),
                      {{"Content-Type", type}},
                      "admin"});
  };

  CHECK(put("x", "image/jpeg").status == 200);
  CHECK(put("x", "IMAGE/WEBP").status == 200);
  CHECK(put("x", "image/svg+xml").status == 415);
  CHECK(put("{}", "application/json").status == 415);
  CHECK(put("", "image/png").faults() ==
        std::vector<std::string>{": a body is needed: image/png, image/jpeg, image/webp"});
  CHECK(put(std::string(512 * 1024, 'x'), "image/png").status == 200);
  CHECK(put(std::string(512 * 1024 + 1, 'x'), "image/png").faults() ==
        std::vector<std::string>{": the body is 524289 bytes; 524288 are the most"});
}
