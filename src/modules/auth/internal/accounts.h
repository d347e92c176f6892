// auth: the accounts and the one-time tokens mailed to their owners.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "auth/messages.h"
#include "kernel/storage.h"
#include "kernel/time_cursor.h"

namespace auth {

struct StoredAccount {
  Account account;
  std::string password;  // hash
};

std::optional<StoredAccount> find_account(kernel::Queries& db, std::string_view address);
std::optional<StoredAccount> find_account(kernel::Queries& db, const UserId& id);

// At most `limit`, newest first, behind `after`: whose address or name begins with `beginning`
// (empty: all).
std::vector<Account> list_accounts(kernel::Queries& db, std::string_view beginning,
                                   const kernel::TimeCursor& after, int limit);

// False when the address is taken.
bool insert_account(kernel::Transaction& tx, const Account& account, std::string_view password);

void set_password(kernel::Transaction& tx, const UserId& id, std::string_view password);
void make_admin(kernel::Transaction& tx, const UserId& id, std::string_view name);
void mark_verified(kernel::Transaction& tx, const UserId& id);

enum class Purpose { verify_email, reset_password };

void insert_one_time_token(kernel::Transaction& tx, Purpose purpose, const UserId& account,
                           const SecretText& token, WallTime expires_at);
std::int64_t count_one_time_tokens(kernel::Queries& db, Purpose purpose, const UserId& account,
                                   WallTime now);

// Whose token it is, if it holds.
std::optional<UserId> find_one_time_token(kernel::Queries& db, Purpose purpose,
                                          const SecretText& token, WallTime now);

// The same, and none of that account and purpose holds any more.
std::optional<UserId> use_one_time_token(kernel::Transaction& tx, Purpose purpose,
                                         const SecretText& token, WallTime now);

void delete_expired_one_time_tokens(kernel::Transaction& tx, WallTime now);

}  // namespace auth
