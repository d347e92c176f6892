// Which spans are kept, for how long, and that they belong together.
#include "kernel/spans.h"

#include <algorithm>
#include <map>
#include <set>

#include "kernel/exchange.h"
#include "kernel/xoshiro.h"
#include "sample_module.h"
#include "support/bench.h"

using kernel::Code;
using kernel::SpanKind;
using kernel::SpanRecord;
using kernel::Spans;
using test::Bench;

namespace {

constexpr std::size_t plenty = 1 << 20;

kernel::TraceId trace_number(std::uint8_t number) {
  kernel::TraceId id{};
  id.front() = 1;
  id.back() = number;
  return id;
}

// Spans on a simulated process.
struct Recorder {
  explicit Recorder(kernel::SpanOptions options) : spans(host) {
    spans.enable(options);
    site = spans.site({.name = "x",
                       .kind = SpanKind::internal,
                       .caller = "",
                       .callee = "",
                       .message = "",
                       .transport = ""});
  }
  SpanRecord span(std::uint8_t trace, std::uint64_t id, Code outcome) const {
    SpanRecord record{.trace = trace_number(trace), .id = id, .site = site};
    record.outcome = static_cast<std::int8_t>(outcome);
    record.failed = kernel::is_failure(outcome);
    return record;
  }
  SpanRecord fine(std::uint8_t trace, std::uint64_t id, bool sampled = false) const {
    return {.trace = trace_number(trace), .id = id, .site = site, .sampled = sampled};
  }
  // Their ids, by trace, newest trace first.
  std::vector<std::vector<std::uint64_t>> kept() const {
    std::vector<std::vector<std::uint64_t>> all;
    for (const auto& trace : spans.kept([](const auto&) { return true; }, 1000)) {
      all.emplace_back();
      for (const auto& one : trace.spans) all.back().push_back(one.id);
    }
    return all;
  }

  kernel::sim::World world{1};
  kernel::sim::Host& host = world.host("one");
  Spans spans;
  const kernel::SpanSite* site = nullptr;
};

using Kept = std::vector<std::vector<std::uint64_t>>;

kernel::Context sampled(kernel::Context context) {
  context.trace.sampled = true;
  return context;
}

// All spans of the only kept trace, by id.
std::map<std::uint64_t, SpanRecord> only_trace(const Spans& spans) {
  const auto kept = spans.kept([](const auto&) { return true; }, 10);
  REQUIRE(kept.size() == 1);
  std::map<std::uint64_t, SpanRecord> by_id;
  for (const auto& span : kept[0].spans) by_id.emplace(span.id, span);
  CHECK(by_id.size() == kept[0].spans.size());
  return by_id;
}

const SpanRecord& named(const std::map<std::uint64_t, SpanRecord>& spans, std::string_view name,
                        SpanKind kind) {
  const auto found = std::ranges::find_if(spans, [&](const auto& entry) {
    return entry.second.site->name == name && entry.second.site->kind == kind;
  });
  REQUIRE(found != spans.end());
  return found->second;
}

// Whether following the parents from `span` leads to the span `id`.
bool descends(const std::map<std::uint64_t, SpanRecord>& spans, const SpanRecord& span,
              std::uint64_t id) {
  for (const SpanRecord* at = &span;;) {
    if (at->parent == id) return true;
    const auto parent = spans.find(at->parent);
    if (parent == spans.end()) return false;
    at = &parent->second;
  }
}

}  // namespace

TEST_CASE("what is sampled is kept, what is not is forgotten unless it fails") {
  Recorder recorder({.keep_bytes = plenty});
  recorder.spans.record(recorder.fine(1, 11, true));
  recorder.spans.record(recorder.fine(2, 21));
  recorder.spans.record(recorder.span(3, 31, Code::not_found));

  CHECK(recorder.kept() == Kept{{11}});
}

TEST_CASE("a failure keeps what its process did for the trace, before it and after it") {
  Recorder recorder({.keep_bytes = plenty});
  recorder.spans.record(recorder.fine(1, 11));
  recorder.spans.record(recorder.fine(2, 21));
  recorder.spans.record(recorder.span(1, 12, Code::unavailable));
  recorder.spans.record(recorder.fine(1, 13));

  CHECK(recorder.kept() == Kept{{11, 12, 13}});
  const auto failed = [](const kernel::KeptTrace& trace) { return trace.failed; };
  CHECK(recorder.spans.kept(failed, 10).size() == 1);
}

TEST_CASE("only the shop's own trouble counts as a failure") {
  const std::set<Code> trouble{Code::internal, Code::unavailable, Code::deadline_exceeded,
                               Code::resource_exhausted};
  for (int i = 0; i < static_cast<int>(kernel::code_count); ++i) {
    const Code code = static_cast<Code>(i);
    INFO(kernel::code_name(code));
    CHECK(kernel::is_failure(code) == trouble.contains(code));
  }
}

TEST_CASE("the store is bounded: the oldest traces go first") {
  constexpr std::size_t room_for_two = 800;
  Recorder recorder({.keep_bytes = room_for_two});
  for (std::uint8_t trace = 1; trace <= 5; ++trace)
    recorder.spans.record(recorder.fine(trace, trace, true));

  CHECK(recorder.kept() == Kept{{5}, {4}});
  CHECK(recorder.spans.counts().bytes <= room_for_two);
}

TEST_CASE("failures without end are not all kept, and those that are not are counted") {
  Recorder recorder({.keep_bytes = plenty});
  for (std::uint8_t trace = 1; trace <= 150; ++trace)
    recorder.spans.record(recorder.span(trace, trace, Code::unavailable));
  CHECK(recorder.kept().size() == 100);
  CHECK(recorder.spans.counts().lost_traces == 50);

  recorder.world.run_for(std::chrono::seconds(2));
  recorder.spans.record(recorder.span(200, 200, Code::unavailable));
  CHECK(recorder.kept().size() == 101);
}

TEST_CASE("an exporter gets spans in order; beyond its queue they are lost to it and counted") {
  Recorder recorder({.keep_bytes = plenty, .export_max = 3});
  for (std::uint8_t i = 1; i <= 5; ++i) recorder.spans.record(recorder.fine(1, i, true));

  const auto first = recorder.spans.take(2);
  const auto rest = recorder.spans.take(10);

  REQUIRE(first.size() == 2);
  REQUIRE(rest.size() == 1);
  CHECK(first[0].id == 1);
  CHECK(rest[0].id == 3);
  CHECK(recorder.spans.counts().lost_exports == 2);
}

TEST_CASE("what is not kept can be found until others have taken its place") {
  Bench bench{test::Wire::local, {"sample"}};
  bench.host<sample::SampleModule>();
  Spans& spans = bench.served().spans();
  spans.enable({.keep_bytes = plenty});
  const auto context = bench.as_nobody();
  const sample::Echo echo;
  const auto count = [&] {
    std::size_t found = 0;
    const auto look = [](Spans& where, kernel::TraceId id, std::size_t& out) -> kernel::Task<> {
      const auto all = co_await where.find(id);
      out = all.size();
    };
    bench.run(look(spans, context.trace.id, found));
    return found;
  };
  bench.ask(context, echo);
  CHECK(count() == 1);
  CHECK(spans.kept([](const auto&) { return true; }, 10).empty());

  const auto other = bench.as_nobody();
  for (int i = 0; i < 5000; ++i) bench.ask(other, echo);
  CHECK(count() == 0);
}

TEST_CASE("a ratio samples that share of requests, and checkouts all where that is wanted") {
  Recorder recorder({.keep_bytes = plenty, .ratio = 0.25, .every_checkout = true});
  kernel::Xoshiro256 random(1);
  int sampled = 0;
  for (int i = 0; i < 10'000; ++i) {
    const auto drawn = random.next();
    sampled += recorder.spans.samples(drawn, false) ? 1 : 0;
    CHECK(recorder.spans.samples(drawn, true));
  }
  CHECK(sampled > 2300);
  CHECK(sampled < 2700);

  Recorder none({.keep_bytes = plenty, .ratio = 0});
  CHECK_FALSE(none.spans.samples(0, true));
  Recorder all({.keep_bytes = plenty, .ratio = 1});
  CHECK(all.spans.samples(~0ULL, false));
  Recorder off({.keep_bytes = 0, .ratio = 1});
  CHECK_FALSE(off.spans.samples(0, true));
}

TEST_CASE_TRANSPORTS("a call and its transaction are spans of the caller's trace") {
  Bench bench{wire, {"sample"}};
  bench.host<sample::SampleModule>();
  bench.served().spans().enable({.keep_bytes = plenty});
  const auto context = sampled(bench.as_nobody());
  const sample::Add add{kernel::OrderId::fresh(bench.runtime()), 1};

  bench.ask(context, add);

  const auto spans = only_trace(bench.served().spans());
  const auto kind = wire == test::Wire::local ? SpanKind::internal : SpanKind::server;
  const auto& call = named(spans, "sample.Add", kind);
  const auto& transaction = named(spans, "transaction", SpanKind::internal);
  CHECK(transaction.parent == call.id);
  // Over HTTP the caller's span between them is another process's.
  if (wire != test::Wire::http) CHECK(descends(spans, call, context.trace.span));
  CHECK(transaction.took <= call.took);
  CHECK(transaction.site->callee == "sample");
}

TEST_CASE_TRANSPORTS("of a sampled call that is encoded, the codec's passes are spans too") {
  Bench bench{wire, {"sample"}};
  bench.host<sample::SampleModule>();
  bench.served().spans().enable({.keep_bytes = plenty});
  const sample::Echo echo;
  bench.ask(bench.as_nobody(), echo);
  CHECK(bench.served().spans().kept([](const auto&) { return true; }, 10).empty());

  bench.ask(sampled(bench.as_nobody()), echo);

  const auto spans = only_trace(bench.served().spans());
  const auto passes = std::ranges::count_if(spans, [](const auto& entry) {
    return entry.second.site->name == "encode" || entry.second.site->name == "decode";
  });
  // Serialized, both sides of the call are in this process.
  CHECK(passes == (wire == test::Wire::local ? 0 : wire == test::Wire::http ? 2 : 4));
}

TEST_CASE_TRANSPORTS("what an event causes is in the trace of what announced it") {
  Bench bench{wire, {"sample"}};
  bench.listen<sample::Added>([](const sample::Added&) {});
  bench.host<sample::SampleModule>();
  bench.served().spans().enable({.keep_bytes = plenty});
  const auto context = sampled(bench.as_nobody());
  const sample::Add add{kernel::OrderId::fresh(bench.runtime()), 1};

  bench.ask(context, add);
  bench.settle();

  const auto spans = only_trace(bench.served().spans());
  const auto& sent = named(spans, "sample.Added", SpanKind::producer);
  const auto& heard = named(spans, "sample.Added", SpanKind::consumer);
  CHECK(heard.parent == sent.id);
  if (wire != test::Wire::http) CHECK(descends(spans, sent, context.trace.span));
}

TEST_CASE_TRANSPORTS("a handler that breaks keeps its trace; one that refuses does not") {
  Bench bench{wire, {"sample"}};
  bench.host<sample::SampleModule>();
  bench.served().spans().enable({.keep_bytes = plenty});
  const sample::Fail refuses{"error"}, breaks{"exception"};

  CHECK(bench.refused(bench.as_nobody(), refuses) == Code::conflict);
  CHECK(bench.served().spans().kept([](const auto&) { return true; }, 10).empty());
  CHECK(bench.refused(bench.as_nobody(), breaks) == Code::internal);

  const auto spans = only_trace(bench.served().spans());
  CHECK(std::ranges::any_of(spans, [](const auto& entry) {
    return entry.second.failed && entry.second.outcome == static_cast<int>(Code::internal);
  }));
}

TEST_CASE("recording changes nothing in what else is drawn") {
  const auto next_number = [](bool records) {
    Bench bench{test::Wire::local, {"sample"}};
    bench.host<sample::SampleModule>();
    if (records) bench.served().spans().enable({.keep_bytes = plenty, .ratio = 1});
    const sample::Add add{kernel::OrderId::fresh(bench.runtime()), 1};
    bench.ask(sampled(bench.as_nobody()), add);
    bench.settle();
    return bench.runtime().random();
  };
  CHECK(next_number(true) == next_number(false));
}
