#include "kernel/replaceable.h"

#include <doctest/doctest.h>

#include <string>
#include <thread>

TEST_CASE("who reads while it is replaced reads one value or the other, whole, and may keep it") {
  const std::string last(100, 'z');
  kernel::Replaceable<std::string> text(std::string(100, 'a'));
  const std::string& first = text.get();
  bool whole = true;
  std::thread reader([&] {
    const std::string* read = nullptr;
    do {
      read = &text.get();
      whole = whole && *read == std::string(100, read->front());
    } while (*read != last);
  });
  for (char letter = 'b'; letter <= 'z'; ++letter) text.replace(std::string(100, letter));
  reader.join();

  CHECK(whole);
  CHECK(text.get() == last);
  CHECK(first == std::string(100, 'a'));
}
