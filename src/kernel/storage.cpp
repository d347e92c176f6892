#include "kernel/storage.h"

#include "connection.h"
#include "kernel/error.h"
#include "kernel/log.h"
#include "kernel/relay.h"
#include "kernel/spans.h"

namespace kernel {

namespace {

// Each thread has read connections of its own, found by this number.
unsigned thread_number() {
  static std::atomic<unsigned> next = 0;
  thread_local const unsigned mine = next++;
  return mine;
}

}  // namespace

void Queries::query(std::string_view sql, std::span<const Value> values, const EachRow& each) {
  connection_.run(sql, values, &each);
}

std::int64_t Transaction::execute(std::string_view sql, std::span<const Value> values) {
  return connection_.run(sql, values, nullptr);
}

void Transaction::publish_row(const Context& context, const EventType& type, const Uuid& aggregate,
                              const Payload& payload) {
  if (!database_.subscribers()) return;
  const auto destinations = database_.subscribers()(type.name);
  if (destinations.empty()) return;
  put_into_outbox(context, false, type.name, aggregate, payload, destinations);
}

void Transaction::owe_row(const Context& context, const MessageType& type, const Uuid& aggregate,
                          const Payload& payload) {
  put_into_outbox(context, true, type.name, aggregate, payload, {std::string(type.module)});
}

void Transaction::put_into_outbox(const Context& context, bool is_command, std::string_view type,
                                  const Uuid& aggregate, const Payload& payload,
                                  const std::vector<std::string>& destinations) {
  Runtime& runtime = database_.runtime();
  run("INSERT INTO outbox (id, is_command, type, aggregate, payload, shown, trace, created_at) "
      "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
      new_uuid(runtime), is_command, type, aggregate, payload.json, payload.shown,
      to_traceparent(context.trace), runtime.now());
  for (const std::string& destination : destinations)
    run("INSERT INTO delivery (seq, destination, partition, aggregate) "
        "VALUES ((SELECT max(seq) FROM outbox), ?, ?, ?)",
        destination, aggregate.bytes[15] % relay_partitions, aggregate);
  wake_relay();
}

bool Transaction::first_seen(const EventId& id, std::string_view type, WallTime now) {
  return run("INSERT OR IGNORE INTO inbox (id, type, seen_at) VALUES (?, ?, ?)", id, type, now) > 0;
}

std::optional<std::string> Transaction::kept_reply(const Key& key, std::string_view what) {
  const auto row = one("SELECT reply FROM kept_reply WHERE key = ? AND message = ?", key, what);
  if (!row) return std::nullopt;
  return row->get<std::string>(0);
}

void Transaction::keep_reply(const Key& key, std::string_view what, std::string_view json,
                             WallTime now) {
  run("INSERT INTO kept_reply (key, message, reply, kept_at) VALUES (?, ?, ?, ?)", key, what, json,
      now);
}

Database::Database(Runtime& runtime, std::shared_ptr<Store> store, Subscribers subscribers)
    : runtime_(runtime),
      store_(std::move(store)),
      subscribers_(std::move(subscribers)),
      queue_(runtime.writer(*store_)) {}

Database::~Database() = default;

void Database::record_spans(Spans& spans) {
  spans_ = &spans;
  span_site_ = spans.site({.name = "transaction",
                           .kind = SpanKind::internal,
                           .caller = store_->module(),
                           .callee = store_->module(),
                           .message = "",
                           .transport = "storage"});
}

namespace {

// A job whose times are taken on the writer's thread.
struct TimedJob {
  WriteJob job;
  Ticks began{};
  Ticks ended{};

  static void run(void* object, Transaction& tx) {
    auto& self = *static_cast<TimedJob*>(object);
    Runtime& runtime = self.job.database->runtime();
    self.began = runtime.ticks();
    self.job.run(self.job.object, tx);
    self.ended = runtime.ticks();
  }
};

std::uint32_t microseconds(Ticks duration) {
  return static_cast<std::uint32_t>(
      std::chrono::duration_cast<std::chrono::microseconds>(std::max(duration, Ticks::zero()))
          .count());
}

}  // namespace

Task<> Database::submit(WriteJob job, const Context* context) {
  if (context == nullptr || spans_ == nullptr || !spans_->on()) {
    co_await queue(job);
    co_return;
  }
  SpanRecord span{.trace = context->trace.id,
                  .id = spans_->child_of(context->trace.span),
                  .parent = context->trace.span,
                  .site = span_site_,
                  .started = runtime_.ticks(),
                  .sampled = context->trace.sampled};
  TimedJob timed{job};
  const WriteJob queued{job.database, &timed, &TimedJob::run};
  std::exception_ptr failure;
  try {
    co_await queue(queued);
  } catch (const Error& error) {
    span.outcome = static_cast<std::int8_t>(error.code);
    span.failed = is_failure(error.code);
    failure = std::current_exception();
  } catch (...) {
    span.outcome = static_cast<std::int8_t>(Code::internal);
    span.failed = true;
    failure = std::current_exception();
  }
  span.took = runtime_.ticks() - span.started;
  if (timed.began != Ticks{}) {
    span.waited_us = microseconds(timed.began - span.started);
    span.ran_us = microseconds(timed.ended - timed.began);
  }
  spans_->record(span);
  if (failure) std::rethrow_exception(failure);
}

Task<> Database::queue(WriteJob job) {
  bool full = false;
  Task<> done = suspend([this, job, &full](Resume resume) {
    if (queue_->push(job, resume)) return;
    full = true;
    resume();
  });
  co_await std::move(done);
  if (full) throw Error(Code::resource_exhausted, "too many writes are waiting");
}

namespace {

// A write that meets a failing disk takes its whole batch along (commit.cpp); a read is alone.
template <class F>
auto reading(F read) {
  try {
    return read();
  } catch (const StorageFailure& failure) {
    log_error("reading failed", {{"error", failure.what()}});
    throw Error(Code::unavailable, "the storage cannot read at the moment");
  }
}

}  // namespace

Database::Reader Database::read() {
  return reading([this] { return Reader(store_->reader(thread_number())); });
}

Database::Reader::Reader(Connection& connection) : Queries(connection) { connection.enter_read(); }

void Database::Reader::query(std::string_view sql, std::span<const Value> values,
                             const EachRow& each) {
  reading([&] { Queries::query(sql, values, each); });
}

Database::Reader::~Reader() { connection_.leave_read(); }

}  // namespace kernel
