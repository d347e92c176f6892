// as: gateway
// exists: src/modules/order/order_module.h
// refused: order_module\.h.*(No such file|file not found)
#include "order/messages.h"
#ifdef OFFENCE
#include "order_module.h"
#endif
