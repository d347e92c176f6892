#include "modules/order/order_module.h"
#include "modules/order/internal/store.h"         // OFFENCE
#include "modules/order/contract/order/events.h"  // OFFENCE
