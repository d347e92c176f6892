// lab: what the processes of a hop say to each other; contracts like those of the modules.
#pragma once

#include <cstdint>
#include <string>

#include "kernel/message.h"

namespace hop {

// Comes back as it is.
struct Echo {
  using Reply = Echo;
  static constexpr auto kind = kernel::Kind::query;
  std::string text;  // at most 4,096 bytes
};

// Writes the text down and gives it back, as commands of modules do: a point read, then one
// transaction with the reply kept under its key.
struct Note {
  std::string text;
};
struct Write {
  using Reply = Note;
  static constexpr auto kind = kernel::Kind::command;
  std::string text;
};

BOOST_DESCRIBE_STRUCT(Echo, (), (text))
BOOST_DESCRIBE_STRUCT(Note, (), (text))
BOOST_DESCRIBE_STRUCT(Write, (), (text))

}  // namespace hop

namespace hop_front {

struct Passed {
  std::int64_t waited_for = 0;  // calls before this answer
  std::int64_t owed = 0;        // that nobody waits for
};

// Calls modules `hop`, as an order calls others: with Writes one after the other, with rows of its
// own in between, and two more near the end that nobody waits for. Or else one, with an Echo.
struct Pass {
  using Reply = Passed;
  static constexpr auto kind = kernel::Kind::query;
  std::int64_t bytes = 0;  // of the text that they get
  bool writes = false;
  bool across = false;  // those in the other processes, or else those in this one
};

BOOST_DESCRIBE_STRUCT(Passed, (), (waited_for, owed))
BOOST_DESCRIBE_STRUCT(Pass, (), (bytes, writes, across))

}  // namespace hop_front
