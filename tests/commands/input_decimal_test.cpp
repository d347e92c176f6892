#include <doctest/doctest.h>

#include <optional>

#include "commands/input/decimal.h"

namespace commands {
namespace {

TEST_CASE("a price is read exactly, or not at all") {
  const struct {
    const char* text;
    int digits;
    std::optional<std::int64_t> units;
  } cases[] = {
      {"2.55", 2, 255},
      {"2.5", 2, 250},
      {"2", 2, 200},
      {"0.01", 2, 1},
      {"007.10", 2, 710},
      {"2.550", 2, 255},
      {"-1.20", 2, -120},
      {"1500", 0, 1500},
      {"1500.0", 0, 1500},
      {"1.234", 3, 1234},
      {"0.29", 2, 29},
      {"10000000000000", 2, 1'000'000'000'000'000},
      {"2.555", 2, {}},
      {"1500.5", 0, {}},
      {"10000000000000.01", 2, {}},
      {"", 2, {}},
      {"-", 2, {}},
      {".5", 2, {}},
      {"2.", 2, {}},
      {"2..5", 2, {}},
      {"2,50", 2, {}},
      {"1,234.50", 2, {}},
      {"+2", 2, {}},
      {"2e3", 2, {}},
      {"0x10", 2, {}},
      {"£2.55", 2, {}},
      {" 2.55", 2, {}},
      {"2.55 ", 2, {}},
      {"--2", 2, {}},
      {"nan", 2, {}},
      {"99999999999999999999999", 2, {}},
      {"1.2.3", 2, {}},
  };
  for (const auto& c : cases) {
    CAPTURE(c.text);
    CHECK(parse_minor_units(c.text, c.digits, Rounding::none) == c.units);
  }
}

TEST_CASE("halves of a penny are rounded up by their decimal digits, not by a double's") {
  const struct {
    const char* text;
    std::int64_t pence;
  } cases[] = {
      {"0.005", 1},
      {"0.0049999", 0},
      {"0.001", 0},
      {"0.0149", 1},
      {"0.125", 13},
      {"2.675", 268},
      {"1.005", 101},
      {"8.345", 835},
      {"9.995", 1000},
      {"0.994", 99},
      {"2.1", 210},
      {"11062.06", 1'106'206},
      {"-11062.06", -1'106'206},
      {"-0.005", -1},
      {"2.67499999999999999999999999", 267},
  };
  for (const auto& c : cases) {
    CAPTURE(c.text);
    CHECK(parse_minor_units(c.text, 2, Rounding::half_up) == c.pence);
  }
}

}  // namespace
}  // namespace commands
