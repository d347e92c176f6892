// as: kernel
// exists: src/modules/order/contract/order/messages.h
// refused: order/messages\.h.*(No such file|file not found)
#include "kernel/message.h"
#ifdef OFFENCE
#include "order/messages.h"
#endif
