// lab: what to start for an arm: its layout with free ports, sockets in its own directory and,
// where messages are to be delayed, relays between its processes.
#pragma once

#include <string>
#include <vector>

#include "lab/arms/arm.h"
#include "lab/arms/ports.h"

namespace lab {

struct PlacedProcess {
  ProcessInfo info;
  std::vector<std::string> arguments;  // of `cleave serve`
};

struct PlacedRelay {
  std::vector<std::string> modules;  // that are reached through it
  std::string listen;
  std::string to;
};

struct Placement {
  std::vector<PlacedProcess> processes;  // the gateway's last
  std::vector<PlacedRelay> relays;
  std::string url;  // of the gateway
};

// The layout's URLs say only which modules share a process and whether they talk TCP or over a
// Unix socket; ports and paths are new. Where every module that is apart talks TCP, those that stay
// with the gateway are reached by TCP too, so that an arm has one transport. An explicit
// gateway.listen of plan.sets holds. Throws Error{invalid_argument} for a layout that cannot be.
Placement place_arm(const ArmPlan& plan, const std::string& directory, Ports& ports);

}  // namespace lab
