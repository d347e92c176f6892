#include "lab/arms/metrics_text.h"

#include <doctest/doctest.h>

#include <string>

#include "kernel/error.h"

namespace lab::test {
namespace {

const std::string edge_labels =
    R"(caller="order",callee="cart",message="GetCart",kind="query",transport="http")";

// A line of a family about that edge; `more` are further labels.
std::string line(const std::string& family, const std::string& more, const std::string& value) {
  return family + "{" + edge_labels + (more.empty() ? "" : "," + more) + "} " + value + "\n";
}

const std::string text =
    "# HELP cleave_calls_total Messages between modules\n"
    "# TYPE cleave_calls_total counter\n" +
    line("cleave_calls_total", R"(code="ok")", "40") +
    line("cleave_calls_total", R"(code="unavailable")", "2") +
    line("cleave_calls_total", R"(code="not_found")", "1") +
    line("cleave_call_seconds_count", "", "43") + line("cleave_call_seconds_sum", "", "0.0125") +
    line("cleave_call_seconds_bucket", R"(le="+Inf")", "43") +
    line("cleave_call_bytes_total", R"(part="request")", "1.5e+03") +
    line("cleave_call_bytes_total", R"(part="reply")", "9000") +
    line("cleave_call_wire_seconds_total", R"(part="encode")", "0.001") +
    line("cleave_call_wire_seconds_total", R"(part="decode")", "0.002") +
    line("cleave_call_wire_seconds_total", R"(part="queue")", "0.003") +
    "cleave_calls_total{caller=\"wire\",callee=\"cart\",code=\"ok\"} 7\n"
    "cleave_storage_syncs_total{module=\"cart\"} 5\n"
    "cleave_storage_syncs_total{module=\"order\"} 6\n"
    "process_resident_memory_bytes 12345678\n";

TEST_CASE("what a process says of its calls is read edge by edge") {
  const auto sample = parse_metrics("gateway", text);

  REQUIRE(sample.edges.size() == 2);
  const auto& edge = sample.edges[0];
  CHECK(edge.process == "gateway");
  CHECK(edge.caller == "order");
  CHECK(edge.callee == "cart");
  CHECK(edge.message == "GetCart");
  CHECK(edge.kind == "query");
  CHECK(edge.transport == "http");
  CHECK(edge.calls == 43);
  CHECK(edge.failures == 3);
  CHECK(edge.seconds == doctest::Approx(0.0125));
  CHECK(edge.request_bytes == 1500);
  CHECK(edge.reply_bytes == 9000);
  CHECK(edge.encode_s == doctest::Approx(0.001));
  CHECK(edge.decode_s == doctest::Approx(0.002));
  CHECK(edge.queue_s == doctest::Approx(0.003));
  CHECK(sample.edges[1].caller == "wire");
  CHECK(sample.edges[1].calls == 7);
  CHECK(sample.fsyncs == 11);
}

TEST_CASE("the names in a label may hold what the format escapes") {
  const auto sample =
      parse_metrics("p", "cleave_calls_total{caller=\"a\\\"b\\\\c\\nd,}\",code=\"ok\"} 1\n");

  REQUIRE(sample.edges.size() == 1);
  CHECK(sample.edges[0].caller == "a\"b\\c\nd,}");
}

TEST_CASE("text that is no metric of ours is refused, that of others is passed over") {
  struct Row {
    const char* text;
    bool good;
  };
  for (const Row& row : {
           Row{"", true},
           Row{"# a comment\n\n", true},
           Row{"go_threads 4\n", true},
           Row{"cleave_other{a=\"b\"} +Inf\n", true},
           Row{"cleave_calls_total{caller=\"a\" 1\n", false},
           Row{"cleave_calls_total{caller=\"a\"} many\n", false},
           Row{"cleave_calls_total\n", false},
           Row{"cleave_calls_total{caller=\"a", false},
       }) {
    CAPTURE(row.text);
    if (row.good)
      CHECK(parse_metrics("p", row.text).edges.empty());
    else
      CHECK_THROWS_AS(parse_metrics("p", row.text), kernel::Error);
  }
}

EdgeSample edge(const char* process, const char* message, double calls, double bytes) {
  EdgeSample made;
  made.process = process;
  made.message = message;
  made.calls = calls;
  made.request_bytes = bytes;
  return made;
}

TEST_CASE("the difference of two samples holds what happened between them") {
  const Sample earlier{{edge("a", "Same", 5, 50), edge("a", "More", 5, 50)}, 10};
  const Sample later{{edge("a", "Same", 5, 50), edge("a", "More", 8, 80), edge("b", "More", 1, 10)},
                     25};

  const auto between = later - earlier;

  REQUIRE(between.edges.size() == 2);
  CHECK(between.edges[0].calls == 3);
  CHECK(between.edges[0].request_bytes == 30);
  CHECK(between.edges[1].process == "b");
  CHECK(between.edges[1].calls == 1);
  CHECK(between.fsyncs == 15);
}

TEST_CASE("a process that was started again counts from its new start") {
  const Sample earlier{{edge("a", "Get", 100, 1000)}, 0};
  const Sample later{{edge("a", "Get", 4, 40)}, 0};

  const auto between = later - earlier;

  REQUIRE(between.edges.size() == 1);
  CHECK(between.edges[0].calls == 4);
  CHECK(between.edges[0].request_bytes == 40);
}

}  // namespace
}  // namespace lab::test
