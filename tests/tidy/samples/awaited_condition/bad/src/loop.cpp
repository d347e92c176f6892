Task<> run() {
  while (co_await tasks.sleep(pause)) sweep();  // OFFENCE
}

Task<bool> read() {
  if (!co_await head()) co_return false;  // OFFENCE
  do {
    step();
  } while (co_await more());  // OFFENCE
  if (auto known = co_await find(key)) use(*known);  // OFFENCE
  co_return true;
}
