#include "hints.h"

#include "catalog/messages.h"

namespace gateway {

namespace {

constexpr std::string_view no_control = "^[^\\u0000-\\u001f\\u007f]*$";
constexpr std::string_view no_control_but_lines =
    "^[^\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f]*$";
constexpr std::string_view country_pattern = "^[A-Z]{2}$";
constexpr std::string_view hex_32 = "^[0-9a-f]{32}$";

constexpr std::string_view token_text = "Opaque: take it as it was given";
constexpr std::string_view module_text = "A module, by its name";
constexpr std::string_view price_text = "In the shop's currency";
constexpr std::string_view after_text = "The number of an item: those behind it";

// What a field of a certain type says; looked up first.
constexpr Hint of_one_type[] = {
    {.field = "auth.Register.email",
     .example = R"("ada@shop.example")",
     .text = "An address that mail can be sent to; compared without case",
     .format = "email"},
    {.field = "auth.Register.name", .example = R"("Ada Lovelace")"},
    {.field = "auth.Register.password",
     .example = R"("seven green bottles")",
     .text = "Not a common one, nor made of the address or the name"},
    {.field = "auth.ResetPassword.password", .example = R"("seven green bottles")"},
    {.field = "auth.Registered.name", .example = R"("Ada Lovelace")"},
    {.field = "auth.Account.name", .example = R"("Ada Lovelace")"},
    {.field = "auth.Tokens.refresh_token",
     .example = R"("Qm9uZGllLXRoZS1zcGFycm93LXNpbmdzLWF0LWRhd24")",
     .text = "Absent when it was given as a cookie",
     .may_be_absent = true},
    {.field = "auth.ResetPassword.token",
     .example = R"("bWFpbGVkLW9uZS10aW1lLXRva2Vu")",
     .text = "From the mail; good once"},
    {.field = "auth.VerifyEmail.token",
     .example = R"("bWFpbGVkLW9uZS10aW1lLXRva2Vu")",
     .text = "From the mail; good once"},
    {.field = "auth.Session.current", .example = "true", .text = "The one that asks"},
    {.field = "auth.Session.expires_at",
     .example = R"("2026-04-13T09:26:53.589Z")",
     .text = "It ends by itself then, unless its tokens are refreshed before"},
    {.field = "catalog.CreateProduct.price",
     .example = R"({"amount":1299,"currency":"GBP"})",
     .text = price_text,
     .amount_min = 1,
     .amount_max = catalog::price_max},
    {.field = "catalog.UpdateProduct.price",
     .example = R"({"amount":1299,"currency":"GBP"})",
     .text = price_text,
     .amount_min = 1,
     .amount_max = catalog::price_max},
    {.field = "catalog.ImportRow.price",
     .example = R"({"amount":1299,"currency":"GBP"})",
     .text = price_text,
     .amount_min = 1,
     .amount_max = catalog::price_max},
    {.field = "catalog.Category.name", .example = R"("Lighting")"},
    {.field = "catalog.Category.products", .example = "12", .text = "Active ones"},
    {.field = "order.RefundOrder.amount",
     .example = R"({"amount":1299,"currency":"GBP"})",
     .text = "Absent: all that is left",
     .amount_min = 1,
     .amount_max = kernel::amount_max},
    {.field = "order.Order.status", .example = R"("confirmed")"},
    {.field = "order.OrderRow.status", .example = R"("confirmed")"},
    {.field = "order.Order.failure", .example = "null", .text = "Why it failed; else null"},
    {.field = "order.ListAllOrders.status", .example = R"("confirmed")"},
    {.field = "order.Failure.detail", .example = R"("Your card was declined.")"},
    {.field = "payment.Payment.status", .example = R"("captured")"},
    {.field = "payment.ListPayments.status", .example = R"("captured")"},
    {.field = "payment.Payment.amount", .example = R"({"amount":1299,"currency":"GBP"})"},
    {.field = "payment.Payment.refunded",
     .example = R"({"amount":0,"currency":"GBP"})",
     .text = "What went back so far"},
    {.field = "traces.List.subject",
     .example = R"("0190a000-0000-7000-8000-000000000001")",
     .text = "An id: of an order, a product, …"},
    {.field = "notification.Notification.subject", .example = R"("Your order is confirmed")"},
    {.field = "Address.name", .example = R"("Ada Lovelace")"},
    {.field = "notification.Notification.kind", .example = R"("order_confirmed")"},
    {.field = "notification.Notification.status", .example = R"("delivered")"},
    {.field = "gateway.Health.status", .example = R"("ok")"},
    {.field = "gateway.Readiness.status",
     .example = R"("degraded")",
     .text = "ok, degraded (a module does not answer) or starting"},
    {.field = "gateway.Topology.calls", .example = {}},
    {.field = "gateway.PlacedModule.name", .example = R"("payment")"},
    {.field = "gateway.PlacedModule.transport",
     .example = R"("http")",
     .text = "local, serialized or http"},
    {.field = "gateway.CallEdge.transport", .example = R"("http")"},
    {.field = "gateway.CallEdge.kind", .example = R"("call")", .text = "call, event or owed"},
    {.field = "gateway.CallEdge.message", .example = R"("payment.Charge")"},
    {.field = "outbox.List.after", .example = "0", .text = after_text},
    {.field = "outbox.Letters.dead", .example = "0", .text = "Of these: given up"},
    {.field = "outbox.Letter.error", .example = R"("unavailable")", .text = "Of the last attempt"},
    {.field = "audit.List.after", .example = "0", .text = after_text},
    {.field = "audit.Record.id", .example = "1", .text = "Its number, which only grows"},
    {.field = "audit.Record.message", .example = R"("catalog.SetStock")"},
    {.field = "audit.Record.service",
     .example = "null",
     .text = "A command on the shop's machine, which calls itself so"},
    {.field = "faults.Rule.message",
     .example = R"("payment.Charge")",
     .text = "Absent: every message to the module"},
    {.field = "faults.Rule.error",
     .example = R"("unavailable")",
     .text = "The code that is answered; the handler never begins"},
    {.field = "faults.Rule.drop", .example = "false", .text = "Never answered"},
    {.field = "faults.Rule.duplicate", .example = "false", .text = "The handler runs twice"},
    {.field = "faults.Rule.crash", .example = "null", .text = "Kills the process"},
};

constexpr Hint of_any_type[] = {
    {.field = "id", .example = R"("0190a000-0000-7000-8000-000000000001")"},
    {.field = "product_id", .example = R"("0190a000-0000-7000-8000-000000000001")"},
    {.field = "email", .example = R"("ada@shop.example")"},
    {.field = "password", .example = R"("seven green bottles")"},
    {.field = "refresh_token",
     .example = R"("Qm9uZGllLXRoZS1zcGFycm93LXNpbmdzLWF0LWRhd24")",
     .text = token_text},
    {.field = "access_token",
     .example = R"("eyJhbGciOiJFZERTQSJ9.e30.c2lnbmF0dXJl")",
     .text = "A JWT (RFC 7519), signed with Ed25519"},
    {.field = "token_type", .example = R"("Bearer")"},
    {.field = "expires_in", .example = "900", .text = "Seconds"},
    {.field = "cart_token", .example = R"("Z3Vlc3QtY2FydC10b2tlbg")", .text = token_text},
    {.field = "name", .example = R"("Brass desk lamp")"},
    {.field = "sku", .example = R"("LAMP-BRASS")", .text = "The shop's own number of a product"},
    {.field = "description", .example = R"("Stands where you work.\nTakes an E27 bulb.")"},
    {.field = "category", .example = R"("Lighting")"},
    {.field = "stock", .example = "41", .text = "What can still be bought"},
    {.field = "q",
     .example = R"("lamp")",
     .text = "Words that are all to be found; the last one may be the beginning of one"},
    {.field = "sort", .example = R"("relevance")"},
    {.field = "limit", .example = "20", .text = "Items of a page; 20 when absent"},
    {.field = "cursor",
     .example = R"("eyJhZnRlciI6MjB9")",
     .text = "next_cursor of the page before, with the same other parameters"},
    {.field = "next_cursor",
     .example = "null",
     .text = "The cursor of the next page; null on the last one"},
    {.field = "amount", .example = "1299", .text = "Minor units of the currency: pence, cents"},
    {.field = "quantity", .example = "1"},
    {.field = "revision",
     .example = "7",
     .text = "Grows with every change and never comes again for this cart"},
    {.field = "payment_method",
     .example = R"("pm_card_visa")",
     .text = "A token of the payment provider, never a card number"},
    {.field = "line1", .example = R"("1 Analytical Way")"},
    {.field = "line2", .example = R"("Flat 2")"},
    {.field = "city", .example = R"("York")"},
    {.field = "postal_code", .example = R"("YO1 7HH")"},
    {.field = "country",
     .example = R"("GB")",
     .text = "ISO 3166-1 alpha-2, such as GB",
     .pattern = country_pattern},
    {.field = "wanted", .example = "3"},
    {.field = "available", .example = "1"},
    {.field = "module", .example = R"("order")", .text = module_text},
    {.field = "delivery", .example = "1", .text = "The number of a letter in the outbox"},
    {.field = "dead", .example = "false"},
    {.field = "destination", .example = R"("notification")"},
    {.field = "type", .example = R"("order.OrderConfirmed")"},
    {.field = "aggregate", .example = R"("0190a000-0000-7000-8000-000000000001")"},
    {.field = "payload",
     .example = R"("{\"order_id\":\"0190a000-0000-7000-8000-000000000001\"}")",
     .text = "JSON; secrets are ***"},
    {.field = "attempts", .example = "1"},
    {.field = "pending", .example = "1", .text = "All that the module still owes"},
    {.field = "target", .example = R"("0190a000-0000-7000-8000-000000000001")"},
    {.field = "outcome",
     .example = R"("done")",
     .text = "done, the code of the failure, or begun: the end is unknown"},
    {.field = "trace_id", .example = R"("4bf92f3577b34da6a3ce929d0e0e4736")", .pattern = hex_32},
    {.field = "percent", .example = "50", .text = "How many of the messages; absent: all"},
    {.field = "latency_ms", .example = "300", .text = "Waited before the handler begins"},
    {.field = "jitter_ms", .example = "100", .text = "And up to so much more"},
    {.field = "unreachable", .example = R"(["notification"])"},
    {.field = "url", .example = R"("http://127.0.0.1:8105")"},
    {.field = "breaker", .example = R"("closed")", .text = "closed, open or half_open"},
    {.field = "caller", .example = R"("order")"},
    {.field = "calls", .example = "120"},
    {.field = "failed", .example = "0"},
    {.field = "created", .example = "2"},
    {.field = "updated", .example = "1"},
    {.field = "unchanged", .example = "0"},
    {.field = "subscriber", .example = R"("notification")"},
    {.field = "event", .example = R"("order.OrderConfirmed")"},
    {.field = "kty", .example = R"("OKP")"},
    {.field = "crv", .example = R"("Ed25519")"},
    {.field = "use", .example = R"("sig")"},
    {.field = "alg", .example = R"("EdDSA")"},
    {.field = "kid", .example = R"("0190a000-0000-7000-8000-00000000000b")"},
    {.field = "x", .example = R"("11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo")"},
};

bool is_of(const Hint& hint, std::string_view type, std::string_view field) noexcept {
  return hint.field.size() == type.size() + 1 + field.size() && hint.field.starts_with(type) &&
         hint.field[type.size()] == '.' && hint.field.ends_with(field);
}

}  // namespace

const Hint* hint_of(std::string_view type, std::string_view field) noexcept {
  for (const Hint& hint : of_one_type)
    if (is_of(hint, type, field)) return &hint;
  for (const Hint& hint : of_any_type)
    if (hint.field == field) return &hint;
  return nullptr;
}

std::string_view text_pattern(std::string_view field) noexcept {
  return field == "description" ? no_control_but_lines : no_control;
}

}  // namespace gateway
