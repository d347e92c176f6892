Task<bool> read() {
  const bool whole = co_await head();
  if (!whole) co_return false;
  bool awake = true;
  while (awake) {
    if (wanted) co_await step();  // if (co_await this) would be wrong
    awake = co_await tasks.sleep(pause);
  }
  co_return true;
}
