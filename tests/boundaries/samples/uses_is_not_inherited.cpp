// notification USES order, and order USES cart; that does not give cart's contract to notification.
// as: notification_module
// exists: src/modules/cart/contract/cart/messages.h
// refused: cart/messages\.h.*(No such file|file not found)
#include "order/events.h"
#ifdef OFFENCE
#include "cart/messages.h"
#endif
