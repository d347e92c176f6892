#include "call.h"
#include "cart/messages.h"
#include "routes.h"

namespace gateway {

using enum kernel::Code;

std::vector<Row> cart_rows() {
  return {
      {.method = "POST",
       .path = "/api/v1/carts",
       .action = sends<cart::CreateGuestCart>,
       .status = 201,
       .text = "An empty cart for a guest, who shows its token as Cart-Token from then on",
       .part = "What a customer, or a guest, means to buy"},
      {.method = "GET",
       .path = "/api/v1/cart",
       .who = Who::guest,
       .action = sends<cart::GetCart>,
       .reply = &public_cart,
       .fails = {not_found},
       .text = "The cart of the user, or else of the guest"},
      {.method = "DELETE",
       .path = "/api/v1/cart",
       .who = Who::guest,
       .action = sends<cart::ClearCart>,
       .reply = &public_cart,
       .fails = {not_found},
       .text = "Takes everything out of the cart"},
      {.method = "POST",
       .path = "/api/v1/cart/items",
       .who = Who::guest,
       .action = sends<cart::AddItem>,
       .body = {"product_id", "quantity"},
       .reply = &public_cart,
       .fails = {not_found, failed_precondition},
       .text = "Puts more of a product into the cart"},
      {.method = "PUT",
       .path = "/api/v1/cart/items/{product_id}",
       .who = Who::guest,
       .action = sends<cart::SetItem>,
       .body = {"quantity"},
       .reply = &public_cart,
       .fails = {failed_precondition},
       .text = "Sets how many of a product are in the cart"},
      {.method = "DELETE",
       .path = "/api/v1/cart/items/{product_id}",
       .who = Who::guest,
       .action = sends<cart::RemoveItem>,
       .reply = &public_cart,
       .text = "Takes a product out of the cart"},
      {.method = "POST",
       .path = "/api/v1/cart/merge",
       .who = Who::user,
       .action = sends<cart::MergeCart>,
       .body = {"cart_token"},
       .reply = &public_cart,
       .fails = {not_found, failed_precondition},
       .text = "Takes a guest's cart over into the user's, once"},
  };
}

}  // namespace gateway
