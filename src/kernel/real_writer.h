// kernel, inside: a module's writer thread.
#pragma once

#include <memory>

#include "kernel/runtime.h"

namespace kernel {

// Commits on a thread of its own until destroyed; what is queued then is still committed.
std::unique_ptr<WriteQueue> start_writer_thread(Store& store);

}  // namespace kernel
