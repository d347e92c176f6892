// reliability: one load of several phases, each at a rate of its own, and what came of each phase.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "lab/load/load.h"
#include "lab/load/workload.h"
#include "lab/statistics/histogram.h"

namespace reliability {

struct Phase {
  std::string name;
  double rate_per_s = 0;  // requests
  double seconds = 0;
};

struct PhasedLoad {
  std::vector<Phase> phases;
  std::string only;      // an endpoint's name: nothing but requests to it; empty: the usual mixture
  double warm_up_s = 3;  // at the first phase's rate
  int part = 0;          // of the endless schedule: each load of the same shop needs another
};

constexpr double slice_s = 0.5;
constexpr double timeout_s = 12;  // longer than a request may take (gateway.request_timeout)

// The names of endpoints begin with their phase: "overload/checkout". Whatever is answered as
// expected is `good` to the generator, however late, so that latencies by slice are of all that was
// accepted; what is in time is told by latency. Throws Error{invalid_argument} for an unknown
// endpoint, or "checkout" alone: nobody can buy an empty cart.
lab::LoadPlan make_phased_plan(const lab::SeededShop& shop, const PhasedLoad& load);

// Which requests: "all", "reads", "writes" (of carts), "checkouts"; "browsing" (the catalogue) and
// "carts"; or one endpoint.
bool is_of_class(const std::string& endpoint, const std::string& class_name);
const std::vector<std::string>& classes();  // the first four

struct ClassFigures {
  std::int64_t sent = 0;
  std::int64_t accepted = 0;    // answered as expected
  std::int64_t good = 0;        // and in time
  std::int64_t refused = 0;     // 429, 503
  std::int64_t unanswered = 0;  // no answer within timeout_s, or a broken connection
  std::int64_t other = 0;       // any other answer: 409, 422, 504
  lab::Histogram latency;       // of the accepted ones

  double p50_ms() const { return latency.quantile_ns(0.5) / 1e6; }
  double p99_ms() const { return latency.quantile_ns(0.99) / 1e6; }
  double good_share() const {
    return sent == 0 ? 1 : static_cast<double>(good) / static_cast<double>(sent);
  }
};

// What a load left; both outlive it.
class PhaseView {
 public:
  PhaseView(const std::vector<Phase>& phases, const lab::LoadResult& result, double within_ms);

  ClassFigures figures(const std::string& phase, const std::string& class_name) const;
  // The same of slices [first, last), in which whatever was not accepted is `other`.
  ClassFigures between(std::size_t first, std::size_t last, const std::string& class_name) const;
  // Slices of a phase: [first, last).
  std::size_t first_slice(const std::string& phase) const;
  std::size_t last_slice(const std::string& phase) const;
  double seconds(const std::string& phase) const;
  // By status, of one phase and class; expected ones left out, 0: no answer.
  std::map<int, std::int64_t> statuses(const std::string& phase,
                                       const std::string& class_name) const;

 private:
  const Phase& named(const std::string& phase) const;
  double begin_s(const std::string& phase) const;

  const std::vector<Phase>& phases_;
  const lab::LoadResult& result_;
  const std::int64_t within_ns_;
};

// "503 x 120, 422 x 3"; "-": none.
std::string text_of(const std::map<int, std::int64_t>& statuses);

}  // namespace reliability
