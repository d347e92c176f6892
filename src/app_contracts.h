// app: the contracts of all modules.
#pragma once

#include <vector>

#include "kernel/message.h"

namespace app {

// In dependency order.
const std::vector<const kernel::Contract*>& contracts();

}  // namespace app
