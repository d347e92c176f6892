// as: cart_module
// exists: src/modules/payment/contract/payment/messages.h
// refused: payment/messages\.h.*(No such file|file not found)
#include "cart/messages.h"
#include "catalog/messages.h"
#ifdef OFFENCE
#include "payment/messages.h"
#endif
