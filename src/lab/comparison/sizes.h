// lab: how much is measured, in quick and in full.
#pragma once

#include <string>
#include <vector>

#include "lab/faults/faults.h"

namespace lab {

struct Sizes {
  int rounds = 10;  // repeats of each arm, ABBA
  double warm_up_s = 0.5;
  double measured_s = 1.25;
  // Rates that are the same for all arms, as shares of the lowest knee; then shares of each one's
  // own.
  std::vector<double> common_shares = {0.2, 0.5};
  std::vector<double> own_shares = {0.3, 0.6, 0.9};

  double slo_look_s = 6;  // at hardly any load, for a bound that the disk can keep
  int knee_passes = 3;
  double knee_first = 250;   // requests per second
  double knee_growth = 2.5;  // until it does not hold; then bisected
  int knee_bisections = 2;
  double knee_step_s = 1;

  int one_client_blocks = 12;
  int one_client_orders = 24;  // in a block
  int one_client_requests = 64;
  std::vector<std::string> one_client_endpoints;  // empty: all

  int oracle_requests = 1000;
  int customers = 2000;

  double stall_window_s = 5;
  double stall_s = 0.2;

  std::vector<std::string> fault_modules;  // empty: all
  std::vector<FaultKind> fault_kinds = {FaultKind::kill, FaultKind::hang, FaultKind::delay};
  std::vector<std::string> restart_modules;  // empty: all
  FaultOptions faults;

  int sweep_rounds = 6;
};

// Under 30 minutes on two cores with the default arms.
Sizes full_sizes();
// Under 90 seconds on two cores: two arms, six repeats, one fault.
Sizes quick_sizes();

}  // namespace lab
