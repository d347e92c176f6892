#include <doctest/doctest.h>

#include <sstream>

#include "kernel/address.h"
#include "kernel/base64.h"
#include "kernel/context.h"
#include "kernel/error.h"
#include "kernel/id.h"
#include "kernel/money.h"
#include "kernel/secret.h"
#include "kernel/sim/world.h"
#include "kernel/time.h"
#include "kernel/wire.h"

using kernel::Money;

TEST_CASE("a new id is a UUIDv7 of the runtime's time, and text gives it back") {
  kernel::sim::World world{1};
  auto& runtime = world.host("a");
  const auto id = kernel::OrderId::fresh(runtime);
  const std::string text = kernel::to_text(id);

  CHECK(text[14] == '7');
  CHECK(text.substr(0, 8) == "019b76da");  // 2026-01-01
  CHECK(kernel::OrderId::parse(text) == id);
  CHECK(kernel::OrderId::fresh(runtime) != id);
}

TEST_CASE("only the canonical form is an id") {
  for (const auto* text :
       {"", "019b76da-0000-7000-8000-00000000000", "019b76da00007000800000000000",
        "019b76da-0000-7000-8000-00000000000g", "{19b770c-0000-7000-8000-000000000000"})
    CHECK_FALSE(kernel::parse_uuid(text).has_value());
  CHECK(kernel::parse_uuid("019B76DA-0000-4000-8000-00000000000A").has_value());
}

TEST_CASE("derived ids repeat for the same parts and differ otherwise") {
  const kernel::Uuid base{};
  CHECK(kernel::derived_uuid(base, "refund") == kernel::derived_uuid(base, "refund"));
  CHECK(kernel::derived_uuid(base, "refund") != kernel::derived_uuid(base, "charge"));
}

TEST_CASE("money neither overflows nor mixes currencies") {
  const Money pound{100, {}};
  const Money dollar{100, *kernel::Currency::parse("USD")};
  const Money most{kernel::amount_max, {}};

  CHECK((pound + pound).amount == 200);
  CHECK((pound * 3).amount == 300);
  CHECK_THROWS_AS(pound + dollar, kernel::Error);
  CHECK_THROWS_AS(most + pound, kernel::Error);
  CHECK_THROWS_AS(most * 2, kernel::Error);
  CHECK_THROWS_AS(most * std::numeric_limits<std::int64_t>::max(), kernel::Error);
}

TEST_CASE("money is displayed as people write it") {
  struct Row {
    std::int64_t amount;
    const char* currency;
    const char* text;
  };
  for (const Row& row : {Row{18'737'529, "GBP", "£187,375.29"}, Row{5, "GBP", "£0.05"},
                         Row{-1'234, "USD", "-$12.34"}, Row{100'000, "JPY", "100,000 JPY"},
                         Row{1'234'567, "KWD", "1,234.567 KWD"}, Row{100'00, "EUR", "€100.00"}})
    CHECK(kernel::to_display({row.amount, *kernel::Currency::parse(row.currency)}) == row.text);
}

TEST_CASE("times are RFC 3339 UTC with milliseconds") {
  const kernel::WallTime time{1'767'225'600'123};
  CHECK(kernel::to_text(time) == "2026-01-01T00:00:00.123Z");
  CHECK(kernel::parse_time("2026-01-01T00:00:00.123Z") == time);
  for (const auto* text : {"2026-02-30T00:00:00.000Z", "2026-01-01T24:00:00.000Z",
                           "2026-01-01 00:00:00.000Z", "2026-01-01T00:00:00Z", ""})
    CHECK_FALSE(kernel::parse_time(text).has_value());
}

TEST_CASE("a traceparent is read as the standard says and written back") {
  const std::string text = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
  const auto trace = kernel::parse_traceparent(text);

  REQUIRE(trace.has_value());
  CHECK(trace->sampled);
  CHECK(kernel::to_traceparent(*trace) == text);
  for (const auto* bad : {"", "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
                          "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
                          "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                          "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01"})
    CHECK_FALSE(kernel::parse_traceparent(bad).has_value());
}

TEST_CASE("base64url has no padding and refuses foreign letters") {
  CHECK(kernel::base64url("\xfb\xff") == "-_8");
  CHECK(kernel::parse_base64url("-_8") == "\xfb\xff");
  CHECK(kernel::parse_base64url("").value().empty());
  for (const auto* bad : {"-_8=", "+/8", "-", "-_9", "a b"})
    CHECK_FALSE(kernel::parse_base64url(bad).has_value());
}

TEST_CASE("of all bytes only the 64 letters stand in base64url") {
  std::size_t letters = 0;
  for (int byte = 0; byte < 256; ++byte) {
    const std::string text{'A', static_cast<char>(byte), 'A', 'A'};
    const auto read = kernel::parse_base64url(text);
    if (!read) continue;
    ++letters;
    CHECK_MESSAGE(kernel::base64url(*read) == text, byte);
  }
  CHECK(letters == 64);
}

TEST_CASE("countries are those that ISO 3166-1 assigns") {
  CHECK(kernel::is_country("GB"));
  CHECK(kernel::is_country("ZW"));
  for (const auto* bad : {"UK", "gb", "G", "", "GBR", "D ", " A", "XX"})
    CHECK_FALSE(kernel::is_country(bad));
}

TEST_CASE("a secret prints as stars") {
  std::ostringstream out;
  out << kernel::SecretText("hunter2");
  CHECK(out.str() == "***");
}

TEST_CASE("every code has a name that gives it back and a status of its own kind") {
  constexpr int statuses[] = {400, 401, 403, 404, 409, 409, 422, 429, 504, 503, 499, 500};
  for (int i = 0; i < 12; ++i) {
    const auto code = static_cast<kernel::Code>(i);
    CHECK(kernel::parse_code(kernel::code_name(code)) == code);
    CHECK(kernel::http_status(code) == statuses[i]);
  }
}
