#include <sqlite3.h>
#include "cart/messages.h"
