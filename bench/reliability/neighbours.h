// reliability: one module is in trouble; how much of it do the others feel?
//
// notification, over TCP in a process of its own, is down or hangs: buying goes on as if it were
// well, held against what the same shop differs from itself. payment hangs for half a minute:
// browsing and carts go on, checkouts are refused at once, and come back by themselves.
#pragma once

#include <string>

#include "session.h"

namespace reliability {

struct NeighboursOptions {
  std::string layout = "split";
  double rate_per_s = 300;  // requests, steady
  double seconds = 20;      // of each run with notification down or hanging
  int rounds = 5;           // of well, well again, down, hanging
  double hang_s = 30;       // of payment
  double around_s = 20;     // before and after that
  int hang_rounds = 2;      // of well and hanging
  double within_ms = 1000;  // an answer later than this is not good
  int customers = 2000;
};

kernel::Task<> run_neighbours(Session& session, const NeighboursOptions& options, Report& report);

}  // namespace reliability
