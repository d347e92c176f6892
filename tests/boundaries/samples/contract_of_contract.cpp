// as: order_contract
// exists: src/modules/catalog/contract/catalog/messages.h
// refused: catalog/messages\.h.*(No such file|file not found)
#include "order/messages.h"
#ifdef OFFENCE
#include "catalog/messages.h"
#endif
