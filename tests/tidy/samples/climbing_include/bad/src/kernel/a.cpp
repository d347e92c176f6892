#include "../http/server.h"  // OFFENCE
#include "sim/../../http/server.h"  // OFFENCE
