// as: order_module
// exists: src/modules/catalog/catalog_module.h
// refused: catalog_module\.h.*(No such file|file not found)
#include "catalog/messages.h"
#ifdef OFFENCE
#include "catalog_module.h"
#endif
