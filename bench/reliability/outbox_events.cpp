#include "outbox_events.h"

#include "kernel/contract_impl.h"

KERNEL_EVENT(outbox_events::Noted)
KERNEL_EVENT(outbox_events::Missed)
