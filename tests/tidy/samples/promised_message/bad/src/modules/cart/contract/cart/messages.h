#pragma once

struct AddItem {  // OFFENCE
  using Reply = Cart;
  static constexpr auto kind = kernel::Kind::command;
};
