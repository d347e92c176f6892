#include "shop.h"

using namespace shop;

TEST_CASE_TRANSPORTS("orders are listed newest first, page by page") {
  Shop shop(wire);
  std::vector<OrderId> newest_first;
  for (int i = 0; i < 5; ++i) {
    newest_first.insert(newest_first.begin(), shop.place("key " + std::to_string(i)).order.id);
    shop.put(shop.alice, shop.mug, "Mug", 1, 250);
  }

  std::vector<OrderId> listed;
  ListOrders list{2, std::nullopt};
  do {
    const auto page = shop.bench.ask(shop.bench.as_user(shop.alice), list);
    for (const auto& row : page.items) listed.push_back(row.id);
    list.cursor = page.next_cursor;
  } while (list.cursor);

  CHECK(listed == newest_first);
}

TEST_CASE_TRANSPORTS("a customer sees his own orders only") {
  Shop shop(wire);
  const auto order = shop.confirmed_order();
  const ListOrders list{};

  CHECK(shop.bench.ask(shop.bench.as_user(shop.bob), list).items.empty());
  const auto own = shop.bench.ask(shop.bench.as_user(shop.alice), list);
  REQUIRE(own.items.size() == 1);
  CHECK(own.items[0].total == gbp(4499));
  CHECK(own.items[0].status == Status::confirmed);
  CHECK(shop.bench.refused(shop.bench.as_user(shop.bob), GetOrder{order.id}) == Code::not_found);
  CHECK(shop.bench.refused(shop.bench.as_nobody(), GetOrder{order.id}) == Code::unauthenticated);
  CHECK(shop.bench.refused(shop.bench.as_nobody(), list) == Code::unauthenticated);
  const auto module = shop.bench.as_service("cart");
  CHECK(shop.bench.refused(module, GetOrder{order.id}) == Code::permission_denied);
  CHECK(shop.bench.refused(module, list) == Code::permission_denied);
  CHECK(shop.bench.ask(shop.bench.as_admin(), GetOrder{order.id}).id == order.id);
}

TEST_CASE_TRANSPORTS("an order that is none is found by nobody") {
  Shop shop(wire);
  const GetOrder none{OrderId::fresh(shop.bench.runtime())};

  CHECK(shop.bench.refused(shop.bench.as_user(shop.alice), none) == Code::not_found);
  CHECK(shop.bench.refused(shop.bench.as_admin(), none) == Code::not_found);
}

TEST_CASE_TRANSPORTS("administrators see all orders, by status") {
  Shop shop(wire);
  const auto failed = shop.place("failed", "pm_card_declined").order;
  const auto confirmed = shop.place("confirmed").order;
  const ListAllOrders all{};
  ListAllOrders only_failed;
  only_failed.status = Status::failed;

  CHECK(shop.bench.ask(shop.bench.as_admin(), all).items.size() == 2);
  const auto page = shop.bench.ask(shop.bench.as_admin(), only_failed);
  REQUIRE(page.items.size() == 1);
  CHECK(page.items[0].id == failed.id);
  CHECK(shop.bench.refused(shop.bench.as_user(shop.alice), all) == Code::permission_denied);
  CHECK(shop.bench.refused(shop.bench.as_nobody(), all) == Code::unauthenticated);
  CHECK(confirmed.id != failed.id);
}

TEST_CASE_TRANSPORTS("administrators find an order by its id, by its number, by who placed it") {
  Shop shop(wire);
  const auto first = shop.place("first").order;
  shop.put(shop.alice, shop.mug, "Mug", 1, 250);
  const auto second = shop.place("second").order;
  const auto found = [&](const ListAllOrders& list) {
    std::vector<OrderId> ids;
    for (const auto& row : shop.bench.ask(shop.bench.as_admin(), list).items) {
      CHECK(row.placed_by == shop.alice);
      CHECK_FALSE(row.recipient.empty());
      ids.push_back(row.id);
    }
    return ids;
  };
  const auto by_reference = [&](std::string text) {
    ListAllOrders list;
    list.reference = std::move(text);
    return found(list);
  };
  const auto id = to_text(first.id);
  ListAllOrders of_alice;
  of_alice.placed_by = shop.alice;
  ListAllOrders of_bob;
  of_bob.placed_by = shop.bob;
  ListAllOrders failed_one;
  failed_one.reference = id;
  failed_one.status = Status::failed;

  CHECK(by_reference(id) == std::vector{first.id});
  CHECK(std::ranges::count(by_reference(id.substr(id.size() - 6)), first.id) == 1);
  CHECK(by_reference(to_text(OrderId::fresh(shop.bench.runtime()))).empty());
  CHECK(found(of_alice) == std::vector{second.id, first.id});
  CHECK(found(of_bob).empty());
  CHECK(found(failed_one).empty());
}

TEST_CASE_TRANSPORTS("what is no reference of an order is refused") {
  Shop shop(wire);
  for (const std::string text :
       {"12345", "zzzzzz", "1234567", "0190a000-0000-7000-8000-00000000000"}) {
    INFO(text);
    ListAllOrders list;
    list.reference = text;
    CHECK(shop.bench.refused(shop.bench.as_admin(), list) == Code::invalid_argument);
  }
}

TEST_CASE_TRANSPORTS("a cursor of another list is refused") {
  Shop shop(wire);
  const ListOrders garbage{20, "!!"};
  const ListOrders foreign{20, kernel::to_cursor({}, "payments")};
  ListAllOrders own;
  own.cursor = kernel::to_cursor({}, "orders");

  CHECK(shop.bench.refused(shop.bench.as_user(shop.alice), garbage) == Code::invalid_argument);
  CHECK(shop.bench.refused(shop.bench.as_user(shop.alice), foreign) == Code::invalid_argument);
  CHECK(shop.bench.refused(shop.bench.as_admin(), own) == Code::invalid_argument);
}
