// lab: what a crossing to another process adds to a call, measured on processes that do nothing
// else.
//
//   lab ──▶ the one in front ──▶ five others, or as many modules in front itself
//
// The lab asks the one in front as a customer asks a gateway, and every request twice: for calls to
// the other processes, and for calls of the same modules in its own. What the first takes more is
// what boundaries add: codec of a flat text, sockets, HTTP, headers with the user's token, the
// switch to another process and back, and whatever these do to the work around them.
//
//   plain    one query that comes back as it is, in two sizes
//   waking   eight keyed commands in a row that read a row and commit one to the disk, four commits
//            of the front's own in between, and two commands that nobody waits for: what a checkout
//            does. Then a rest as after an order; all others sleep meanwhile, as its processes do
//
// It is asked between the requests to the arms, so that it meets the machine in the same mood.
#pragma once

#include <memory>
#include <string>

#include "lab/lab.h"
#include "lab/report/report.h"

namespace lab {

// What a boundary adds to one call that carries `bytes` there and back together.
struct HopCost {
  double bytes = 0;
  double latency_us = 0;
  double cpu_us = 0;  // of all processes
};

struct HopCosts {
  HopCost small;
  HopCost large;
  HopCost waking;  // of the small size
};

Hop to_hop(const std::string& transport, const HopCosts& costs);

class HopRun {
 public:
  HopRun(Lab& lab, const std::string& transport);  // "tcp", "unix"
  ~HopRun();                                       // kills what still runs

  // Starts the processes and warms them up. Throws Error{internal} with the last words of one that
  // does not answer.
  kernel::Task<> start();
  kernel::Task<> end();

  // One request each way; `turn` chooses which comes first. Both rest afterwards.
  kernel::Task<> ask_plain(int turn);
  kernel::Task<> ask_waking(int turn);

  Hop hop() const;  // of all requests so far; not none of either

 private:
  struct Core;
  std::unique_ptr<Core> core_;
};

}  // namespace lab
