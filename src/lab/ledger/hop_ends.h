// lab: the processes of a hop, `cleave hop --listen URL`. They are a shop in small: the one in
// front is asked by the lab, as a gateway by a customer, and calls the others
// (lab/ledger/hop_module.h).
#pragma once

#include <functional>
#include <string>
#include <vector>

namespace lab {

struct HopEnd {
  std::string listen;           // its URL; port 0: any free one
  std::string directory;        // for its databases, made when it is not there
  std::vector<std::string> to;  // not empty: this is the one in front, of these
};

// Answers until SIGINT or SIGTERM; `ready` hears the actual URL.
void answer_hops(const HopEnd& end, const std::function<void(const std::string&)>& ready);

}  // namespace lab
