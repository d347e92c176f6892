#include "modules/catalog/catalog_module.h"  // OFFENCE
