#include "kernel/row.h"

#include <type_traits>

#include "connection.h"

namespace kernel {

Row::Row(const RowView& view) {
  const detail::RowAccess& from = view.access();
  for (int i = 0; i < from.columns(); ++i) {
    switch (from.kind(i)) {
      case detail::RowAccess::Kind::null:
        access_.values.emplace_back(Null{});
        break;
      case detail::RowAccess::Kind::integer:
        access_.values.emplace_back(from.integer(i));
        break;
      case detail::RowAccess::Kind::real:
        access_.values.emplace_back(from.real(i));
        break;
      case detail::RowAccess::Kind::bytes:
        access_.values.emplace_back(std::string(from.bytes(i)));
        break;
    }
  }
}

detail::RowAccess::Kind Row::Copy::kind(int column) const {
  return static_cast<Kind>(values[static_cast<std::size_t>(column)].index());
}

std::int64_t Row::Copy::integer(int column) const {
  const auto* value = std::get_if<std::int64_t>(&values[static_cast<std::size_t>(column)]);
  return value != nullptr ? *value : 0;
}

double Row::Copy::real(int column) const {
  const auto* value = std::get_if<double>(&values[static_cast<std::size_t>(column)]);
  return value != nullptr ? *value : static_cast<double>(integer(column));
}

std::string_view Row::Copy::bytes(int column) const {
  const auto* value = std::get_if<std::string>(&values[static_cast<std::size_t>(column)]);
  return value != nullptr ? std::string_view(*value) : std::string_view();
}

}  // namespace kernel
