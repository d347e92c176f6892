#include "lab/comparison/sizes.h"

namespace lab {

Sizes full_sizes() { return {}; }

Sizes quick_sizes() {
  Sizes sizes;
  sizes.rounds = 6;
  sizes.warm_up_s = 0.25;
  sizes.measured_s = 0.6;
  sizes.common_shares = {0.4};
  sizes.own_shares = {};
  sizes.slo_look_s = 1;
  sizes.knee_passes = 1;
  sizes.knee_first = 400;
  sizes.knee_growth = 3;
  sizes.knee_bisections = 2;
  sizes.knee_step_s = 0.4;
  sizes.one_client_blocks = 6;
  sizes.one_client_orders = 26;
  sizes.one_client_requests = 48;
  sizes.one_client_endpoints = {"product", "checkout"};
  sizes.oracle_requests = 200;
  sizes.customers = 600;
  sizes.fault_modules = {"notification"};
  sizes.fault_kinds = {FaultKind::kill};
  sizes.restart_modules = {"cart"};
  sizes.faults.before_s = 0.5;
  sizes.faults.after_s = 1;
  return sizes;
}

}  // namespace lab
