// lab: how the report's page looks, in light, in the dark and on paper.
#pragma once

#include <string_view>

namespace lab {

extern const std::string_view report_style;  // CSS; refers to nothing outside

}  // namespace lab
