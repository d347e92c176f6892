// as: test_order
// exists: src/modules/catalog/catalog_module.h
// refused: catalog_module\.h.*(No such file|file not found)
#include "catalog/messages.h"
#include "order_module.h"
#ifdef OFFENCE
#include "catalog_module.h"
#endif
