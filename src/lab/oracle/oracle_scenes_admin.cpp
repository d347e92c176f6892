// The script: administrators.
#include <fmt/format.h>

#include "lab/oracle/oracle_scenes.h"

namespace lab {

using namespace std::string_view_literals;

namespace {

const std::string products = "/api/v1/products";
const std::string admin = "<admin>";

// Three by two pixels in green, and the hash that names them.
constexpr std::string_view webp =
    "RIFF\x1e\0\0\0WEBPVP8L\x11\0\0\0/\x02@\0\0\x07P\xae>\x94\xa9\xff\x81\x88\xe8\x7f\0\0"sv;
const std::string picture = "/api/v1/pictures/8a1e20148e579252c0499d16ed67a027.webp";

std::string fields(std::string_view name, std::int64_t price, std::string_view more) {
  return fmt::format(R"("name":"{}","description":"Made for the script.","category":"Scripted",)"
                     R"("price":{{"amount":{},"currency":"GBP"}}{})",
                     name, price, more);
}

}  // namespace

void Scenes::manage_product() {
  const auto name = next("novelty");
  const auto sku = fmt::format("NEW-{}", name.substr(name.rfind(' ') + 1));
  const auto path = fmt::format("{}/<{}>", products, name);
  const auto price = chance_.between(100, 9900);
  const auto create =
      fmt::format(R"({{"sku":"{}",{}}})", sku, fields("Novelty " + sku, price, R"(,"stock":9)"));
  post(products, create).as(admin).keep(name, "/id");
  post(products, create).as(admin);
  send("PUT", path, "{" + fields("Better novelty " + sku, price + 1, "") + "}").as(admin);
  send("PUT", path + "/stock", R"({"stock":5})").as(admin);
  get(path);
  get(products + "?q=" + sku);
  send("PUT", path, "{" + fields("Gone novelty", price, R"(,"active":false)") + "}").as(admin);
  get(path);
  get(products + "?category=Scripted");
  post("/api/v1/cart/items", item(fmt::format("<{}>", name), 1))
      .as(customers_.empty() ? admin : customers_.front().token);
  send("PUT", path, "{" + fields("Novelty again", price, R"(,"active":true)") + "}").as(admin);
}

void Scenes::show_picture() {
  const auto path = products + "/" + any_product() + "/picture";
  send("PUT", path, std::string(webp)).as(admin).content_type = "image/webp";
  get(picture);
  send("PUT", path, std::string(webp)).as(admin);
  send("PUT", path, "GIF89a").as(admin).content_type = "image/png";
  send("PUT", path, std::string(webp)).content_type = "image/webp";
  send("DELETE", path).as(admin);
  get(picture);
}

void Scenes::manage_badly(const ScriptedCustomer& customer) {
  const auto create =
      fmt::format(R"({{"sku":"{}",{}}})", "NEVER", fields("Never", 100, R"(,"stock":1)"));
  const std::string absent = products + "/01890000-0000-7000-8000-000000000000";
  post(products, create);
  post(products, create).as(customer.token);
  post(products, R"({"sku":"","name":"","price":{"amount":0,"currency":"pounds"}})").as(admin);
  post(products, fmt::format(R"({{"sku":"NEVER",{}}})", fields("Never", 0, R"(,"stock":-1)")))
      .as(admin);
  send("PUT", absent, "{" + fields("Never", 100, "") + "}").as(admin);
  send("PUT", absent + "/stock", R"({"stock":1})").as(admin);
  send("PUT", products + "/" + any_product() + "/stock", R"({"stock":-1})").as(admin);
  for (const std::string_view path :
       {"/api/v1/admin/orders", "/api/v1/admin/payments", "/api/v1/admin/mails",
        "/api/v1/admin/customers", "/api/v1/admin/products"}) {
    get(std::string(path));
    get(std::string(path)).as(customer.token);
    get(fmt::format("{}?status=lost", path)).as(admin);
  }
}

void Scenes::import_products() {
  const auto row = [](std::string_view sku, std::int64_t price) {
    return fmt::format(R"({{"sku":"{}",{}}})", sku, fields("Imported", price, R"(,"stock":3)"));
  };
  const std::string path = "/api/v1/admin/products/import";
  const auto rows = fmt::format(R"({{"rows":[{},{}]}})", row("IMP-1", 500), row("IMP-2", 700));
  post(path + "/check", rows).as(admin);
  post(path, rows).as(admin);
  post(path, rows).as(admin);
  post(path + "/check", rows).as(admin);
  post(path + "/check", fmt::format(R"({{"rows":[{}]}})", row("IMP-3", 0))).as(admin);
  post(path, fmt::format(R"({{"rows":[{},{}]}})", row("IMP-2", 800), row("IMP-3", 0))).as(admin);
  post(path, fmt::format(R"({{"rows":[{}]}})", row("IMP-2", 800))).as(admin);
  post(path, R"({"rows":[]})").as(admin);
  get(products + "?category=Scripted&sort=price");
  get("/api/v1/admin/products?q=IMP-").as(admin);
  get("/api/v1/admin/products?active=false&limit=5").as(admin);
  get("/api/v1/admin/products?stock_up_to=0&limit=5").as(admin);
}

void Scenes::refund(ScriptedCustomer& customer) {
  if (customer.orders.empty()) buy(customer, "pm_card_mastercard");
  const auto order = customer.orders.back();
  const auto path = fmt::format("/api/v1/admin/orders/<{}>/refund", order);
  const auto amount = [](std::string_view minor) {
    return fmt::format(R"({{"amount":{{"amount":{},"currency":"GBP"}}}})", minor);
  };
  post(path, amount("1")).as(customer.token);
  post(path, amount("100000000")).as(admin);
  post(path, amount("0")).as(admin);
  const auto key = next("refund");
  post(path, amount("1")).as(admin).under(key.substr(7) + "-refund");
  post(path, amount("1")).as(admin).under(key.substr(7) + "-refund");
  post(path, amount("2")).as(admin).under(key.substr(7) + "-refund");
  post(path).as(admin);
  post(path).as(admin);
  get(fmt::format("/api/v1/orders/<{}>", order)).as(customer.token);
  get("/api/v1/admin/payments?limit=2").as(admin);
  get(fmt::format("/api/v1/admin/orders/<{}>/payment", order)).as(admin);
  get(fmt::format("/api/v1/admin/orders/<{}>/payment", order)).as(customer.token);
  read_notifications(customer);
}

void Scenes::read_books() {
  get("/api/v1/admin/orders?limit=3").as(admin).keep("cursor", "/next_cursor");
  get("/api/v1/admin/orders?limit=3&cursor=<cursor>").as(admin);
  for (const std::string_view status : {"confirmed", "failed", "cancelled", "pending"})
    get(fmt::format("/api/v1/admin/orders?limit=4&status={}", status)).as(admin);
  get("/api/v1/admin/payments?limit=3").as(admin).keep("cursor", "/next_cursor");
  get("/api/v1/admin/payments?limit=3&cursor=<cursor>").as(admin);
  for (const std::string_view status : {"captured", "declined", "refunded"})
    get(fmt::format("/api/v1/admin/payments?limit=4&status={}", status)).as(admin);
  look_for_people();
  ask_modules();
  ask_console();
}

// Of mails only what no arm has: when they come differs from layout to layout.
void Scenes::look_for_people() {
  const std::string absent = "01890000-0000-7000-8000-000000000000";
  get("/api/v1/admin/orders?limit=1").as(admin).keep("buyer", "/items/0/placed_by");
  get("/api/v1/admin/orders?limit=2&placed_by=<buyer>").as(admin);
  get("/api/v1/admin/orders?reference=" + absent).as(admin);
  get("/api/v1/admin/orders?reference=none").as(admin);
  get("/api/v1/admin/customers/<buyer>").as(admin);
  get("/api/v1/admin/customers/" + absent).as(admin);
  get("/api/v1/admin/customers?q=nobody-is-called-so").as(admin);
  get("/api/v1/admin/mails?status=dead").as(admin);
  get("/api/v1/admin/mails/" + absent).as(admin);
}

// Of what goes on only that it can be seen: how much of it there is, is each arm's own.
void Scenes::ask_console() {
  for (const std::string_view path : {"/api/v1/admin/pulse", "/api/v1/admin/history"}) {
    get(std::string(path)).as(admin).with_body = false;
    get(std::string(path));
  }
  get("/api/v1/admin/messages/payment.Charge").as(admin);
  get("/api/v1/admin/messages/payment.Nothing").as(admin);
  const std::string next = "/api/v1/admin/messages/payment.Charge/next?callee=payment&caller=";
  get(next + "cart").as(admin);  // which never charges anybody
  get(next + "nobody").as(admin);
  const std::string comparisons = "/api/v1/admin/comparisons";
  const std::string absent = comparisons + "/01890000-0000-7000-8000-000000000000";
  get(comparisons).as(admin);
  get(absent + "/report").as(admin);
  post(comparisons).as(admin);
  post(absent + "/cancel").as(admin);
}

// What every module answers for itself, wherever it is.
void Scenes::ask_modules() {
  for (const std::string_view module : {"order", "nobody"}) {
    get(fmt::format("/api/v1/admin/outbox/{}?dead=true", module)).as(admin);
    get(fmt::format("/api/v1/admin/faults/{}", module)).as(admin);
  }
  post("/api/v1/admin/outbox/order/1000000000/replay").as(admin);
  post("/api/v1/admin/outbox/order/1000000000/discard").as(admin);
  for (const std::string_view module : {"auth", "catalog", "order", "nobody"})
    get(fmt::format("/api/v1/admin/audit/{}?after=1", module)).as(admin);
  get("/api/v1/admin/audit/order?limit=0").as(admin);
  get("/api/v1/admin/audit/order");
  // What is kept differs from layout to layout: nothing takes an hour, and no trace is called so.
  get("/api/v1/admin/traces?min_ms=3600000").as(admin);
  get("/api/v1/admin/traces/00000000000000000000000000000001").as(admin);
  const std::string rules = R"({"rules":[{"error":"unavailable"}]})";
  send("PUT", "/api/v1/admin/faults/order", rules).as(admin);
}

}  // namespace lab
