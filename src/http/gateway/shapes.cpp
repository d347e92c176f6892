#include "shapes.h"

#include <stdexcept>
#include <string>

#include "auth/messages.h"
#include "cart/messages.h"
#include "catalog/messages.h"
#include "order/messages.h"
#include "payment/messages.h"

namespace gateway {

namespace {

using kernel::Field;
using kernel::Type;
using kernel::type_of;

// Types that the public always sees in another way.
Shape public_type_of(const Field& field) noexcept {
  return field.type().name == "catalog.Sort" ? &public_sort : field.type;
}

Field pick_field(const Type& base, const Pick& pick) {
  const Field* found = find_field(base, pick.field);
  if (found == nullptr)
    throw std::logic_error(std::string(base.name) + " has no field " + std::string(pick.field));
  Field field = *found;
  field.type = pick.type != nullptr ? pick.type : public_type_of(field);
  return field;
}

std::vector<Field> pick_fields(const Type& base, const std::vector<Pick>& picks) {
  std::vector<Field> fields;
  for (const auto& pick : picks) fields.push_back(pick_field(base, pick));
  return fields;
}

const Type& own_type(const Type& base, std::string_view field) {
  return find_field(base, field)->type();
}

// The list that `base` has as `field`, of elements seen as `element`.
Type list_of(const Type& base, std::string_view field, Shape element) {
  Type list = own_type(base, field);
  list.element = element;
  return list;
}

const Type& public_line() noexcept {
  static const View view("cart.Line", own_type(type_of<cart::Cart>(), "items").element(),
                         {{"product_id"}, {"name"}, {"quantity"}, {"unit_price"}, {"line_total"}});
  return view.type();
}

const Type& public_lines() noexcept {
  static const Type list = list_of(type_of<cart::Cart>(), "items", &public_line);
  return list;
}

const Type& payment_rows() noexcept {
  static const Type list = list_of(type_of<payment::PaymentPage>(), "items", &public_payment);
  return list;
}

}  // namespace

const Type& public_payment() noexcept {
  static const View view(
      "payment.Payment", own_type(type_of<payment::PaymentPage>(), "items").element(),
      {{"id"}, {"order_id"}, {"status"}, {"amount"}, {"refunded"}, {"created_at"}});
  return view.type();
}

View::View(std::string_view name, const Type& base, const std::vector<Pick>& picks)
    : fields_(pick_fields(base, picks)), type_(base) {
  type_.shape = kernel::Shape::object;
  type_.name = name;
  type_.fields = fields_;
}

const Field* find_field(const Type& type, std::string_view name) noexcept {
  for (const Field& field : type.fields)
    if (field.name == name) return &field;
  return nullptr;
}

const Type& registered_account() noexcept {
  static const View view("auth.Registered", type_of<auth::Account>(),
                         {{"id"}, {"email"}, {"name"}, {"role"}});
  return view.type();
}

const Type& cookie_tokens() noexcept {
  static const View view("auth.Tokens", type_of<auth::Tokens>(),
                         {{"access_token"}, {"token_type"}, {"expires_in"}});
  return view.type();
}

// Without the ids of its lines and with nothing a guest could not know.
const Type& public_cart() noexcept {
  static const View view("cart.Cart", type_of<cart::Cart>(),
                         {{"revision"}, {"items", &public_lines}, {"total"}});
  return view.type();
}

const Type& pending_order() noexcept {
  static const View view("order.Pending", type_of<order::Order>(), {{"id"}, {"status"}});
  return view.type();
}

const Type& public_payments() noexcept {
  static const View view("payment.PaymentPage", type_of<payment::PaymentPage>(),
                         {{"items", &payment_rows}, {"next_cursor"}});
  return view.type();
}

const Type& public_sort() noexcept {
  static constexpr std::string_view names[] = {"relevance", "price", "-price", "name"};
  static const Type type = [] {
    Type sort = own_type(type_of<catalog::FindProducts>(), "sort");
    sort.name = "catalog.SortBy";
    sort.names = names;
    return sort;
  }();
  return type;
}

}  // namespace gateway
