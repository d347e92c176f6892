// cart: whose cart a message means.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "cart/messages.h"
#include "kernel/context.h"

namespace cart {

// As stored: a user's id, or the hash of a guest's token.
struct Owner {
  std::string bytes;
  bool guest = false;
};

Owner user_owner(const UserId& user);

// Throws not_found for a text that is no token.
Owner guest_owner(const SecretText& token);

// Checks that `context` may touch the cart. Throws as the contract says of CartOwner.
Owner owner_of(const kernel::Context& context, const CartOwner& owner);

// The same command (by its key) of the same owner: an empty key stays empty.
kernel::Key scoped_key(const kernel::Key& key, std::string_view message, const Owner& owner);

using TokenBytes = std::array<std::uint8_t, 32>;
SecretText token_text(const TokenBytes& token);

// The token that belongs to a command's key, for whoever knows the seed.
TokenBytes derived_token(std::string_view seed, const kernel::Key& key);

}  // namespace cart
