// lab, internal: what came of the requests of a plan.
#pragma once

#include <map>
#include <utility>
#include <vector>

#include "kernel/time.h"
#include "lab/load/load.h"
#include "lab/statistics/histogram.h"

namespace lab {

struct Outcome {
  int status = 0;         // 0: no answer
  kernel::Ticks latency;  // from the scheduled time
  kernel::Ticks lag;      // of its leaving, against the schedule
};

class Tally {
 public:
  explicit Tally(const LoadPlan& plan);

  void add(const PlannedRequest& request, const Outcome& outcome);
  void add_warm_up(const PlannedRequest& request, const Outcome& outcome);
  void finish(LoadResult& result) const;

 private:
  struct Row {
    EndpointLoad load;
    Histogram latency;
    // Of the good ones, in ns, as they are: a histogram for each slice would be mostly empty.
    std::vector<std::vector<std::int64_t>> slices;  // empty unless the plan asks for them
  };
  const PlannedEndpoint& endpoint_of(const PlannedRequest& request) const {
    return plan_.endpoints[static_cast<std::size_t>(request.endpoint)];
  }
  bool is_expected(const PlannedRequest& request, int status) const;
  void note_write(const PlannedRequest& request, const Outcome& outcome);

  const LoadPlan& plan_;
  std::vector<Row> rows_;  // by endpoint
  Histogram lag_;
  std::map<std::pair<int, int>, std::int64_t> unexpected_;  // by endpoint and status
  std::int64_t warm_up_unexpected_ = 0;
  kernel::Ticks slowest_write_{};
};

}  // namespace lab
