// as: order_module
// exists: src/modules/catalog/internal/store.h
// refused: modules/catalog/internal/store\.h.*(No such file|file not found)
#include "catalog/messages.h"
#ifdef OFFENCE
#include "modules/catalog/internal/store.h"
#endif
