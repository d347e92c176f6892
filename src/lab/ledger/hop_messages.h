// lab: what the two ends of a hop say to each other; a contract like those of the modules.
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

struct CpuUse {
  std::int64_t us = 0;  // of the whole process, since its start
};

struct GetCpuUse {
  using Reply = CpuUse;
  static constexpr auto kind = kernel::Kind::query;
};

BOOST_DESCRIBE_STRUCT(Echo, (), (text))
BOOST_DESCRIBE_STRUCT(Note, (), (text))
BOOST_DESCRIBE_STRUCT(Write, (), (text))
BOOST_DESCRIBE_STRUCT(CpuUse, (), (us))
BOOST_DESCRIBE_STRUCT(GetCpuUse, (), ())

}  // namespace hop
