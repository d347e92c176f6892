#include "commands/contract.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "app_contracts.h"

using commands::compare_contracts;

namespace {

std::string all() { return commands::contract_schema(app::contracts()); }

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const auto at = text.find(from);
  REQUIRE_MESSAGE(at != text.npos, from);
  return text.replace(at, from.size(), to);
}

bool tells(const std::vector<commands::ContractChange>& changes, bool breaking,
           const std::string& what) {
  return std::any_of(changes.begin(), changes.end(), [&](const auto& change) {
    return change.breaking == breaking && change.what.find(what) != change.what.npos;
  });
}

}  // namespace

TEST_CASE("every module tells its messages, with bounds and units") {
  for (const auto* contract : app::contracts()) {
    const auto text = commands::contract_text(*contract);
    CAPTURE(text);
    for (const auto* message : contract->messages)
      CHECK(text.find(std::string(message->name)) != text.npos);
  }
  CHECK(commands::contract_text(*app::contracts()[2]).find("1..100,000") != std::string::npos);
}

TEST_CASE("a contract does not differ from itself") {
  CHECK(compare_contracts(all(), all()).empty());
}

TEST_CASE("a change breaks when one side would lose or refuse what the other says") {
  const auto narrowed =
      replaced(all(), R"("quantity":{"type":"integer","minimum":1,"maximum":100000})",
               R"("quantity":{"type":"integer","minimum":1,"maximum":99})");
  CHECK(tells(compare_contracts(all(), narrowed), true, "maximum was 100000, is 99"));
  CHECK(tells(compare_contracts(narrowed, all()), false, "maximum was 99, is 100000"));

  const auto renamed = replaced(all(), R"("cart.AddItem":{"kind")", R"("cart.PutItem":{"kind")");
  CHECK(tells(compare_contracts(all(), renamed), true, "cart.AddItem: the message is gone"));
  CHECK(tells(compare_contracts(all(), renamed), false, "cart.PutItem: a new message"));

  const auto lost = replaced(all(), R"("sku":{"type":"string")", R"("code":{"type":"string")");
  CHECK(tells(compare_contracts(all(), lost), true, ".sku is gone"));
  CHECK(tells(compare_contracts(all(), lost), false, ".code is new"));
}

TEST_CASE("what is no schema of ours is refused") {
  CHECK_THROWS(compare_contracts("{}", all()));
  CHECK_THROWS(compare_contracts(all(), "nonsense"));
}
