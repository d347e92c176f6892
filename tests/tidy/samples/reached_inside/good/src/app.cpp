#include "app.h"
#include "modules/order/order_module.h"
#include "order/events.h"
