void start() {
  spawn([](Relay& relay) -> Task<> { co_await relay.run(); }(*this));
  each([this](const Row& row) { keep(row); });
  const auto make = [this] { return [](Relay* relay) -> Task<> { co_await relay->run(); }; };
  values[index] = 1;
}
