Task<> run() {
  co_await bus.call(context, AddItem{owner, mug, 2});  // OFFENCE
  const auto cart = co_await bus.call(context, {owner, mug});  // OFFENCE
  co_await database.write([order](Transaction& tx) { tx.insert(order); });  // OFFENCE
  co_await database.write([=](Transaction& tx) { tx.insert(order); });  // OFFENCE
  co_await database.write([p = std::move(p)](Transaction& tx) { tx.insert(*p); });  // OFFENCE
  co_await send(
      context,
      Mail{"subject", "text"});  // OFFENCE
  store(Row{"a", "b"}, co_await next());  // OFFENCE
  if (co_await known(Key{user, text})) {  // OFFENCE
    co_return;
  }
  auto text = Text{"a", co_await next()}.upper();  // OFFENCE
  co_return co_await answer(Reply{"done"});  // OFFENCE
}
