#include "cart/messages.h"
#include "kernel/contract_impl.h"

KERNEL_MESSAGE(cart::CreateGuestCart)
KERNEL_MESSAGE(cart::GetCart)
KERNEL_MESSAGE(cart::AddItem)
KERNEL_MESSAGE(cart::SetItem)
KERNEL_MESSAGE(cart::RemoveItem)
KERNEL_MESSAGE(cart::ClearCart)
KERNEL_MESSAGE(cart::MergeCart)
KERNEL_MESSAGE(cart::RemoveOrdered)

namespace cart {

const kernel::Contract& contract() {
  static const auto all =
      kernel::make_contract<CreateGuestCart, GetCart, AddItem, SetItem, RemoveItem, ClearCart,
                            MergeCart, RemoveOrdered>("cart");
  return all;
}

}  // namespace cart
