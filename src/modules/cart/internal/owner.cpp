#include "internal/owner.h"

#include <sodium.h>

#include "kernel/base64.h"
#include "kernel/error.h"

namespace cart {

using kernel::Code;
using kernel::Error;

namespace {

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

template <class Bytes>
std::string_view view_of(const Bytes& bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

}  // namespace

Owner user_owner(const UserId& user) { return {std::string(view_of(user.bytes)), false}; }

Owner guest_owner(const SecretText& token) {
  const auto bytes = kernel::parse_base64url(token.reveal());
  if (!bytes || bytes->size() != TokenBytes{}.size()) throw Error(Code::not_found, "no such cart");
  TokenBytes hash;
  crypto_generichash(hash.data(), hash.size(), bytes_of(*bytes), bytes->size(), nullptr, 0);
  return {std::string(view_of(hash)), true};
}

Owner owner_of(const kernel::Context& context, const CartOwner& owner) {
  if (owner.user && owner.token)
    throw Error(Code::invalid_argument, "a cart has one owner",
                {{"/owner", "give a user or a token, not both"}});
  if (owner.token) return guest_owner(*owner.token);
  if (!owner.user) throw Error(Code::unauthenticated, "log in, or send the token of a cart");
  if (!context.is_user(*owner.user) && !context.is_service())
    throw Error(Code::permission_denied, "this is another customer's cart");
  return user_owner(*owner.user);
}

kernel::Key scoped_key(const kernel::Key& key, std::string_view message, const Owner& owner) {
  if (key.empty()) return {};
  return {kernel::derived_uuid(key, std::string(message) + owner.bytes)};
}

SecretText token_text(const TokenBytes& token) {
  return SecretText(kernel::base64url(view_of(token)));
}

TokenBytes derived_token(std::string_view seed, const kernel::Key& key) {
  TokenBytes token;
  crypto_generichash(token.data(), token.size(), key.bytes.data(), key.bytes.size(), bytes_of(seed),
                     seed.size());
  return token;
}

}  // namespace cart
