#include "kernel/outbox.h"

#include "kernel/contract_impl.h"

KERNEL_MESSAGE(outbox::List)
KERNEL_MESSAGE(outbox::Replay)
KERNEL_MESSAGE(outbox::Discard)
