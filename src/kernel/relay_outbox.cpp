// What an administrator may see of a module's outbox, and do to it.
#include "kernel/json.h"
#include "kernel/relay.h"
#include "own_message.h"

namespace kernel {

std::int64_t Relay::pending() {
  auto reader = database_.read();
  return reader.one("SELECT count(*) FROM delivery")->get<std::int64_t>(0);
}

outbox::Letters Relay::list(const outbox::List& which) {
  outbox::Letters letters;
  auto reader = database_.read();
  letters.pending = reader.one("SELECT count(*) FROM delivery")->get<std::int64_t>(0);
  letters.dead = reader.one("SELECT count(*) FROM delivery WHERE dead = 1")->get<std::int64_t>(0);
  const auto add = [&](const RowView& row) {
    letters.items.push_back({row.get<std::int64_t>(0), row.get<std::string>(1),
                             row.get<std::string>(2), to_text(row.get<Uuid>(3)),
                             row.get<std::string>(4), row.get<std::int64_t>(5), row.get<bool>(6),
                             row.get<std::string>(7), row.get<WallTime>(8)});
  };
  const std::string sql =
      "SELECT d.id, d.destination, o.type, o.aggregate, coalesce(o.shown, o.payload), d.attempts, "
      "d.dead, d.error,"
      " o.created_at FROM delivery d JOIN outbox o ON o.seq = d.seq WHERE d.id > ?";
  reader.each(sql + (which.dead ? " AND d.dead = 1" : "") + " ORDER BY d.id LIMIT ?", add,
              which.after, which.limit);
  return letters;
}

namespace {

// Unblocks the dead letter's aggregate; throws not_found.
void revive(Transaction& tx, std::int64_t delivery) {
  const auto row =
      tx.one("SELECT destination, aggregate FROM delivery WHERE id = ? AND dead = 1", delivery);
  if (!row) throw Error(Code::not_found, "no such dead letter");
  tx.run("DELETE FROM blocked WHERE destination = ? AND aggregate = ?", row->get<std::string>(0),
         row->get<Uuid>(1));
  tx.wake_relay();
}

void replay_row(Transaction& tx, std::int64_t delivery) {
  revive(tx, delivery);
  tx.run("UPDATE delivery SET dead = 0, held = 0, attempts = 0 WHERE id = ?", delivery);
}

void discard_row(Transaction& tx, std::int64_t delivery) {
  revive(tx, delivery);
  const auto row = tx.one("SELECT seq FROM delivery WHERE id = ?", delivery);
  tx.run("DELETE FROM delivery WHERE id = ?", delivery);
  tx.run(
      "DELETE FROM outbox WHERE seq = ?1 AND NOT EXISTS "
      "(SELECT 1 FROM delivery WHERE seq = ?1)",
      row->get<std::int64_t>(0));
}

std::string target_of(std::int64_t delivery) { return "delivery " + std::to_string(delivery); }

}  // namespace

Task<> Relay::replay(std::int64_t delivery) {
  const auto again = [&](Transaction& tx) { replay_row(tx, delivery); };
  co_await database_.write(again);
}

Task<> Relay::discard(std::int64_t delivery) {
  const auto drop = [&](Transaction& tx) { discard_row(tx, delivery); };
  co_await database_.write(drop);
}

namespace {

template <class Reply>
WireResponse response_of(const Reply& reply) {
  return {200, json::to_json(reply), {}};
}

}  // namespace

void Relay::offer_outbox() {
  exchange_.serve_at(own_path<outbox::List>(module_),
                     [this](const WireRequest& request) { return answer_list(request); });
  exchange_.serve_at(own_path<outbox::Replay>(module_),
                     [this](const WireRequest& request) { return answer_replay(request); });
  exchange_.serve_at(own_path<outbox::Discard>(module_),
                     [this](const WireRequest& request) { return answer_discard(request); });
}

Task<WireResponse> Relay::answer_list(const WireRequest& request) {
  const auto which = own_message<outbox::List>(exchange_, request);
  const auto look = [&] { return list(which); };
  const auto letters = co_await runtime_.on_worker(look);
  co_return response_of(letters);
}

Task<WireResponse> Relay::answer_replay(const WireRequest& request) {
  const auto which = own_message<outbox::Replay>(exchange_, request);
  const auto target = target_of(which.delivery);
  const auto again = [&](Transaction& tx) {
    replay_row(tx, which.delivery);
    return Done{};
  };
  co_await database_.audited(request.context, which, target, again);
  co_return response_of(Done());
}

Task<WireResponse> Relay::answer_discard(const WireRequest& request) {
  const auto which = own_message<outbox::Discard>(exchange_, request);
  const auto target = target_of(which.delivery);
  const auto drop = [&](Transaction& tx) {
    discard_row(tx, which.delivery);
    return Done{};
  };
  co_await database_.audited(request.context, which, target, drop);
  co_return response_of(Done());
}

}  // namespace kernel
