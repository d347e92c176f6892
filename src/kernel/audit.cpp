#include "kernel/audit.h"

#include "kernel/contract_impl.h"
#include "kernel/log.h"
#include "kernel/storage.h"

namespace kernel {

namespace {

constexpr std::string_view begun = "begun";
constexpr std::string_view done = "done";

std::string_view outcome_of(const std::optional<Error>& refused) {
  return refused ? code_name(refused->code) : done;
}

}  // namespace

audit::Records audit_records(Queries& db, const audit::List& which) {
  audit::Records found;
  const auto add = [&](const RowView& row) {
    found.items.push_back(
        {row.get<std::int64_t>(0), row.get<WallTime>(1), row.get<std::optional<UserId>>(2),
         row.get<std::optional<std::string>>(3), row.get<std::string>(4), row.get<std::string>(5),
         row.get<std::string>(6), row.get<std::string>(7)});
  };
  db.each(
      "SELECT id, at, user, service, message, target, outcome, trace FROM audit"
      " WHERE id > ? ORDER BY id LIMIT ?",
      add, which.after, which.limit);
  return found;
}

void Transaction::note_done(const AdminAction& action) { note(action, done); }

std::int64_t Transaction::note(const AdminAction& action, std::string_view outcome) {
  const Principal& who = action.context.who();
  const bool is_user = who.kind == Principal::Kind::user;
  run("INSERT INTO audit (at, user, service, message, target, outcome, trace)"
      " VALUES (?, ?, ?, ?, ?, ?, ?)",
      database_.runtime().now(), is_user ? std::optional(who.user) : std::nullopt,
      is_user ? std::nullopt : std::optional(who.service), action.message, action.target, outcome,
      trace_id_text(action.context.trace));
  return one("SELECT max(id) FROM audit")->get<std::int64_t>(0);
}

Task<std::int64_t> Database::note_begun(const AdminAction& action) {
  const auto insert = [&](Transaction& tx) { return tx.note(action, begun); };
  co_return co_await write(insert);
}

// What was done or refused stays so, whether or not that can be written down.
Task<> Database::note_refused(const AdminAction& action, const Error& refused) {
  const auto insert = [&](Transaction& tx) { tx.note(action, code_name(refused.code)); };
  try {
    co_await write(insert);
  } catch (const Error& error) {
    log_error(action.context, "an action was refused and not noted", {{"error", error.message}});
  }
}

Task<> Database::note_ended(const AdminAction& action, std::int64_t id,
                            const std::optional<Error>& refused) {
  const auto update = [&](Transaction& tx) {
    tx.run("UPDATE audit SET outcome = ? WHERE id = ?", outcome_of(refused), id);
  };
  try {
    co_await write(update);
  } catch (const Error& error) {
    log_error(action.context, "an action's outcome was not noted", {{"error", error.message}});
  }
}

}  // namespace kernel

KERNEL_MESSAGE(audit::List)
