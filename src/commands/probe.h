// commands: who is at an address?
#pragma once

#include <string>

namespace commands {

struct Probe {
  enum class Kind {
    free,        // nobody; it could be listened at
    cleave,      // answers /healthz as a Cleave does
    taken,       // something else
    impossible,  // not on this machine, not allowed
  };
  Kind kind = Kind::free;
  std::string reason;  // impossible
};

// Waits a second at most for an answer.
Probe probe(const std::string& url);

}  // namespace commands
