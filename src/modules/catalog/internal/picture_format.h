// catalog: whether bytes are a whole picture of a sane size, by their structure. Nothing is
// decoded.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "catalog/messages.h"
#include "kernel/error.h"

namespace catalog::pictures {

// For a picture that is not taken; `why` goes on after "the picture".
kernel::Error refused(std::string why);

// A small file can be a huge picture, which takes four bytes a pixel of whoever looks at it.
inline constexpr std::uint64_t side_max = 8192;
inline constexpr std::uint64_t pixels_max = 16'777'216;

struct Size {
  std::uint64_t width = 0;  // pixels
  std::uint64_t height = 0;
};

// For bytes that begin as that type does. What stands behind the picture's end is let be, as
// browsers do. Throws Error{invalid_argument} that says why they would not show it, or that it is
// too large.
Size size_of(PictureType type, std::string_view bytes);

}  // namespace catalog::pictures
