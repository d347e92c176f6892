// as: order_module
// refused: use of deleted function|overload resolution selected deleted operator
#include "kernel/id.h"
bool same(const kernel::UserId& user, const kernel::OrderId& order) {
#ifdef OFFENCE
  return user == order;
#else
  return user.empty() == order.empty();
#endif
}
