#include "kernel/contract_impl.h"
#include "notification/messages.h"

KERNEL_MESSAGE(notification::ListNotifications)

namespace notification {

const kernel::Contract& contract() {
  static const auto all = kernel::make_contract<ListNotifications>("notification");
  return all;
}

}  // namespace notification
