#include "lab/ledger/hop_messages.h"

#include "kernel/contract_impl.h"

KERNEL_MESSAGE(hop::Echo)
KERNEL_MESSAGE(hop::Write)
KERNEL_MESSAGE(hop_front::Pass)
