// lab: the ends of a hop, each a process of its own: `cleave hop --listen URL` answers, `cleave hop
// --to URL,…` asks and says what that cost.
//
// The asker sends one and the same message over the program's own bus, once to another process and
// once `serialized` to a module of its own. The difference is what the boundary adds: sockets,
// HTTP, headers with the user's token, the switch to another process and back. The codec, the
// counters and the handler are in both, so they fall out.
//
//   plain    queries that come back as they are, between two processes, in two sizes
//   waking   keyed commands that read a row and commit one to the disk, to every answerer in turn:
//            meanwhile all others sleep, as the processes of a checkout do
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "lab/report/report.h"

namespace lab {

// What a boundary adds to one call that carries `bytes` there and back together.
struct HopCost {
  double bytes = 0;
  double latency_us = 0;
  double cpu_us = 0;  // of both processes
};

struct HopCosts {
  HopCost small;
  HopCost large;
  HopCost waking;
};

// Answers at `url` (port 0: any free one) until SIGINT or SIGTERM; `ready` hears the actual URL.
// `directory`: for its database, made when it is not there.
void answer_hops(const std::string& url, const std::string& directory,
                 const std::function<void(const std::string&)>& ready);

// One client, one call at a time, blocks of both ways in turn, for some two seconds; on a slow disk
// in fewer blocks. Throws what a call throws.
HopCosts ask_hops(const std::vector<std::string>& urls, const std::string& directory);

// `waking` is what it costs more than a plain one of its size.
Hop to_hop(const std::string& transport, const HopCosts& costs);

}  // namespace lab
