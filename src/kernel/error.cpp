#include "kernel/error.h"

#include <array>
#include <utility>

#include "kernel/wire.h"

namespace kernel {

namespace {

struct CodeRow {
  Code code;
  std::string_view name;
  int status;
};

constexpr std::array<CodeRow, 12> rows{{
    {Code::invalid_argument, "invalid_argument", 400},
    {Code::unauthenticated, "unauthenticated", 401},
    {Code::permission_denied, "permission_denied", 403},
    {Code::not_found, "not_found", 404},
    {Code::already_exists, "already_exists", 409},
    {Code::conflict, "conflict", 409},
    {Code::failed_precondition, "failed_precondition", 422},
    {Code::resource_exhausted, "resource_exhausted", 429},
    {Code::deadline_exceeded, "deadline_exceeded", 504},
    {Code::unavailable, "unavailable", 503},
    {Code::cancelled, "cancelled", 499},
    {Code::internal, "internal", 500},
}};

const CodeRow& row_of(Code code) noexcept { return rows[static_cast<std::size_t>(code)]; }

}  // namespace

std::string_view code_name(Code code) noexcept { return row_of(code).name; }

std::optional<Code> parse_code(std::string_view name) noexcept {
  for (const CodeRow& row : rows)
    if (row.name == name) return row.code;
  return std::nullopt;
}

int http_status(Code code) noexcept { return row_of(code).status; }

}  // namespace kernel
