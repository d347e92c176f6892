#include "auth/messages.h"
#include "cart/messages.h"
#include "catalog/messages.h"
#include "order/messages.h"
// auth, catalog, cart and order are told by the exchange.
const auto all = exchange.modules();
