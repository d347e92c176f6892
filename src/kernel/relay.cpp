#include "kernel/relay.h"

#include <algorithm>

#include "kernel/cloud_event.h"
#include "kernel/log.h"
#include "kernel/mutation.h"
#include "kernel/outbox_lag.h"

namespace kernel {

struct Relay::Due {
  std::int64_t delivery;
  std::int64_t seq;
  EventId id;
  bool is_command;
  std::string type;
  Uuid aggregate;
  std::string payload;
  std::string trace;
  WallTime created_at;
  std::int64_t attempts;
};

// What became of one row.
struct Relay::Delivery {
  std::optional<Error> failure;  // none: it was acknowledged
  Word word = Word::of_nobody;
};

// What became of a batch.
struct Relay::Round {
  std::size_t settled = 0;  // rows out of the way: delivered, or put off for a while
  bool outage = false;      // the destination was not reached
};

Relay::Relay(Exchange& exchange, std::string module, Database& database, TaskGroup& tasks,
             RelayOptions options)
    : exchange_(exchange),
      runtime_(exchange.runtime()),
      module_(std::move(module)),
      database_(database),
      tasks_(tasks),
      options_(options),
      wake_(runtime_) {
  database_.on_outbox([this] { wake_.notify(); });
  offer_outbox();
}

void Relay::start() {
  tasks_.spawn(supervise());
  tasks_.spawn(sweep());
}

// Starts workers for every destination that something is owed to.
Task<> Relay::supervise() {
  while (!tasks_.stopping()) {
    const auto seen = wake_.version();
    Ticks pause = options_.idle;
    try {
      for (const std::string& destination : destinations_owed())
        if (destinations_.insert(destination).second)
          for (unsigned partition = 0; partition < relay_partitions; ++partition)
            tasks_.spawn(work(destination, partition));
    } catch (const std::exception& error) {
      pause = complain(error);
    }
    co_await wake_.wait(seen, pause);
  }
}

std::vector<std::string> Relay::destinations_owed() {
  auto reader = database_.read();
  return kernel::destinations_owed(reader);
}

// The queue or the disk is full, or broken: soon again, for as long as it takes.
Ticks Relay::complain(const std::exception& error) {
  log_warning("relay cannot work", {{"module", module_}, {"error", error.what()}});
  return std::max<Ticks>(options_.backoff_first, 1s);
}

Task<> Relay::work(std::string destination, unsigned partition) {
  unsigned outages = 0;  // in a row
  while (!tasks_.stopping()) {
    const auto seen = wake_.version();
    Ticks pause = options_.idle;
    Round round{1};
    try {
      while (round.settled > 0 && !round.outage && !tasks_.stopping())
        round = co_await deliver_batch(destination, partition, outages > 0);
      if (const auto next = next_attempt(destination, partition))
        pause = std::clamp<Ticks>(*next - runtime_.now(), 1ms, options_.idle);
    } catch (const std::exception& error) {
      pause = complain(error);
    }
    outages = round.outage ? outages + 1 : 0;
    if (round.outage) {
      co_await sit_out(outages);
      continue;
    }
    co_await wake_.wait(seen, pause);
  }
}

// What is announced meanwhile does not end the pause: it goes to the same place.
Task<bool> Relay::sit_out(unsigned failures) {
  const Ticks pause = std::min(backoff_of(failures - 1), options_.outage_pause_max);
  return tasks_.sleep(pause);
}

namespace {

#define DUE_COLUMNS                                                                         \
  "d.id, d.seq, o.id, o.is_command, o.type, o.aggregate, o.payload, o.trace, o.created_at," \
  " d.attempts"

// Rows that were put off until now, the longest overdue first. However many are put off until
// later, none of them is looked at.
constexpr std::string_view again_sql =
    "SELECT " DUE_COLUMNS
    " FROM blocked b JOIN delivery d ON d.id = b.delivery JOIN outbox o ON o.seq = d.seq"
    " WHERE b.destination = ?1 AND b.partition = ?2 AND b.until <= ?3 ORDER BY b.until LIMIT ?4";

// Rows that nobody has tried, unless an earlier one of their aggregate was put off.
constexpr std::string_view new_sql =
    "SELECT " DUE_COLUMNS
    " FROM delivery d JOIN outbox o ON o.seq = d.seq"
    " WHERE d.destination = ?1 AND d.partition = ?2 AND d.held = 0 AND d.dead = 0 AND NOT EXISTS"
    " (SELECT 1 FROM blocked b WHERE b.destination = ?1 AND b.aggregate = d.aggregate)"
    " ORDER BY d.id LIMIT ?3";

}  // namespace

// At most half of a batch is for what failed before: it holds up nothing that is new.
std::vector<Relay::Due> Relay::due_rows(const std::string& destination, unsigned partition) {
  std::vector<Due> rows;
  const auto add = [&](const RowView& row) {
    rows.push_back({row.get<std::int64_t>(0), row.get<std::int64_t>(1), row.get<EventId>(2),
                    row.get<bool>(3), row.get<std::string>(4), row.get<Uuid>(5),
                    row.get<std::string>(6), row.get<std::string>(7), row.get<WallTime>(8),
                    row.get<std::int64_t>(9)});
  };
  auto reader = database_.read();
  reader.each(again_sql, add, destination, partition, runtime_.now(), (options_.batch + 1) / 2);
  reader.each(new_sql, add, destination, partition, options_.batch - rows.size());
  return rows;
}

std::optional<WallTime> Relay::next_attempt(const std::string& destination, unsigned partition) {
  auto reader = database_.read();
  const auto row = reader.one(
      "SELECT until FROM blocked WHERE destination = ? AND partition = ? AND until IS NOT NULL"
      " ORDER BY until LIMIT 1",
      destination, partition);
  return row ? row->get<std::optional<WallTime>>(0) : std::nullopt;
}

// Delivers what is due, in order; an aggregate that fails is left out of the rest of the batch, and
// a destination that is not reached ends it. `doubtful`: it was not reached just now.
Task<Relay::Round> Relay::deliver_batch(const std::string& destination, unsigned partition,
                                        bool doubtful) {
  const std::vector<Due> rows = due_rows(destination, partition);
  Round round;
  if (rows.empty()) co_return round;
  std::vector<const Due*> delivered;
  std::vector<std::pair<const Due*, Delivery>> failed;
  for (const Due& row : rows) {
    if (tasks_.stopping()) break;
    const bool waits = std::any_of(failed.begin(), failed.end(), [&](const auto& earlier) {
      return earlier.first->aggregate == row.aggregate;
    });
    if (waits && !mutated(Mutation::relay_overtakes)) continue;
    // Nobody knows whose fault a first failure was; a second one counts only against the row.
    if ((row.attempts > 0 || doubtful) && !mutated(Mutation::count_outages)) {
      doubtful = false;
      const auto asking = service_context(runtime_, module_, options_.health_timeout);
      const bool well = co_await exchange_.is_well(destination, asking);
      round.outage = !well;
      if (round.outage) break;
    }
    auto delivery = co_await deliver(destination, row);
    if (!delivery.failure) {
      delivered.push_back(&row);
      continue;
    }
    round.outage = delivery.word != Word::of_module;
    failed.push_back({&row, std::move(delivery)});
    if (round.outage) break;
  }
  round.settled = delivered.size() + failed.size();
  if (round.settled == 0) co_return round;
  const auto record = [&](Transaction& tx) {
    for (const Due* row : delivered) settle(tx, destination, *row);
    for (const auto& [row, delivery] : failed)
      postpone(tx, destination, *row, delivery, backoff_of(row->attempts));
  };
  co_await database_.write(record);
  co_return round;
}

namespace {

// The payload was encoded when it was written down, so its passes take no time here.
void count_bytes(const Edge& edge, const WireRequest& request, const WireResponse& response) {
  const Ticks now = codec_begins(edge);
  codec_ended(edge, CodecPass::encode_request, now, request.body.size());
  codec_ended(edge, CodecPass::decode_reply, now, response.body.size());
  waited_in_queue(edge, response.queued);
}

}  // namespace

Task<Relay::Delivery> Relay::deliver(const std::string& destination, const Due& row) {
  Context context = service_context(runtime_, module_, options_.delivery_timeout);
  if (const auto trace = parse_traceparent(row.trace)) context.trace = *trace;
  if (row.is_command) context.key = Key{row.id};
  const std::string path = "/rpc/" + (row.is_command ? row.type : destination + "/events");
  WireRequest request{path, context, body_of(row, row.payload)};
  const Edge& edge = exchange_.delivery_edge(module_, destination, row.type,
                                             row.is_command ? Edge::Kind::owed : Edge::Kind::event);
  Delivery delivery;
  Observed observed(edge, request.context);
  request.context.trace = observed.context().trace;
  try {
    const WireResponse response = co_await exchange_.deliver(destination, request);
    count_bytes(edge, request, response);
    const auto carried = carried_error(response);
    const bool by_module = !carried || carried->by_module;
    delivery.word = by_module ? Word::of_module : Word::of_stranger;
    if (carried) throw carried->error;
    observed.ok();
    if (exchange_.tap().any()) offer_to_tap(edge, row, request, observed.started(), response);
  } catch (const Error& error) {
    observed.fail(error.code);
    if (exchange_.tap().any()) offer_to_tap(edge, row, request, observed.started(), error);
    if (!mutated(Mutation::relay_gives_up)) delivery.failure = error;
  }
  co_return delivery;
}

std::string Relay::body_of(const Due& row, const std::string& payload) const {
  if (row.is_command) return payload;
  const CloudEvent event{row.id,         module_, row.type, to_text(row.aggregate),
                         row.created_at, payload};
  return to_json_text(event);
}

// What an administrator may see of it, if one waits for it.
void Relay::offer_to_tap(const Edge& edge, const Due& row, const WireRequest& request, Ticks began,
                         const std::variant<WireResponse, Error>& outcome) {
  Tap& tap = exchange_.tap();
  if (!tap.wants(edge)) return;
  auto reader = database_.read();
  const auto kept =
      reader.one("SELECT coalesce(shown, payload) FROM outbox WHERE seq = ?", row.seq);
  if (!kept) return;
  auto seen = seen_envelope(runtime_, request.context, began, std::get_if<Error>(&outcome));
  seen.request = body_of(row, kept->get<std::string>(0));
  seen.request_bytes = static_cast<std::int64_t>(request.body.size());
  if (const auto* const response = std::get_if<WireResponse>(&outcome))
    seen.reply_bytes = static_cast<std::int64_t>(response->body.size());
  tap.put(edge, std::move(seen));
}

void Relay::settle(Transaction& tx, const std::string& destination, const Due& row) {
  tx.run("DELETE FROM delivery WHERE id = ?", row.delivery);
  tx.run("DELETE FROM blocked WHERE destination = ? AND aggregate = ?", destination, row.aggregate);
  // The payload may hold a secret: it goes with the last delivery.
  tx.run(
      "DELETE FROM outbox WHERE seq = ?1 AND NOT EXISTS "
      "(SELECT 1 FROM delivery WHERE seq = ?1)",
      row.seq);
}

namespace {

// Says how the destination is, not what it thinks of the row.
bool will_pass(Code code) {
  return code == Code::unavailable || code == Code::resource_exhausted ||
         code == Code::deadline_exceeded;
}

}  // namespace

bool Relay::counts_against(const Due& row, Word word, Code code) {
  switch (word) {
    case Word::of_module:
      return !will_pass(code);
    case Word::of_stranger:
      return false;
    case Word::of_nobody:
      break;
  }
  // A first attempt was made without having asked whether anybody is well.
  return row.attempts > 0;
}

// Only what counts against the row makes a dead letter of it; the rest makes its pauses longer, and
// leaves half of its attempts to it.
void Relay::postpone(Transaction& tx, const std::string& destination, const Due& row,
                     const Delivery& delivery, Ticks backoff) {
  const Error& error = *delivery.failure;
  const bool counts =
      mutated(Mutation::count_outages) || counts_against(row, delivery.word, error.code);
  const std::int64_t attempts_max = options_.attempts_max;
  const std::int64_t half = std::max<std::int64_t>(1, attempts_max / 2);
  const std::int64_t attempts =
      counts ? row.attempts + 1 : std::max(row.attempts, std::min(row.attempts + 1, half));
  const bool dead = counts && attempts >= attempts_max;
  const std::string why = std::string(code_name(error.code)) + ": " + error.message;
  tx.run("UPDATE delivery SET attempts = ?, dead = ?, held = 1, error = ? WHERE id = ?", attempts,
         dead, why, row.delivery);
  std::optional<WallTime> until;  // none: until somebody decides
  if (!dead) until.emplace(runtime_.now() + backoff);
  tx.run(
      "INSERT INTO blocked (destination, aggregate, partition, until, delivery)"
      " VALUES (?, ?, ?, ?, ?)"
      " ON CONFLICT DO UPDATE SET until = excluded.until, delivery = excluded.delivery",
      destination, row.aggregate, row.aggregate.bytes[15] % relay_partitions, until, row.delivery);
  if (!dead) return;
  Context context;  // for its trace alone
  if (const auto trace = parse_traceparent(row.trace)) context.trace = *trace;
  log_error(
      context, "dead letter",
      {{"module", module_}, {"destination", destination}, {"type", row.type}, {"error", why}});
}

// Doubles up to the maximum, then spread over [1/2, 1] of it so that retries do not march in step.
Ticks Relay::backoff_of(std::int64_t attempts) {
  Ticks backoff = options_.backoff_first;
  for (std::int64_t i = 0; i < attempts && backoff < options_.backoff_max; ++i) backoff *= 2;
  backoff = std::min(backoff, options_.backoff_max);
  const auto half = static_cast<std::uint64_t>(backoff.count() / 2);
  return Ticks(static_cast<std::int64_t>(half + runtime_.random() % (half + 1)));
}

namespace {

// Forgets at most so many, so that what waits for the writer gets its turn in between.
std::int64_t forget_some(Transaction& tx, WallTime replies_before, WallTime events_before) {
  constexpr int some = 1000;
  const auto replies = tx.run(
      "DELETE FROM kept_reply WHERE (key, message) IN"
      " (SELECT key, message FROM kept_reply WHERE kept_at < ? ORDER BY kept_at LIMIT ?)",
      replies_before, some);
  const auto events = tx.run(
      "DELETE FROM inbox WHERE id IN"
      " (SELECT id FROM inbox WHERE seen_at < ? ORDER BY seen_at LIMIT ?)",
      events_before, some);
  return replies + events;
}

}  // namespace

// Ids of events and kept replies are not needed for ever.
Task<> Relay::sweep() {
  constexpr Ticks pause = 10min;
  for (;;) {
    const bool slept = co_await tasks_.sleep(pause);
    if (!slept) co_return;
    const WallTime now = runtime_.now();
    const auto forget = [&](Transaction& tx) {
      return forget_some(tx, now - Database::reply_lifetime, now - options_.inbox_lifetime);
    };
    try {
      std::int64_t forgotten = 1;
      while (forgotten > 0 && !tasks_.stopping()) forgotten = co_await database_.write(forget);
    } catch (const std::exception& error) {
      complain(error);
    }
  }
}

}  // namespace kernel
