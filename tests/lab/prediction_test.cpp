#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "lab/ledger/hop.h"
#include "lab/ledger/ledger.h"
#include "lab/statistics/record.h"

using lab::Hop;
using lab::LedgerRow;
using lab::PredictionInput;
using lab::PredictionRow;

namespace {

LedgerRow ledger_row(const std::string& caller, const std::string& callee,
                     const std::string& message, const std::string& kind, double kib,
                     double codec_us) {
  LedgerRow row;
  row.caller = caller;
  row.callee = callee;
  row.message = callee + "." + message;
  row.kind = kind;
  row.transport = "serialized";
  row.request_bytes = kib * 256;
  row.reply_bytes = kib * 768;
  row.encode_us = codec_us / 4;
  row.decode_us = codec_us * 3 / 4;
  row.handler_us = 1000;
  return row;
}

// A checkout that asks cart, which asks catalog; catalog is asked by the product page, too; an
// event goes out afterwards.
PredictionInput shop() {
  PredictionInput input;
  input.serialized.rows = {ledger_row("gateway", "order", "Place", "call", 1, 8),
                           ledger_row("order", "cart", "Get", "call", 2, 4),
                           ledger_row("cart", "catalog", "Find", "call", 0, 2),
                           ledger_row("gateway", "catalog", "Find", "call", 4, 12),
                           ledger_row("order", "notification", "Confirmed", "event", 1, 6)};
  input.calls = {{"checkout", "gateway", "order", "order.Place", "call", 1, 0},
                 {"checkout", "order", "cart", "cart.Get", "call", 1, 0},
                 {"checkout", "cart", "catalog", "catalog.Find", "call", 2, 0},
                 {"checkout", "order", "notification", "notification.Confirmed", "event", 1, 0},
                 {"product", "gateway", "catalog", "catalog.Find", "call", 1, 0}};
  Hop hop;
  hop.transport = "tcp";
  hop.latency_us = 50;
  hop.latency_us_per_kib = 5;
  hop.cpu_us = 40;
  hop.cpu_us_per_kib = 2;
  hop.waking_latency_us = 30;
  hop.waking_cpu_us = 20;
  Hop free;
  free.transport = "unix";
  input.hops = {free, hop};
  return input;
}

const PredictionRow& row_of(const std::vector<PredictionRow>& rows, const std::string& endpoint) {
  const auto found = std::ranges::find(rows, endpoint, &PredictionRow::endpoint);
  REQUIRE(found != rows.end());
  return *found;
}

}  // namespace

TEST_CASE("what crosses between processes costs a hop and its codec, by what crosses") {
  using Groups = std::vector<std::vector<std::string>>;
  const struct {
    const char* name;
    Groups groups;
    const char* endpoint;
    double crossings, latency_us, cpu_us;
  } cases[] = {
      {"one process", {{"order", "cart", "catalog", "notification"}}, "checkout", 0, 0, 0},
      {"whoever is not named is with the gateway", {}, "checkout", 0, 0, 0},
      // 50 + 4 × 5 + 12; 40 + 4 × 2 + 12
      {"catalog apart: the page", {{}, {"catalog"}}, "product", 1, 82, 60},
      // twice (50 + 2); twice (40 + 2): the checkout's own messages are smaller than the page's
      {"catalog apart: the checkout", {{}, {"catalog"}}, "checkout", 2, 104, 84},
      {"catalog with its caller", {{}, {"catalog", "cart"}}, "checkout", 1, 64, 48},
      // An event delays nobody; it was encoded in process, too: only its hop is added.
      {"the listener apart", {{}, {"notification"}}, "checkout", 0, 0, 42},
      {"each apart",
       {{}, {"order"}, {"cart"}, {"catalog"}, {"notification"}},
       "checkout",
       4,
       63 + 64 + 104,
       50 + 48 + 84 + 42},
      {"nothing of it crosses", {{}, {"payment"}}, "product", 0, 0, 0},
  };
  for (const auto& row : cases) {
    CAPTURE(row.name);
    const auto rows = lab::predict(shop(), "split", "tcp", row.groups);
    const auto& found = row_of(rows, row.endpoint);
    CHECK(found.arm == "split");
    CHECK(found.crossings == doctest::Approx(row.crossings));
    CHECK(found.predicted_latency_us == doctest::Approx(row.latency_us));
    CHECK(found.predicted_cpu_us == doctest::Approx(row.cpu_us));
  }
}

TEST_CASE("in a request that waits for a disk every crossing wakes a process that has slept") {
  const struct {
    double syncs, latency_us, cpu_us;
  } cases[] = {{0, 64 + 104, 48 + 84 + 42},
               // A log that was full now and then is not what a request waits for.
               {0.1, 64 + 104, 48 + 84 + 42},
               // Three calls and the delivery; nobody waits for that one.
               {1, 64 + 104 + 3 * 30, 48 + 84 + 42 + 4 * 20},
               {13, 64 + 104 + 3 * 30, 48 + 84 + 42 + 4 * 20}};
  for (const auto& row : cases) {
    CAPTURE(row.syncs);
    auto input = shop();
    for (auto& call : input.calls) call.endpoint_syncs = row.syncs;
    const auto rows =
        lab::predict(input, "split", "tcp", {{}, {"cart"}, {"catalog", "notification"}});
    CHECK(row_of(rows, "checkout").predicted_latency_us == doctest::Approx(row.latency_us));
    CHECK(row_of(rows, "checkout").predicted_cpu_us == doctest::Approx(row.cpu_us));
  }
}

TEST_CASE("a hop is a fixed cost, one per KiB, and one for waking who slept") {
  lab::HopCosts costs;
  costs.small = {512, 60, 50};
  costs.large = {512 + 4096, 80, 58};
  costs.waking = {512, 100, 90};
  const auto hop = lab::to_hop("tcp", costs);
  CHECK(hop.transport == "tcp");
  CHECK(hop.latency_us_per_kib == doctest::Approx(5));
  CHECK(hop.latency_us == doctest::Approx(57.5));
  CHECK(hop.cpu_us_per_kib == doctest::Approx(2));
  CHECK(hop.cpu_us == doctest::Approx(49));
  CHECK(hop.waking_latency_us == doctest::Approx(40));
  CHECK(hop.waking_cpu_us == doctest::Approx(40));
}

TEST_CASE("no part of a hop is below 0, whatever the noise") {
  lab::HopCosts costs;
  costs.small = {512, 60, 50};
  costs.large = {512 + 4096, 50, 40};
  costs.waking = {512, 50, 40};
  const auto hop = lab::to_hop("tcp", costs);
  CHECK(hop.latency_us_per_kib == 0);
  CHECK(hop.latency_us == doctest::Approx(60));
  CHECK(hop.waking_latency_us == 0);
  CHECK(hop.waking_cpu_us == 0);
}

TEST_CASE("a message that the ledger knows from another caller only takes its size from there") {
  auto input = shop();
  input.calls = {{"orders", "order", "catalog", "catalog.Find", "call", 1, 0}};
  input.serialized.rows = {ledger_row("gateway", "catalog", "Find", "call", 4, 12)};
  const auto rows = lab::predict(input, "split", "tcp", {{}, {"catalog"}});
  CHECK(row_of(rows, "orders").predicted_latency_us == doctest::Approx(82));
}

TEST_CASE("a transport without a hop is no prediction") {
  auto input = shop();
  input.hops.clear();
  CHECK_THROWS_AS(lab::predict(input, "split", "tcp", {}), std::invalid_argument);
}

TEST_CASE("moving one module out leaves the others where they are") {
  const auto all = lab::predict_move_outs(shop(), "tcp", {"catalog", "cart"});
  const struct {
    const char *module, *endpoint;
    double crossings, latency_us, cpu_us;
  } expected[] = {{"catalog", "checkout", 2, 104, 84},
                  {"catalog", "product", 1, 82, 60},
                  {"cart", "checkout", 3, 64 + 104, 48 + 84},
                  {"cart", "product", 0, 0, 0}};
  REQUIRE(all.size() == std::size(expected));
  for (std::size_t i = 0; i < all.size(); ++i) {
    CAPTURE(expected[i].module);
    CHECK(all[i].module == expected[i].module);
    CHECK(all[i].endpoint == expected[i].endpoint);
    CHECK(all[i].crossings == doctest::Approx(expected[i].crossings));
    CHECK(all[i].added_latency_us == doctest::Approx(expected[i].latency_us));
    CHECK(all[i].added_cpu_us == doctest::Approx(expected[i].cpu_us));
  }
}

TEST_CASE("beside the prediction stands what one client saw, and the error in percent of that") {
  const auto one_client = [](std::vector<double> latency_us, std::vector<double> cpu_us) {
    lab::ArmRecord arm;
    arm.one_client["product"] = {std::move(latency_us), std::move(cpu_us)};
    return arm;
  };
  auto rows = lab::predict(shop(), "split", "tcp", {{}, {"catalog"}});

  // The disk gets slower all the while; each block lies next to the other arm's.
  lab::set_measured(rows, one_client({200, 300, 500}, {100, 200, 300}),
                    one_client({300, 401, 599}, {140, 241, 339}));

  const auto& product = row_of(rows, "product");
  CHECK(product.measured_latency_us == doctest::Approx(100));
  CHECK(product.latency_error_percent == doctest::Approx(-18));
  CHECK(product.measured_cpu_us == doctest::Approx(40));
  CHECK(product.cpu_error_percent == doctest::Approx(50));
  // Nothing was measured of this one: nothing is said.
  CHECK(std::isnan(row_of(rows, "checkout").measured_latency_us));
  CHECK(std::isnan(row_of(rows, "checkout").latency_error_percent));
}
