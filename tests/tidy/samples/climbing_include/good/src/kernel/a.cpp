// An #include "../http/server.h" would climb.
#include "http/server.h"
