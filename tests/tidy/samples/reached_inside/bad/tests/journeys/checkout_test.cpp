#include "modules/order/internal/saga.h"  // OFFENCE
