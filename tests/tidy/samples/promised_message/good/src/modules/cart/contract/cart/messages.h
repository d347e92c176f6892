#pragma once

struct Line {
  int quantity = 1;
};

// Puts `quantity` more of a product into the cart. Fails: not_found.
struct AddItem {
  using Reply = Cart;
  static constexpr auto kind = kernel::Kind::command;
};
