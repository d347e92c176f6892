#include "console_messages.h"

#include "history.h"
#include "kernel/contract_impl.h"

KERNEL_MESSAGE(console::GetExample)
KERNEL_MESSAGE(console::GetTapped)
KERNEL_MESSAGE(console::ListComparisons)
KERNEL_MESSAGE(console::StartComparison)
KERNEL_MESSAGE(console::CancelComparison)
KERNEL_MESSAGE(console::GetReport)

template const kernel::Type& kernel::type_of<gateway::Pulse>() noexcept;
template const kernel::Type& kernel::type_of<gateway::HistoryList>() noexcept;
