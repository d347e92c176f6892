#include "row_cases.h"

namespace test {

namespace {

const std::string address =
    R"({"name":"A","line1":"1 Road","city":"York","postal_code":"YO1","country":"GB"})";
const std::string address_sent =
    R"({"name":"A","line1":"1 Road","line2":null,"city":"York","postal_code":"YO1",)"
    R"("country":"GB"})";
const std::string price = R"({"amount":255,"currency":"GBP"})";
const std::string user_owner =
    R"("owner":{"user":"0190a000-0000-7000-8000-00000000000a","token":null})";
const std::string guest_owner = R"("owner":{"user":null,"token":"guest-token"})";

std::vector<Case> account_cases() {
  const std::string login = R"({"email":"a@b.c","password":"secret-secret"})";
  return {
      {{"POST", "/api/v1/auth/register",
        R"({"email":"a@b.c","password":"secret-secret","name":"A"})"},
       201,
       "auth.Register",
       R"({"email":"a@b.c","password":"secret-secret","name":"A"})"},
      {{"POST", "/api/v1/auth/login", login}, 200, "auth.Login", login},
      {{"POST", "/api/v1/auth/refresh", R"({"refresh_token":"r"})"},
       200,
       "auth.Refresh",
       R"({"refresh_token":"r"})"},
      {{"POST", "/api/v1/auth/logout", R"({"refresh_token":"r"})"},
       204,
       "auth.Logout",
       R"({"refresh_token":"r"})"},
      {{"POST", "/api/v1/auth/password/forgot", R"({"email":"a@b.c"})"},
       204,
       "auth.ForgotPassword",
       R"({"email":"a@b.c"})"},
      {{"POST", "/api/v1/auth/password/reset", R"({"token":"t","password":"secret-secret"})"},
       204,
       "auth.ResetPassword",
       R"({"token":"t","password":"secret-secret"})"},
      {{"POST", "/api/v1/auth/verify-email", R"({"token":"t"})"},
       204,
       "auth.VerifyEmail",
       R"({"token":"t"})"},
      {{"GET", "/api/v1/me", "", {}, "alice"}, 200, "auth.GetMe", "{}"},
      {{"GET", "/api/v1/me/sessions?limit=3", "", {}, "alice"},
       200,
       "auth.GetSessions",
       R"({"limit":3,"cursor":null})"},
      {{"DELETE", "/api/v1/me/sessions/" + mug, "", {}, "alice"},
       204,
       "auth.EndSession",
       R"({"id":")" + mug + R"("})"},
      {{"DELETE", "/api/v1/me/sessions", "", {}, "alice"}, 204, "auth.EndOtherSessions", "{}"},
      {{"GET", "/api/v1/admin/customers?q=ann@&limit=3", "", {}, "admin"},
       200,
       "auth.FindAccounts",
       R"({"q":"ann@","limit":3,"cursor":null})"},
      {{"GET", "/api/v1/admin/customers/" + mug, "", {}, "admin"},
       200,
       "auth.GetAccount",
       R"({"id":")" + mug + R"("})"},
      {{"GET", "/.well-known/jwks.json"}, 200, "auth.GetSigningKeys", "{}"},
  };
}

std::vector<Case> catalog_cases() {
  return {
      {{"GET", "/api/v1/products?q=mug&category=Home&sort=-price&limit=100&cursor=abc"},
       200,
       "catalog.FindProducts",
       R"({"q":"mug","category":"Home","sort":"price_down","limit":100,"cursor":"abc"})"},
      {{"GET", "/api/v1/products"},
       200,
       "catalog.FindProducts",
       R"({"q":null,"category":null,"sort":"relevance","limit":20,"cursor":null})"},
      {{"GET", "/api/v1/products/" + mug}, 200, "catalog.GetProduct", R"({"id":")" + mug + R"("})"},
      {{"GET", "/api/v1/categories"}, 200, "catalog.ListCategories", "{}"},
      {{"POST",
        "/api/v1/products",
        R"({"sku":"M","name":"Mug","description":"a\nb","category":"Home","stock":3,"price":)" +
            price + "}",
        {},
        "admin"},
       201,
       "catalog.CreateProduct",
       R"({"sku":"M","name":"Mug","description":"a\nb","category":"Home","price":)" + price +
           R"(,"stock":3})"},
      {{"PUT",
        "/api/v1/products/" + mug,
        R"({"name":"Mug","description":"","category":"Home","active":false,"price":)" + price + "}",
        {},
        "admin"},
       200,
       "catalog.UpdateProduct",
       R"({"id":")" + mug + R"(","name":"Mug","description":"","category":"Home","price":)" +
           price + R"(,"active":false})"},
      {{"PUT", "/api/v1/products/" + mug + "/stock", R"({"stock":7})", {}, "admin"},
       200,
       "catalog.SetStock",
       R"({"id":")" + mug + R"(","stock":7})"},
      {{"POST",
        "/api/v1/admin/products/import",
        R"({"rows":[{"sku":"M","name":"M","description":"","category":"Home","stock":3,"price":)" +
            price + "}]}",
        {},
        "admin"},
       200,
       "catalog.ImportProducts",
       R"({"rows":[{"sku":"M","name":"M","description":"","category":"Home","price":)" + price +
           R"(,"stock":3}]})"},
  };
}

std::vector<Case> picture_cases() {
  const std::pair<std::string, std::string> png{"Content-Type", "image/png"};
  return {
      {{"PUT", "/api/v1/products/" + mug + "/picture", "\x89PNG", {png}, "admin"},
       200,
       "catalog.SetPicture",
       R"({"id":")" + mug + R"(","content":"iVBORw"})"},
      {{"DELETE", "/api/v1/products/" + mug + "/picture", "", {}, "admin"},
       200,
       "catalog.RemovePicture",
       R"({"id":")" + mug + R"("})"},
      {{"GET", "/api/v1/pictures/abc.png"}, 200, "catalog.GetPicture", R"({"name":"abc.png"})"},
      {{"GET", "/api/v1/admin/products?q=mug&active=false&stock_up_to=5", "", {}, "admin"},
       200,
       "catalog.ListAllProducts",
       R"({"q":"mug","active":false,"stock_up_to":5,"limit":20,"cursor":null})"},
      {{"POST",
        "/api/v1/admin/products/import/check",
        R"({"rows":[{"sku":"M","name":"M","description":"","category":"Home","stock":3,"price":)" +
            price + "}]}",
        {},
        "admin"},
       200,
       "catalog.CheckImport",
       R"({"rows":[{"sku":"M","name":"M","description":"","category":"Home","price":)" + price +
           R"(,"stock":3}]})"},
  };
}

std::vector<Case> cart_cases() {
  const std::pair<std::string, std::string> guest{"Cart-Token", "guest-token"};
  return {
      {{"POST", "/api/v1/carts"}, 201, "cart.CreateGuestCart", "{}"},
      {{"GET", "/api/v1/cart", "", {guest}}, 200, "cart.GetCart", "{" + guest_owner + "}"},
      {{"GET", "/api/v1/cart", "", {guest}, "alice"}, 200, "cart.GetCart", "{" + user_owner + "}"},
      {{"DELETE", "/api/v1/cart", "", {}, "alice"}, 200, "cart.ClearCart", "{" + user_owner + "}"},
      {{"POST", "/api/v1/cart/items", R"({"product_id":")" + mug + R"(","quantity":2})", {guest}},
       200,
       "cart.AddItem",
       "{" + guest_owner + R"(,"product_id":")" + mug + R"(","quantity":2})"},
      {{"PUT", "/api/v1/cart/items/" + mug, R"({"quantity":5})", {}, "alice"},
       200,
       "cart.SetItem",
       "{" + user_owner + R"(,"product_id":")" + mug + R"(","quantity":5})"},
      {{"DELETE", "/api/v1/cart/items/" + mug, "", {}, "alice"},
       200,
       "cart.RemoveItem",
       "{" + user_owner + R"(,"product_id":")" + mug + R"("})"},
      {{"POST", "/api/v1/cart/merge", R"({"cart_token":"g"})", {}, "alice"},
       200,
       "cart.MergeCart",
       R"({"cart_token":"g"})"},
  };
}

std::vector<Case> module_cases() {
  return {
      {{"GET", "/api/v1/admin/outbox/order?dead=true&after=7&limit=5", "", {}, "admin"},
       200,
       "order/outbox.List",
       R"({"module":"order","dead":true,"after":7,"limit":5})"},
      {{"POST", "/api/v1/admin/outbox/auth/3/replay", "", {}, "admin"},
       204,
       "auth/outbox.Replay",
       R"({"module":"auth","delivery":3})"},
      {{"POST", "/api/v1/admin/outbox/auth/3/discard", "", {}, "admin"},
       204,
       "auth/outbox.Discard",
       R"({"module":"auth","delivery":3})"},
      {{"GET", "/api/v1/admin/audit/order?after=7&limit=5", "", {}, "admin"},
       200,
       "order/audit.List",
       R"({"module":"order","after":7,"limit":5})"},
      // Every process is asked; the last one here is that of "traces".
      {{"GET", "/api/v1/admin/traces?error=true&min_ms=5&limit=7", "", {}, "admin"},
       200,
       "traces/traces.List",
       R"({"module":"traces","error":true,"min_ms":5,"subject":null,"limit":7})"},
      {{"GET", "/api/v1/admin/traces/0af7651916cd43dd8448eb211c80319c", "", {}, "admin"},
       404,
       "traces/traces.Get",
       R"({"module":"traces","trace_id":"0af7651916cd43dd8448eb211c80319c"})"},
      {{"GET", "/api/v1/admin/faults/cart", "", {}, "admin"},
       200,
       "cart/faults.Get",
       R"({"module":"cart"})"},
      {{"PUT", "/api/v1/admin/faults/cart", R"({"rules":[{"error":"unavailable"}]})", {}, "admin"},
       200,
       "cart/faults.Set",
       R"({"module":"cart","rules":[{"message":null,"percent":null,"latency_ms":null,)"
       R"("jitter_ms":null,"error":"unavailable","drop":null,"duplicate":null,"crash":null}]})"},
  };
}

std::vector<Case> order_cases() {
  const std::pair<std::string, std::string> key{"Idempotency-Key", "k-1"};
  return {
      {{"POST",
        "/api/v1/orders",
        R"({"payment_method":"pm_card_visa","shipping_address":)" + address +
            R"(,"expected_total":{"amount":5,"currency":"GBP"}})",
        {key},
        "alice"},
       201,
       "order.PlaceOrder",
       R"({"key":"k-1","payment_method":"pm_card_visa","shipping_address":)" + address_sent +
           R"(,"expected_total":{"amount":5,"currency":"GBP"}})"},
      {{"GET", "/api/v1/orders?limit=1", "", {}, "alice"},
       200,
       "order.ListOrders",
       R"({"limit":1,"cursor":null})"},
      {{"GET", "/api/v1/orders/" + order_id, "", {}, "alice"},
       200,
       "order.GetOrder",
       R"({"id":")" + order_id + R"("})"},
      {{"GET", "/api/v1/orders/" + order_id + "/stream", "", {}, "alice"},
       200,
       "order.WaitForChange",
       R"({"id":")" + order_id + R"(","after":null})"},
      {{"POST", "/api/v1/orders/" + order_id + "/cancel", "", {}, "alice"},
       200,
       "order.CancelOrder",
       R"({"id":")" + order_id + R"("})"},
      {{"GET",
        "/api/v1/admin/orders?status=confirmed&reference=000002&placed_by=" + mug,
        "",
        {},
        "admin"},
       200,
       "order.ListAllOrders",
       R"({"status":"confirmed","placed_by":")" + mug +
           R"(","reference":"000002","limit":20,"cursor":null})"},
      {{"POST", "/api/v1/admin/orders/" + order_id + "/refund", "", {}, "admin"},
       200,
       "order.RefundOrder",
       R"({"id":")" + order_id + R"(","amount":null})"},
      {{"POST",
        "/api/v1/admin/orders/" + order_id + "/refund",
        R"({"amount":)" + price + "}",
        {},
        "admin"},
       200,
       "order.RefundOrder",
       R"({"id":")" + order_id + R"(","amount":)" + price + "}"},
      {{"GET", "/api/v1/admin/payments?status=refunded", "", {}, "admin"},
       200,
       "payment.ListPayments",
       R"({"status":"refunded","limit":20,"cursor":null})"},
      {{"GET", "/api/v1/admin/orders/" + order_id + "/payment", "", {}, "admin"},
       200,
       "payment.GetPayment",
       R"({"order_id":")" + order_id + R"("})"},
  };
}

std::vector<Case> mail_cases() {
  return {
      {{"GET", "/api/v1/notifications", "", {}, "alice"},
       200,
       "notification.ListNotifications",
       R"({"limit":20,"cursor":null})"},
      {{"GET", "/api/v1/admin/mails?status=dead&sent_to=" + mug, "", {}, "admin"},
       200,
       "notification.ListMails",
       R"({"sent_to":")" + mug + R"(","status":"dead","limit":20,"cursor":null})"},
      {{"GET", "/api/v1/admin/mails/" + mug, "", {}, "admin"},
       200,
       "notification.GetMail",
       R"({"id":")" + mug + R"("})"},
  };
}

}  // namespace

std::vector<Case> row_cases() {
  std::vector<Case> all;
  for (const auto& part : {account_cases(), catalog_cases(), picture_cases(), cart_cases(),
                           order_cases(), mail_cases(), module_cases()})
    all.insert(all.end(), part.begin(), part.end());
  return all;
}

}  // namespace test
