#include "lab/ledger/ledger.h"

#include <doctest/doctest.h>

#include <algorithm>

using lab::EdgeSample;
using lab::LedgerRow;
using lab::Sample;

namespace {

// An edge of so many calls; every sum is `per call` × calls, times in µs.
struct Each {
  double total_us = 0;
  double request_bytes = 0, reply_bytes = 0;
  double encode_us = 0, decode_us = 0, queue_us = 0;
};

EdgeSample edge(const std::string& caller, const std::string& callee, const std::string& message,
                const std::string& transport, double calls, const Each& each,
                const std::string& kind = "call") {
  EdgeSample sample;
  sample.process = caller == "wire" ? callee : caller;
  sample.caller = caller;
  sample.callee = callee;
  sample.message = callee + "." + message;
  sample.kind = kind;
  sample.transport = transport;
  sample.calls = calls;
  sample.seconds = calls * each.total_us / 1e6;
  sample.request_bytes = calls * each.request_bytes;
  sample.reply_bytes = calls * each.reply_bytes;
  sample.encode_s = calls * each.encode_us / 1e6;
  sample.decode_s = calls * each.decode_us / 1e6;
  sample.queue_s = calls * each.queue_us / 1e6;
  return sample;
}

Sample sample_of(std::vector<EdgeSample> edges) {
  Sample sample;
  sample.edges = std::move(edges);
  return sample;
}

LedgerRow only_row(const Sample& mixed, double requests = 1) {
  const auto ledger = lab::make_ledger("arm", mixed, requests, {});
  REQUIRE(ledger.rows.size() == 1);
  return ledger.rows.front();
}

const LedgerRow& row_of(const lab::ArmLedger& ledger, const std::string& caller,
                        const std::string& message) {
  const auto found = std::ranges::find_if(ledger.rows, [&](const LedgerRow& row) {
    return row.caller == caller && row.message == message;
  });
  REQUIRE_MESSAGE(found != ledger.rows.end(), message);
  return *found;
}

}  // namespace

TEST_CASE("the time of a call is split among codec, queue, socket and handler, by transport") {
  const Each owner{.total_us = 40, .encode_us = 3, .decode_us = 4};
  const struct {
    const char* transport;
    const char* kind;
    Each caller;
    double encode_us, queue_us, socket_us, decode_us, handler_us;
  } cases[] = {
      // The caller's clock runs from the queue to the reply's last byte, its own codec left out.
      {"http",
       "call",
       {.total_us = 100, .encode_us = 1, .decode_us = 2, .queue_us = 10},
       4,
       10,
       43,
       6,
       40},
      {"serialized", "call", {.total_us = 47, .encode_us = 1, .decode_us = 2}, 4, 0, 0, 6, 40},
      {"local", "call", {.total_us = 41}, 0, 0, 0, 0, 41},
      // A delivery is encoded wherever it goes; it was when it was written down.
      {"local", "owed", {.total_us = 47}, 3, 0, 0, 4, 40},
      {"http", "owed", {.total_us = 90}, 3, 0, 43, 4, 40},
      // The owner's clock ran longer than the caller's: never below 0.
      {"http", "call", {.total_us = 30}, 3, 0, 0, 4, 40},
  };
  for (const auto& row : cases) {
    CAPTURE(row.transport);
    CAPTURE(row.kind);
    const auto found =
        only_row(sample_of({edge("cart", "catalog", "Get", row.transport, 8, row.caller, row.kind),
                            edge("wire", "catalog", "Get", "local", 8, owner)}));
    CHECK(found.encode_us == doctest::Approx(row.encode_us));
    CHECK(found.queue_us == doctest::Approx(row.queue_us));
    CHECK(found.socket_us == doctest::Approx(row.socket_us));
    CHECK(found.decode_us == doctest::Approx(row.decode_us));
    CHECK(found.handler_us == doctest::Approx(row.handler_us));
  }
}

TEST_CASE("callers of one message share what its owner says of it") {
  const Each small{.total_us = 100, .request_bytes = 10, .reply_bytes = 100};
  const Each large{.total_us = 200, .request_bytes = 30, .reply_bytes = 300};
  const Each owner{.total_us = 50};
  const auto mixed = sample_of({edge("cart", "catalog", "Get", "http", 30, small),
                                edge("gateway", "catalog", "Get", "http", 10, large),
                                edge("wire", "catalog", "Get", "local", 40, owner)});

  const auto ledger = lab::make_ledger("split", mixed, 20, {});

  REQUIRE(ledger.rows.size() == 2);
  CHECK(ledger.arm == "split");
  const auto& cart = row_of(ledger, "cart", "catalog.Get");
  const auto& gateway = row_of(ledger, "gateway", "catalog.Get");
  CHECK(cart.per_request == doctest::Approx(1.5));
  CHECK(gateway.per_request == doctest::Approx(0.5));
  CHECK(cart.request_bytes == doctest::Approx(10));
  CHECK(gateway.reply_bytes == doctest::Approx(300));
  CHECK(cart.handler_us == doctest::Approx(50));
  CHECK(gateway.handler_us == doctest::Approx(50));
  CHECK(cart.socket_us == doctest::Approx(50));
  CHECK(gateway.socket_us == doctest::Approx(150));
}

TEST_CASE("an edge that stands in several processes is one row") {
  const Each each{.total_us = 10};
  auto second = edge("gateway", "auth", "GetRevocations", "http", 3, each);
  second.process = "elsewhere";
  const auto row =
      only_row(sample_of({edge("gateway", "auth", "GetRevocations", "http", 1, each), second}), 8);
  CHECK(row.per_request == doctest::Approx(0.5));
}

TEST_CASE("an edge without a call has no row") {
  const auto ledger =
      lab::make_ledger("arm", sample_of({edge("a", "b", "C", "local", 0, {})}), 5, {});
  CHECK(ledger.rows.empty());
}

TEST_CASE(
    "an endpoint's own calls are those that its requests make, not what happens beside them") {
  lab::EndpointSample checkout{"checkout", 50, {}};
  checkout.sample = sample_of({edge("gateway", "auth", "GetRevocations", "local", 4, {}),
                               edge("gateway", "order", "Place", "local", 50, {}),
                               edge("order", "payment", "Charge", "local", 50, {}),
                               edge("order", "catalog", "Reserve", "local", 75, {}),
                               edge("order", "cart", "RemoveOrdered", "local", 50, {}),
                               edge("order", "cart", "RemoveOrdered", "local", 50, {}, "owed")});
  checkout.sample.fsyncs = 650;
  lab::EndpointSample search{"search", 10, {}};
  search.sample = sample_of({edge("gateway", "catalog", "Search", "local", 10, {})});

  SUBCASE("by endpoint") {
    const auto calls = lab::calls_of_endpoints({checkout, search});
    const struct {
      const char *endpoint, *caller, *message, *kind;
      double calls, syncs;
    } expected[] = {{"checkout", "gateway", "order.Place", "call", 1, 13},
                    {"checkout", "order", "cart.RemoveOrdered", "call", 1, 13},
                    {"checkout", "order", "cart.RemoveOrdered", "owed", 1, 13},
                    {"checkout", "order", "catalog.Reserve", "call", 1.5, 13},
                    {"checkout", "order", "payment.Charge", "call", 1, 13},
                    {"search", "gateway", "catalog.Search", "call", 1, 0}};
    REQUIRE(calls.size() == std::size(expected));
    for (std::size_t i = 0; i < calls.size(); ++i) {
      CHECK(calls[i].endpoint == expected[i].endpoint);
      CHECK(calls[i].caller == expected[i].caller);
      CHECK(calls[i].message == expected[i].message);
      CHECK(calls[i].kind == expected[i].kind);
      CHECK(calls[i].calls == doctest::Approx(expected[i].calls));
      CHECK(calls[i].endpoint_syncs == doctest::Approx(expected[i].syncs));
    }
  }
  SUBCASE("in the ledger, where the mix has them or not") {
    const auto mixed = sample_of({edge("gateway", "order", "Place", "local", 5, {.total_us = 7}),
                                  edge("gateway", "catalog", "Search", "local", 20, {})});
    const auto ledger = lab::make_ledger("monolith", mixed, 100, {checkout, search});
    const auto& place = row_of(ledger, "gateway", "order.Place");
    CHECK(place.per_checkout == doctest::Approx(1));
    CHECK(place.per_request == doctest::Approx(0.05));
    CHECK(place.handler_us == doctest::Approx(7));
    const auto& charge = row_of(ledger, "order", "payment.Charge");
    CHECK(charge.per_checkout == doctest::Approx(1));
    CHECK(charge.per_request == 0);
    CHECK(row_of(ledger, "gateway", "catalog.Search").per_checkout == 0);
  }
}
