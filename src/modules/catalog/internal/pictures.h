// catalog: the pictures of products: what they may be, and their SQL.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "catalog/messages.h"
#include "kernel/storage.h"

namespace catalog::pictures {

// What these bytes are by their signature, if it is one of a picture that browsers show and that
// can hold no script.
std::optional<PictureType> type_of(std::string_view bytes) noexcept;

// A picture that was handed in. `name`: 32 hexadecimal digits of a hash, a point and the type.
struct Received {
  std::string name;
  std::string bytes;
};
// From base64url. Throws Error{invalid_argument} for what is none. For a worker: a millisecond.
Received receive(std::string_view content);

// Keeps it, if it is not there yet.
void keep(kernel::Transaction& tx, const Received& picture);
// Forgets it, if no product shows it any more.
void drop_unshown(kernel::Transaction& tx, std::string_view name);

std::optional<Picture> find(kernel::Queries& queries, std::string_view name);

}  // namespace catalog::pictures
