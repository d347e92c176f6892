// Whatever a body or a query holds, the answer is never a server's fault.
#include "front.h"
#include "gateway/route.h"

using namespace test;

namespace {

class Rubbish {
 public:
  explicit Rubbish(std::uint64_t seed) : random_(seed) {}

  bool chance(std::uint64_t of_hundred) { return random_.below(100) < of_hundred; }

  template <class List>
  const auto& one_of(const List& list) {
    return list[random_.below(std::size(list))];
  }

  std::string value(const std::vector<std::string>& names, int depth = 0) {
    static const std::string scalars[] = {"null",
                                          "true",
                                          "false",
                                          "0",
                                          "-1",
                                          "1",
                                          "1.5",
                                          "1e400",
                                          "-0",
                                          "100000",
                                          "9223372036854775807",
                                          "9223372036854775808",
                                          "-9223372036854775809",
                                          "123456789012345678901234567890",
                                          "\"\"",
                                          "\"x\"",
                                          "\"GBP\"",
                                          "\"\\u0000\"",
                                          "\"\\ud800\"",
                                          "\"\xff\"",
                                          "\"0190a000-0000-7000-8000-000000000001\"",
                                          "nul",
                                          "\"open",
                                          "01",
                                          "[",
                                          "}"};
    if (depth > 3 || chance(60)) return one_of(scalars);
    if (chance(30)) {
      std::string list = "[";
      for (auto left = random_.below(4); left > 0; --left)
        list += value(names, depth + 1) + (left > 1 ? "," : "");
      return list + "]";
    }
    std::string object = "{";
    for (auto left = random_.below(6); left > 0; --left)
      object += '"' + one_of(names) + "\":" + value(names, depth + 1) + (left > 1 ? "," : "");
    return object + "}";
  }

  // Flips, drops or doubles a byte.
  void spoil(std::string& text) {
    if (text.empty()) return;
    const auto at = random_.below(text.size());
    switch (random_.below(3)) {
      case 0:
        text[at] = static_cast<char>(random_.below(256));
        break;
      case 1:
        text.erase(at, 1);
        break;
      default:
        text.insert(at, 1, text[at]);
    }
  }

 private:
  kernel::sim::Random random_;
};

const std::vector<std::string> field_names = {
    "email",       "password", "name",     "product_id",     "quantity",
    "price",       "amount",   "currency", "rows",           "sku",
    "description", "category", "stock",    "payment_method", "shipping_address",
    "country",     "line1",    "line2",    "city",           "postal_code",
    "token",       "owner",    "user",     "role",           "",
    "a/b~c"};

std::string plain_path(std::string_view pattern) {
  std::string path(pattern);
  for (const std::string id : {"{id}", "{product_id}"})
    if (const auto at = path.find(id); at != std::string::npos) path.replace(at, id.size(), mug);
  return path;
}

}  // namespace

TEST_CASE("random bodies and queries never give a 5xx, and refusals are problem details") {
  Front front;
  front.reply("order.PlaceOrder", R"({"outcome":"confirmed"})");
  front.reply("order.WaitForChange", R"({"change":{"number":4,"status":"confirmed"}})");
  Rubbish rubbish(42);
  std::vector<gateway::Row> rows;
  for (auto& row : gateway::all_rows())
    if (row.action.message != nullptr) rows.push_back(std::move(row));
  for (int i = 0; i < 6'000; ++i) {
    const auto& row = rubbish.one_of(rows);
    Ask ask{std::string(row.method), plain_path(row.path), "", {{"Idempotency-Key", "k"}}, "admin"};
    if (row.method != "GET") ask.body = rubbish.value(field_names);
    if (rubbish.chance(30)) ask.target += "?limit=" + rubbish.value(field_names);
    if (rubbish.chance(10)) rubbish.spoil(ask.body);
    if (rubbish.chance(5)) rubbish.spoil(ask.target);
    INFO(ask.method, " ", ask.target, " ", ask.body);

    const auto answer = front.ask(ask);

    CHECK(answer.status < 500);
    if (answer.status >= 400) {
      CHECK(answer.type == http::problem_type);
      CHECK(answer.json().at("status").as_int64() == answer.status);
    }
    front.arrived.clear();
  }
}

TEST_CASE("a good body with one spoilt byte is served or refused, never a fault of ours") {
  Front front;
  Rubbish rubbish(7);
  const std::string good =
      R"({"rows":[{"sku":"M","name":"Mug","description":"a mug","category":"Home",)"
      R"("price":{"amount":255,"currency":"GBP"},"stock":3}]})";
  for (int i = 0; i < 3'000; ++i) {
    std::string body = good;
    rubbish.spoil(body);
    INFO(body);

    const auto answer = front.post("/api/v1/admin/products/import", body, "admin");

    CHECK((answer.status == 200 || answer.status == 400));
    front.arrived.clear();
  }
}
