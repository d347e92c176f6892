#include "auth_module.h"
#include "internal/sessions.h"

namespace auth {

using kernel::Code;
using kernel::Context;
using kernel::Error;
using kernel::Task;
using kernel::Transaction;

namespace {

constexpr std::string_view list_name = "sessions";

// Elsewhere a token may work for two seconds after its session has ended; here it is known. Whoever
// was thrown out does not throw out the others.
void check_not_ended(Transaction& tx, const UserId& user, const Context& context) {
  if (!has_session(tx, user, context.who().session))
    throw Error(Code::unauthenticated, "this session has ended; log in again");
}

}  // namespace

Task<SessionPage> AuthModule::get_sessions(const Context& context, const GetSessions& message) {
  const UserId user = context.user();
  const auto after = kernel::parse_cursor(message.cursor, list_name);
  SessionPage page;
  {
    auto reader = database_.read();
    page.items = sessions_of(reader, user, after, message.limit + 1, runtime_.now());
  }
  if (page.items.size() > static_cast<std::size_t>(message.limit)) {
    page.items.pop_back();
    const Session& last = page.items.back();
    page.next_cursor = kernel::to_cursor({last.authenticated_at, last.id}, list_name);
  }
  for (auto& session : page.items) session.current = session.id == context.who().session;
  co_return page;
}

Task<Done> AuthModule::end_own_session(const Context& context, const EndSession& message) {
  const UserId user = context.user();
  const WallTime now = runtime_.now();
  const auto store = [&](Transaction& tx) {
    check_not_ended(tx, user, context);
    if (!has_session(tx, user, message.id)) throw Error(Code::not_found, "no such session");
    end_session(tx, message.id, now);
    return Done{};
  };
  co_return co_await database_.command(context, message, store);
}

Task<Done> AuthModule::end_other_sessions(const Context& context, const EndOtherSessions& message) {
  const UserId user = context.user();
  const WallTime now = runtime_.now();
  const auto store = [&](Transaction& tx) {
    check_not_ended(tx, user, context);
    end_other_sessions_of(tx, user, context.who().session, now);
    return Done{};
  };
  co_return co_await database_.command(context, message, store);
}

}  // namespace auth
