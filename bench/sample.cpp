#include "sample.h"

#include "kernel/contract_impl.h"

KERNEL_MESSAGE(bench::Ping)
KERNEL_MESSAGE(bench::AddItem)
