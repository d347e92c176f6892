// kernel, simulated: what goes wrong in a world.
#pragma once

#include "kernel/time.h"

namespace kernel::sim {

// Chances in ten thousand. A chance of zero draws nothing, so it changes no trace.
struct Faults {
  // Of messages. Half of the lost ones break their connection at once; whoever sent the others
  // hears nothing until his deadline.
  unsigned lost_request = 0;
  unsigned lost_answer = 0;
  unsigned doubled = 0;  // the request arrives twice, the second time up to late_max later
  unsigned late = 0;     // it takes up to late_max longer: others overtake it
  Ticks late_max = 1s;

  // Of what a host notes in the trace: it is struck within crash_within, at once half of the time.
  unsigned crash = 0;
  Ticks crash_within = 2ms;
};

}  // namespace kernel::sim
