// gateway: the graph of modules as this process has it.
#pragma once

#include "documents.h"
#include "gateway/monitor.h"
#include "kernel/exchange.h"

namespace gateway {

Topology topology_of(const kernel::Exchange& exchange, const Monitor& monitor);

}  // namespace gateway
