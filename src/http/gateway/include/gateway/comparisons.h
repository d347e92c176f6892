// gateway: comparisons of layouts that administrators start from /console. Who runs them is handed
// in by the composition root; the gateway only tells what there is.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "kernel/describe.h"
#include "kernel/task.h"
#include "kernel/time.h"

namespace gateway {

// One that was started here, by the folder that it has in the storage directory.
struct Comparison {
  std::string id;
  kernel::WallTime started_at;
  std::vector<std::string> layouts;  // of the one under way; else empty
  std::string state;                 // running, done, failed
  std::int64_t percent = 0;          // of its work that is done, while it runs
  std::string step;                  // what it does now, or why it failed
  std::string title;                 // of its report: what it found; empty: there is none
};

class Comparisons {
 public:
  virtual ~Comparisons() = default;
  // Those that can be compared.
  virtual std::vector<std::string> layouts() const = 0;
  // Newest first.
  virtual kernel::Task<std::vector<Comparison>> list() = 0;
  // Starts one, the first layout being what the others are held against. Throws invalid_argument
  // for layouts that are not built in or too few, conflict while one is under way.
  virtual kernel::Task<Comparison> start(std::vector<std::string> layouts) = 0;
  // Ends the one under way; it writes a report of what it measured. Throws not_found for another.
  virtual void cancel(const std::string& id) = 0;
  // Its report as HTML. Throws not_found.
  virtual kernel::Task<std::string> report(std::string id) = 0;
};

BOOST_DESCRIBE_STRUCT(Comparison, (), (id, started_at, layouts, state, percent, step, title))

}  // namespace gateway
