// cart's plug: its handlers, its schema, its background work.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "cart/messages.h"
#include "cart_options.h"
#include "kernel/module.h"

namespace cart {

struct Owner;
struct Facts;

class CartModule : public kernel::Module {
 public:
  static constexpr std::string_view name = "cart";
  static kernel::Migrations migrations();
  static std::vector<std::string_view> listens_to() { return {}; }

  CartModule(kernel::ModuleParts parts, Options options);

  kernel::Task<GuestCart> create_guest_cart(const kernel::Context&, const CreateGuestCart&);
  kernel::Task<Cart> get_cart(const kernel::Context&, const GetCart&);
  kernel::Task<Cart> add_item(const kernel::Context&, const AddItem&);
  kernel::Task<Cart> set_item(const kernel::Context&, const SetItem&);
  kernel::Task<Cart> remove_item(const kernel::Context&, const RemoveItem&);
  kernel::Task<Cart> clear_cart(const kernel::Context&, const ClearCart&);
  kernel::Task<Cart> merge_cart(const kernel::Context&, const MergeCart&);
  kernel::Task<kernel::Done> remove_ordered(const kernel::Context&, const RemoveOrdered&);

 protected:
  void on_start() override;

 private:
  // What catalog says of `products` today.
  kernel::Task<Facts> ask(const kernel::Context& context, std::vector<ProductId> products);
  // Those in the owner's cart, and `another`.
  std::vector<ProductId> products_of(const Owner& owner, std::optional<ProductId> another = {});

  kernel::Task<> sweep();
  kernel::Task<> sweep_due();

  const Options options_;
};

}  // namespace cart
