#include "documents.h"

#include "kernel/contract_impl.h"

template const kernel::Type& kernel::type_of<gateway::Jwks>() noexcept;
template const kernel::Type& kernel::type_of<gateway::Health>() noexcept;
template const kernel::Type& kernel::type_of<gateway::Readiness>() noexcept;
template const kernel::Type& kernel::type_of<gateway::Topology>() noexcept;
template const kernel::Type& kernel::type_of<gateway::TraceList>() noexcept;
template const kernel::Type& kernel::type_of<gateway::TraceTree>() noexcept;
