#include "kernel/base64.h"
#include "till.h"

namespace test {

TEST_CASE_TRANSPORTS("a guest's cart is for whoever holds its token") {
  Till till{wire};
  const auto mug = till.product("Mug", money(255));
  const auto token = till.guest();

  CHECK(token.reveal().size() == 43);  // 32 bytes
  CHECK(till.get(holder_of(token)).items.empty());
  till.add(holder_of(token), mug, 2);

  const auto owner = holder_of(token);
  const auto seen = till.bench.ask(till.bench.as_user(till.bob), cart::GetCart{owner});
  CHECK(quantities(seen) == Quantities{{"Mug", 2}});
  CHECK(till.guest() != token);
}

TEST_CASE_TRANSPORTS("a token that is none opens no cart") {
  Till till{wire};
  const auto mug = till.product("Mug", money(255));

  for (const std::string bad :
       {"x", "no such token", "AAAA", "==", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}) {
    CAPTURE(bad);
    const auto owner = holder_of(SecretText(bad));
    CHECK(till.refused(cart::GetCart{owner}) == Code::not_found);
    CHECK(till.refused(cart::AddItem{owner, mug, 1}) == Code::not_found);
    CHECK(till.refused(cart::SetItem{owner, mug, 1}) == Code::not_found);
    CHECK(till.refused(cart::RemoveItem{owner, mug}) == Code::not_found);
    CHECK(till.refused(cart::ClearCart{owner}) == Code::not_found);
    CHECK(till.bench.refused(till.bench.as_user(till.alice), cart::MergeCart{SecretText(bad)}) ==
          Code::not_found);
  }
  for (const std::string& bad : {std::string(), std::string(101, 'A')})
    CHECK(till.refused(cart::GetCart{holder_of(SecretText(bad))}) == Code::invalid_argument);
}

TEST_CASE_TRANSPORTS("a user's cart is for that user and for modules") {
  Till till{wire};
  const auto mug = till.product("Mug", money(255));
  const auto alice = owned_by(till.alice);
  till.add(alice, mug, 2);

  for (const auto& who :
       {till.bench.as_user(till.bob), till.bench.as_admin(till.bob), till.bench.as_nobody()}) {
    CHECK(till.bench.refused(who, cart::GetCart{alice}) == Code::permission_denied);
    CHECK(till.bench.refused(who, cart::AddItem{alice, mug, 1}) == Code::permission_denied);
    CHECK(till.bench.refused(who, cart::SetItem{alice, mug, 1}) == Code::permission_denied);
    CHECK(till.bench.refused(who, cart::RemoveItem{alice, mug}) == Code::permission_denied);
    CHECK(till.bench.refused(who, cart::ClearCart{alice}) == Code::permission_denied);
  }
  const auto seen = till.bench.ask(till.bench.as_service("order"), cart::GetCart{alice});
  CHECK(quantities(seen) == Quantities{{"Mug", 2}});
}

TEST_CASE_TRANSPORTS("a cart has exactly one owner") {
  Till till{wire};
  const auto mug = till.product("Mug", money(255));
  const CartOwner neither;
  auto both = owned_by(till.alice);
  both.token = till.guest();

  for (const auto& who : {till.bench.as_nobody(), till.bench.as_user(till.alice)}) {
    const auto refused = [&](const auto& message) { return till.bench.refused(who, message); };
    CHECK(refused(cart::GetCart{neither}) == Code::unauthenticated);
    CHECK(refused(cart::AddItem{neither, mug, 1}) == Code::unauthenticated);
    CHECK(refused(cart::SetItem{neither, mug, 1}) == Code::unauthenticated);
    CHECK(refused(cart::RemoveItem{neither, mug}) == Code::unauthenticated);
    CHECK(refused(cart::ClearCart{neither}) == Code::unauthenticated);
    CHECK(refused(cart::GetCart{both}) == Code::invalid_argument);
    CHECK(refused(cart::AddItem{both, mug, 1}) == Code::invalid_argument);
    CHECK(refused(cart::SetItem{both, mug, 1}) == Code::invalid_argument);
    CHECK(refused(cart::RemoveItem{both, mug}) == Code::invalid_argument);
    CHECK(refused(cart::ClearCart{both}) == Code::invalid_argument);
  }
}

TEST_CASE_TRANSPORTS("the same creation, repeated, gives the same guest's cart") {
  Till till{wire};
  const auto mug = till.product("Mug", money(255));
  const auto nobody = till.bench.as_nobody();

  const auto first = till.bench.ask(nobody, cart::CreateGuestCart{}).cart_token;
  till.add(holder_of(first), mug);
  const auto second = till.bench.ask(nobody, cart::CreateGuestCart{}).cart_token;

  CHECK(first == second);
  CHECK(till.get(holder_of(first)).items.size() == 1);
  const auto keyless = nobody.with_key({});
  CHECK(till.bench.ask(keyless, cart::CreateGuestCart{}).cart_token !=
        till.bench.ask(keyless, cart::CreateGuestCart{}).cart_token);
}

TEST_CASE_TRANSPORTS("no token is stored") {
  Till till{wire};
  const auto token = till.guest();

  auto reader = till.bench.module<cart::CartModule>().database().read();
  bool found = false;
  for (const char* sql : {"SELECT owner FROM carts", "SELECT seed FROM token_seed"})
    reader.each(sql, [&](const kernel::RowView& row) {
      found |= row.get<std::string>(0) == *kernel::parse_base64url(token.reveal());
    });
  CHECK_FALSE(found);
}

TEST_CASE_TRANSPORTS("merging adds the guest's lines to the user's and ends the guest's cart") {
  Till till{wire};
  const auto alice = owned_by(till.alice);
  const auto mug = till.product("Mug", money(100));
  const auto cup = till.product("Cup", money(10));
  const auto token = till.guest();
  till.add(alice, mug, 1);
  till.add(holder_of(token), cup, 2);
  till.add(holder_of(token), mug, 3);

  const auto cart = till.merge(till.alice, token);

  CHECK(quantities(cart) == Quantities{{"Mug", 4}, {"Cup", 2}});
  CHECK(cart.total == money(420));
  CHECK(quantities(till.get(alice)) == quantities(cart));
  CHECK(till.refused(cart::GetCart{holder_of(token)}) == Code::not_found);
  CHECK(till.bench.refused(till.bench.as_user(till.alice), cart::MergeCart{token}) ==
        Code::not_found);
  CHECK(till.bench.refused(till.bench.as_user(till.bob), cart::MergeCart{token}) ==
        Code::not_found);
}

TEST_CASE_TRANSPORTS("merged quantities are capped") {
  Till till{wire};
  const auto mug = till.product("Mug", money(100));
  const auto token = till.guest();
  till.add(owned_by(till.alice), mug, 60'000);
  till.add(holder_of(token), mug, 60'000);

  CHECK(quantities(till.merge(till.alice, token)) == Quantities{{"Mug", cart::quantity_max}});
}

TEST_CASE_TRANSPORTS("only a user takes a guest's cart over") {
  Till till{wire};
  const auto token = till.guest();

  CHECK(till.bench.refused(till.bench.as_nobody(), cart::MergeCart{token}) ==
        Code::unauthenticated);
  CHECK(till.bench.refused(till.bench.as_service("order"), cart::MergeCart{token}) ==
        Code::permission_denied);
  CHECK(till.get(holder_of(token)).items.empty());
}

TEST_CASE_TRANSPORTS("a guest's cart in another currency cannot be taken over") {
  Till till{wire};
  till.add(owned_by(till.alice), till.product("Mug", money(100)));
  const auto token = till.guest();
  till.add(holder_of(token), till.product("Tasse", money(100, "EUR")));

  CHECK(till.bench.refused(till.bench.as_user(till.alice), cart::MergeCart{token}) ==
        Code::failed_precondition);
  CHECK(till.get(holder_of(token)).items.size() == 1);
}

TEST_CASE_TRANSPORTS("a guest's cart that nobody changes is forgotten, a user's is kept") {
  cart::Options options;
  options.guest_cart_lifetime = std::chrono::minutes(30);
  options.sweep_interval = std::chrono::minutes(1);
  Till till{wire, options};
  const auto mug = till.product("Mug", money(255));
  const auto left = till.guest();
  const auto used = till.guest();
  till.add(holder_of(left), mug);
  till.add(owned_by(till.alice), mug);

  till.bench.advance(std::chrono::minutes(29));
  till.add(holder_of(used), mug);
  CHECK(till.get(holder_of(left)).items.size() == 1);
  till.bench.advance(std::chrono::minutes(2));

  CHECK(till.refused(cart::GetCart{holder_of(left)}) == Code::not_found);
  CHECK(till.get(holder_of(used)).items.size() == 1);
  CHECK(till.get(owned_by(till.alice)).items.size() == 1);
}

}  // namespace test
