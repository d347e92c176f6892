// Lab 3: how often does cart ask catalog, for one look at a cart?
#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>

#include "app_settings.h"
#include "commands/lab.h"
#include "http/client.h"
#include "kernel/error.h"
#include "kernel/layout.h"
#include "kernel/real_runtime.h"
#include "lab/arms/metrics_text.h"
#include "signals.h"

namespace commands {
namespace {

namespace json = boost::json;
using kernel::Code;
using kernel::Error;
using kernel::Task;

constexpr int products_wanted = 10;
constexpr int looks = 20;
constexpr kernel::Ticks patience = std::chrono::seconds(10);

struct Counted {
  std::int64_t lines = 0;  // of the cart
  double looks = 0;        // cart.GetCart that cart answered
  double asked = 0;        // catalog.GetProducts that cart sent meanwhile
  std::string transport;   // of those
};

class Visit {
 public:
  Visit(kernel::RealRuntime& runtime, const kernel::Layout& layout)
      : runtime_(runtime), layout_(layout), pool_(runtime, runtime.loop(0)) {}

  Task<> run(Counted& counted) {
    co_await fill_cart(counted);
    const auto before = co_await sample();
    for (int i = 0; i < looks; ++i) {
      const auto ignored = co_await ask("GET", "/api/v1/cart", "");
    }
    const auto after = co_await sample();
    const auto meanwhile = after - before;
    for (const auto& edge : meanwhile.edges) {
      if (edge.message == "cart.GetCart" && edge.caller != "wire") counted.looks += edge.calls;
      if (edge.message != "catalog.GetProducts" || edge.caller != "cart") continue;
      counted.asked += edge.calls;
      counted.transport = edge.transport;
    }
  }

 private:
  Task<> fill_cart(Counted& counted) {
    const auto made = co_await ask("POST", "/api/v1/carts", "");
    token_ = json::value_to<std::string>(made.at("cart_token"));
    const auto listed =
        co_await ask("GET", fmt::format("/api/v1/products?limit={}", products_wanted), "");
    for (const auto& product : listed.at("items").as_array()) {
      const auto body =
          json::serialize(json::object{{"product_id", product.at("id")}, {"quantity", 1}});
      const auto cart = co_await ask("POST", "/api/v1/cart/items", body);
      counted.lines = static_cast<std::int64_t>(cart.at("items").as_array().size());
    }
  }

  Task<json::value> ask(std::string_view method, std::string target, std::string body) {
    const auto response =
        co_await send(layout_.gateway_listen(), method, std::move(target), std::move(body));
    co_return json::parse(response.body);
  }

  Task<http::Response> send(const std::string& url, std::string_view method, std::string target,
                            std::string body) {
    http::ClientRequest request;
    request.method = method;
    request.target = std::move(target);
    request.body = std::move(body);
    if (!token_.empty()) request.headers.add("Cart-Token", token_);
    auto response = co_await pool_.send(url, request, runtime_.ticks() + patience);
    if (response.status >= 300)
      throw Error(Code::failed_precondition,
                  fmt::format("{} {}{}: {} {}", method, url, request.target, response.status,
                              response.body));
    co_return response;
  }

  Task<lab::Sample> sample() {
    lab::Sample all;
    for (const auto& process : layout_.processes()) {
      const auto& url = process.gateway ? layout_.gateway_listen() : process.listeners.front();
      const auto response = co_await send(url, "GET", "/metrics", "");
      lab::add_sample(all, lab::parse_metrics(process.name, response.body));
    }
    co_return all;
  }

  kernel::RealRuntime& runtime_;
  const kernel::Layout& layout_;
  http::ClientPool pool_;
  std::string token_;  // empty: no cart yet
};

}  // namespace

int check_calls(const kernel::Config& config) {
  const auto layout = app::load_layout(config);
  kernel::RealRuntime runtime({.loops = 1, .workers = 1});
  Visit visit(runtime, layout);
  Counted counted;
  app::run_to_end(runtime, visit.run(counted));
  if (counted.lines < 2 || counted.looks < 1)
    throw Error(Code::failed_precondition,
                "this shop has too few products to tell; import demo/products.csv");
  const double each = counted.asked / counted.looks;
  fmt::print("a cart with {} lines, read {} times\n", counted.lines, counted.looks);
  fmt::print("cart → catalog.GetProducts: {:.1f} calls for each, {}\n\n", each, counted.transport);
  const bool chatty = each > 1.5;
  fmt::print("{}\n", chatty ? "Chatty: the calls grow with the cart. One call can name them all."
                            : "Lab 3 is solved: one call, however long the cart is.");
  return chatty ? 1 : 0;
}

}  // namespace commands
