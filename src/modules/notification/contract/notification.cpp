#include "kernel/contract_impl.h"
#include "notification/messages.h"

KERNEL_MESSAGE(notification::ListNotifications)
KERNEL_MESSAGE(notification::ListMails)
KERNEL_MESSAGE(notification::GetMail)

namespace notification {

const kernel::Contract& contract() {
  static const auto all =
      kernel::make_contract<ListNotifications, ListMails, GetMail>("notification");
  return all;
}

}  // namespace notification
