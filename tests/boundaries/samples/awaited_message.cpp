// as: order_module
// refused: (use of deleted function|deleted function)
#include "cart/messages.h"
#include "kernel/bus.h"
kernel::Task<> run(kernel::Bus& bus, const kernel::Context& context) {
#ifdef OFFENCE
  co_await bus.call(context, cart::RemoveOrdered{});
#else
  const cart::RemoveOrdered remove;
  co_await bus.call(context, remove);
#endif
}
