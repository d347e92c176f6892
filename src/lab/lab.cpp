#include "lab/lab.h"

#include "kernel/error.h"

namespace lab {

void Lab::go_on() const {
  if (interrupted) throw kernel::Error(kernel::Code::cancelled, "interrupted");
}

}  // namespace lab
