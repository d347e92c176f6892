// reliability: when a circuit breaker opened and closed, seen at /metrics of the process that has
// it.
#pragma once

#include <string>
#include <vector>

#include "http/client.h"
#include "stage.h"

namespace reliability {

class BreakerWatch {
 public:
  // The breaker of the process at `url` before `callee`.
  BreakerWatch(lab::Lab& lab, std::string url, const std::string& callee);

  // Looks again and again until so many seconds after `begun`.
  kernel::Task<> until(kernel::Ticks begun, double seconds);

  struct Look {
    double at_s = 0;    // after `begun`
    double open = 0;    // 1: nobody is let through, 0.5: one call tries, 0: closed
    double opened = 0;  // how often so far
  };
  const std::vector<Look>& looks() const noexcept { return looks_; }

  // The first look in [from_s, to_s) that found it open, or (the last time) closed again; negative:
  // none.
  double opened_at(double from_s, double to_s) const;
  double closed_at(double from_s) const;

 private:
  lab::Lab& lab_;
  const std::string url_;
  const std::string open_line_;
  const std::string opened_line_;
  http::ClientPool pool_;
  std::vector<Look> looks_;
};

}  // namespace reliability
