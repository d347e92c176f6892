// as: order_module
// refused: (could not convert|invalid initialization|no known conversion|no matching function|cannot convert|no viable)
#include "kernel/id.h"
void reserve(const kernel::ProductId& product, const kernel::OrderId& order);
void place(const kernel::ProductId& product, const kernel::OrderId& order) {
#ifdef OFFENCE
  reserve(order, product);
#else
  reserve(product, order);
#endif
}
