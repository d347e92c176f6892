// lab: text inside HTML and SVG.
#pragma once

#include <string>
#include <string_view>

namespace lab {

// For element content and quoted attributes. Control characters, which no document may hold, go.
std::string escaped(std::string_view text);

}  // namespace lab
