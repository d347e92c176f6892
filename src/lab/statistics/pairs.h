// lab: what differs between arms, and what the same arm differs from itself.
#pragma once

#include <vector>

#include "lab/statistics/record.h"

namespace lab {

// The first arm against its second self, figure by figure.
AaControl make_control(const ArmRecord& first, const ArmRecord& again);

// Every other arm against the first, figure by figure; claims are held to the control.
std::vector<Pair> make_pairs(const std::vector<const ArmRecord*>& arms, const AaControl& control);

}  // namespace lab
