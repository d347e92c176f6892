void start() {
  spawn([this]() -> Task<> { co_await run(); });  // OFFENCE
  spawn([&] -> Task<int> { co_return 1; });       // OFFENCE
}
