#include "auth_module.h"
#include "internal/accounts.h"
#include "kernel/time_cursor.h"

namespace auth {

using kernel::Code;
using kernel::Context;
using kernel::Error;
using kernel::Task;

namespace {

constexpr std::string_view list_name = "accounts";

}  // namespace

Task<AccountPage> AuthModule::find_accounts(const Context& context, const FindAccounts& message) {
  context.require_admin();
  const auto after = kernel::parse_cursor(message.cursor, list_name);
  AccountPage page;
  {
    auto reader = database_.read();
    page.items = list_accounts(reader, message.q.value_or(""), after, message.limit + 1);
  }
  if (page.items.size() > static_cast<std::size_t>(message.limit)) {
    page.items.pop_back();
    const Account& last = page.items.back();
    page.next_cursor = kernel::to_cursor({last.created_at, last.id}, list_name);
  }
  co_return page;
}

Task<Account> AuthModule::get_account(const Context& context, const GetAccount& message) {
  context.require_admin();
  auto reader = database_.read();
  const auto found = find_account(reader, message.id);
  if (!found) throw Error(Code::not_found, "no such account");
  co_return found->account;
}

}  // namespace auth
