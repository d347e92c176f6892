#include "app_contracts.h"

#include "auth/messages.h"
#include "cart/messages.h"
#include "catalog/messages.h"
#include "notification/messages.h"
#include "order/messages.h"
#include "payment/messages.h"

namespace app {

const std::vector<const kernel::Contract*>& contracts() {
  static const std::vector<const kernel::Contract*> all = {
      &auth::contract(),    &catalog::contract(), &cart::contract(),
      &payment::contract(), &order::contract(),   &notification::contract(),
  };
  return all;
}

}  // namespace app
