// reliability: how much a shop can do.
#pragma once

#include <string>
#include <vector>

#include "phases.h"
#include "stage.h"

namespace reliability {

struct SaturationOptions {
  std::string only;  // an endpoint; empty: the usual mixture
  double within_ms = 500;
  double step_s = 5;
  double first_rate = 500;  // requests per second
  double growth = 1.25;
};

struct SaturationStep {
  double offered_per_s = 0;
  double good_per_s = 0;
  ClassFigures all;
  std::vector<double> class_good_per_s;  // as classes()
  double generator_busy = 0;             // share of a core
};

struct Saturation {
  std::vector<SaturationStep> steps;
  std::size_t best = 0;   // the step with the greatest goodput
  std::size_t whole = 0;  // the step with the greatest rate that was served whole
  bool generator_limits = false;
  double peak_per_s() const { return steps.at(best).good_per_s; }
  // Beyond it something is left undone, though what is done may still grow: reads are cheaper than
  // the writes that are refused for them.
  double saturation_per_s() const { return steps.at(whole).offered_per_s; }
};

// Offers more and more until goodput does not grow any more. `stage` runs, and stays so.
kernel::Task<Saturation> find_saturation(Session& session, Stage& stage,
                                         const lab::SeededShop& shop,
                                         const SaturationOptions& options);

}  // namespace reliability
