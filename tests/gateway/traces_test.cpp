// Traces as an administrator sees them: put together from what each process knows.
#include "front.h"
#include "kernel/spans.h"
#include "trace_tree.h"

using namespace test;
using namespace std::chrono_literals;
using kernel::Code;

namespace {

constexpr std::size_t plenty = 1 << 20;
const std::string trace_id = "0af7651916cd43dd8448eb211c80319c";

traces::Span span(std::string id, std::optional<std::string> parent, std::int64_t started_us,
                  std::int64_t took_us = 1) {
  traces::Span made;
  made.span_id = std::move(id);
  made.parent_id = std::move(parent);
  made.started_us = started_us;
  made.took_us = took_us;
  return made;
}

// "a", " b" (below a), …
std::vector<std::string> shape(const gateway::TraceTree& tree) {
  std::vector<std::string> lines;
  for (const auto& one : tree.spans)
    lines.push_back(std::string(static_cast<std::size_t>(one.depth), ' ') + one.span_id);
  return lines;
}

using Lines = std::vector<std::string>;

void record(Front& front, double ratio, bool every_checkout = false) {
  front.exchange().spans().enable(
      {.keep_bytes = plenty, .ratio = ratio, .every_checkout = every_checkout});
}

std::vector<kernel::KeptTrace> kept(Front& front) {
  return front.exchange().spans().kept([](const auto&) { return true; }, 100);
}

const std::string order =
    R"({"payment_method":"pm_card_visa","shipping_address":{"name":"A","line1":"1 Road",)"
    R"("city":"York","postal_code":"YO1","country":"GB"}})";

Answer place_order(Front& front) {
  return front.ask({"POST", "/api/v1/orders", order, {{"Idempotency-Key", "k-1"}}, "alice"});
}

}  // namespace

TEST_CASE("spans of several processes are one tree, each behind its cause, in order of time") {
  const std::vector<gateway::SpansOf> parts{
      {"gateway", {span("a", std::nullopt, 1000, 90), span("b", "a", 1010)}},
      {"order", {span("d", "b", 1030), span("c", "b", 1020), span("e", "a", 1040, 100)}}};

  const auto tree = gateway::tree_of(trace_id, parts);

  CHECK(shape(tree) == Lines{"a", " b", "  c", "  d", " e"});
  CHECK(tree.spans[4].offset_us == 40);
  CHECK(tree.spans[4].process == "order");
  CHECK(tree.took_us == 140);
  CHECK(tree.started_at.ms == 1);
}

TEST_CASE("a span whose cause is not known stands at the edge, and none is shown twice") {
  const std::vector<gateway::SpansOf> parts{{"one", {span("b", "gone", 20), span("a", "b", 30)}},
                                            {"two", {span("b", "gone", 20), span("c", "lost", 5)}}};

  CHECK(shape(gateway::tree_of(trace_id, parts)) == Lines{"c", "b", " a"});
  CHECK(gateway::tree_of(trace_id, {}).spans.empty());
}

TEST_CASE("a trace that several processes know is listed once, by its beginning") {
  traces::Summary late{"t1", "order.PlaceOrder", false, 9, 141, true, {}};
  traces::Summary early{"t1", "POST /api/v1/orders", true, 10, 20, false, kernel::Uuid(alice), 15};
  traces::Summary newer{"t2", "GET /", true, 900, 1, false, {}};

  const auto list = gateway::merged({late, newer, early}, 10);

  REQUIRE(list.size() == 2);
  CHECK(list[0].trace_id == "t2");
  CHECK(list[1].name == "POST /api/v1/orders");
  CHECK(list[1].took_us == 141);
  CHECK(list[1].answered_us == 15);
  CHECK(list[1].error);
  CHECK(list[1].subject == kernel::Uuid(alice));
  CHECK(gateway::merged({late, newer, early}, 1).size() == 1);
}

TEST_CASE("an administrator sees a request with what other processes did for it") {
  Front front;
  record(front, 1);
  front.reply("order.GetOrder", R"({"id":")" + order_id + R"("})");
  const auto asked = front.get("/api/v1/orders/" + order_id, "alice");
  const auto id = asked.header("traceparent").substr(3, 32);
  const auto& context = front.sent_context();
  traces::Spans there;
  there.items.push_back(span("00000000000000aa", std::nullopt, 0));
  char parent[17];
  std::snprintf(parent, sizeof parent, "%016llx",
                static_cast<unsigned long long>(context.trace.span));
  there.items[0].parent_id = parent;
  there.items[0].name = "order.GetOrder";
  there.items[0].started_us = 1'767'225'600'000'000;
  front.reply("order/traces.Get", kernel::json::to_json(there));
  front.refuse("payment/traces.Get", kernel::Error(Code::unavailable, "gone"));

  CHECK(context.trace.sampled);
  const auto tree = front.get("/api/v1/admin/traces/" + id, "admin").json();

  CHECK(tree.at("trace_id").as_string() == id);
  CHECK(tree.at("unreachable") == boost::json::parse(R"(["payment"])"));
  const auto& spans = tree.at("spans").as_array();
  const auto line = [&](std::string_view name, std::string_view process) {
    for (const auto& one : spans)
      if (one.at("name").as_string() == name && one.at("process").as_string() == process)
        return one.at("depth").as_int64();
    return std::int64_t{-1};
  };
  CHECK(line("GET /api/v1/orders/{id}", "gateway") == 0);
  CHECK(line("order.GetOrder", "gateway") == 1);
  CHECK(line("order.GetOrder", "order") == 2);
}

TEST_CASE("one process alone can be asked") {
  Front front;
  record(front, 1);
  front.get("/api/v1/categories");
  front.arrived.clear();

  const auto there = front.get("/api/v1/admin/traces?module=order", "admin").json();

  CHECK(front.arrived.size() == 1);
  CHECK(front.sent() == "order/traces.List");
  CHECK(there.at("items").as_array().empty());
}

TEST_CASE("a trace that nobody knows is not found, and so is what is no id") {
  Front front;
  CHECK(front.get("/api/v1/admin/traces/" + trace_id, "admin").status == 404);
  CHECK(front.get("/api/v1/admin/traces/nonsense", "admin").status == 404);
  CHECK(front.get("/api/v1/admin/traces/" + trace_id, "alice").status == 403);
  CHECK(front.get("/api/v1/admin/traces?limit=0", "admin").status == 400);
  CHECK(front.get("/api/v1/admin/traces?module=nobody", "admin").status == 404);
}

TEST_CASE("a checkout is found by its order, whatever became of it") {
  Front front;
  record(front, 0, true);
  for (const std::string outcome : {"confirmed", "declined", "pending"}) {
    front.reply("order.PlaceOrder",
                R"({"outcome":")" + outcome + R"(","order":{"id":")" + order_id + R"("}})");
    place_order(front);
  }

  const auto list = front.get("/api/v1/admin/traces?subject=" + order_id, "admin").json();

  CHECK(list.at("items").as_array().size() == 3);
  for (const auto& item : list.at("items").as_array()) {
    CHECK(item.at("name").as_string() == "POST /api/v1/orders");
    CHECK(item.at("subject").as_string() == order_id);
  }
  CHECK(front.get("/api/v1/admin/traces?subject=" + mug, "admin").json().at("items") ==
        boost::json::array());
}

TEST_CASE("a client's trace id is kept, its wish to be sampled is not") {
  Front front;
  record(front, 0);
  const std::string wish = "00-" + trace_id + "-00f067aa0ba902b7-01";
  const auto answer = front.ask({"GET", "/api/v1/categories", "", {{"traceparent", wish}}});

  CHECK(answer.header("traceparent").substr(3, 32) == trace_id);
  CHECK(answer.header("traceparent").ends_with("-00"));
  CHECK(kept(front).empty());
}

TEST_CASE("a request that fails is kept with all that was done for it; a refused one is not") {
  Front front;
  record(front, 0);
  front.get("/api/v1/nothing");
  front.refuse("order.GetOrder", kernel::Error(Code::not_found, "none"));
  CHECK(front.get("/api/v1/orders/" + order_id, "alice").status == 404);
  CHECK(kept(front).empty());

  front.refuse("order.GetOrder", kernel::Error(Code::internal, "broken"));
  CHECK(front.get("/api/v1/orders/" + order_id, "alice").status == 500);

  const auto traces = kept(front);
  REQUIRE(traces.size() == 1);
  CHECK(traces[0].failed);
  const auto& spans = traces[0].spans;
  REQUIRE(spans.size() == 2);
  CHECK(spans[0].site->name == "order.GetOrder");
  CHECK(spans[1].site->name == "GET /api/v1/orders/{id}");
  CHECK(spans[1].status == 500);
  CHECK(spans[0].parent == spans[1].id);
}
