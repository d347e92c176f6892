// kernel: a postal address, as orders and mails carry it.
#pragma once

#include <optional>
#include <string>

#include "kernel/describe.h"

namespace kernel {

struct Address {
  static constexpr Limit limits[] = {{"name", 1, 200}, {"line1", 1, 200},      {"line2", 1, 200},
                                     {"city", 1, 100}, {"postal_code", 1, 20}, {"country", 2, 2}};
  std::string name;
  std::string line1;
  std::optional<std::string> line2;
  std::string city;
  std::string postal_code;
  std::string country;  // ISO 3166-1 alpha-2, upper case
  bool operator==(const Address&) const = default;
};
BOOST_DESCRIBE_STRUCT(Address, (), (name, line1, line2, city, postal_code, country))

// True for the two-letter codes that ISO 3166-1 assigns.
bool is_country(std::string_view code) noexcept;

}  // namespace kernel
