#include "sample_contract.h"

#include "kernel/contract_impl.h"

KERNEL_MESSAGE(sample::Echo)
KERNEL_MESSAGE(sample::Fail)
KERNEL_MESSAGE(sample::Add)
KERNEL_EVENT(sample::Added)
