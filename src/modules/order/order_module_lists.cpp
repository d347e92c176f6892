#include "internal/rules.h"
#include "internal/store.h"
#include "order_module.h"

namespace order {

using kernel::Context;
using kernel::Task;

namespace {

constexpr std::string_view own_list = "orders";
constexpr std::string_view whole_list = "all orders";

// `items` has one row more than the page when there is a next one.
template <class Page, class Item>
Page page_of(std::vector<Item> items, int limit, std::string_view list) {
  Page page{std::move(items), std::nullopt};
  if (page.items.size() > static_cast<std::size_t>(limit)) {
    page.items.pop_back();
    const auto& last = page.items.back();
    page.next_cursor = kernel::to_cursor({last.created_at, last.id}, list);
  }
  return page;
}

}  // namespace

Task<OrderPage> OrderModule::list_orders(const Context& context, const ListOrders& message) {
  const UserId user = context.user();
  const auto after = kernel::parse_cursor(message.cursor, own_list);
  auto reader = database_.read();
  auto items = store::page_of_user(reader, user, after, message.limit + 1);
  co_return page_of<OrderPage>(std::move(items), message.limit, own_list);
}

Task<PlacedOrderPage> OrderModule::list_all_orders(const Context& context,
                                                   const ListAllOrders& message) {
  context.require_admin();
  const auto after = kernel::parse_cursor(message.cursor, whole_list);
  const store::Sought sought{message.status, message.placed_by,
                             rules::id_ending_of(message.reference)};
  auto reader = database_.read();
  auto items = store::page_of_all(reader, sought, after, message.limit + 1);
  co_return page_of<PlacedOrderPage>(std::move(items), message.limit, whole_list);
}

}  // namespace order
