// reliability: far more is asked of a shop than it can do. Does it still do what it can, for those
// that it lets in as quickly as ever, and is all well afterwards?
//
//     rising rates: the peak  |  a fresh shop: half of the peak, 3 x the peak, half of the peak
#pragma once

#include <string>

#include "session.h"

namespace reliability {

struct OverloadOptions {
  double overload_s = 60;
  double half_s = 20;      // before and after
  double step_s = 5;       // of each rising rate
  double times = 3;        // the peak
  double within_ms = 500;  // an answer later than this is not good
  int customers = 4000;
  std::string layout = "monolith";
  std::string only;  // nothing but requests to this endpoint: told, not judged
};

kernel::Task<> run_overload(Session& session, const OverloadOptions& options, Report& report);

}  // namespace reliability
