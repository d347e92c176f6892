Task<Order> run() {
  const AddItem add{owner, mug, 2};
  co_await bus.call(context, add);
  const auto cart = co_await bus.call(context, add);
  co_await database.write([&](Transaction& tx) {
    Row row{"a", "b"};
    tx.insert(Row{"a", "b"});
  });
  co_await database.write([this, &add](Transaction& tx) { tx.insert(add); });
  auto known = co_await find(key);
  if (known) {
    const Order order{known->id};
    co_return order;
  }
  const Cart named{co_await next()};
  co_await runtime.sleep(std::chrono::milliseconds{20});
  store(Row{"a", "b"});
  for (const auto& line : cart.lines) {
    co_await keep(line);
  }
  co_return Order{"a", {"b"}};
}
