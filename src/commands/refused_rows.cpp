#include "commands/refused_rows.h"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>

#include "kernel/error.h"

namespace commands {
namespace {

constexpr std::size_t shown_max = 5;

std::string csv_field(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  return out + '"';
}

}  // namespace

std::string write_refusals(const Refusals& refusals, const std::string& input,
                           const std::string& path) {
  const auto name = std::filesystem::path(input).stem().string();
  const auto target = path.empty() ? name + ".refused.csv" : path;
  if (refusals.empty()) {
    std::error_code ignored;  // what an earlier run refused is no news of this one
    std::filesystem::remove(target, ignored);
    return {};
  }
  std::ofstream file(target, std::ios::trunc);
  file << "line,reason,row\n";
  for (const auto& refusal : refusals)
    file << refusal.line << ',' << csv_field(refusal.reason) << ',' << csv_field(refusal.text)
         << '\n';
  file.flush();
  if (!file)
    throw kernel::Error(kernel::Code::failed_precondition,
                        fmt::format("cannot write the refused rows to {}: {}; name another file "
                                    "with --refused",
                                    target, std::strerror(errno)));
  return target;
}

std::string refusals_text(const Refusals& refusals, const std::string& path) {
  std::string out;
  for (std::size_t i = 0; i < refusals.size() && i < shown_max; ++i)
    out += fmt::format("  line {}: {}\n", refusals[i].line, refusals[i].reason);
  if (!refusals.empty()) out += fmt::format("  all of them, with their text: {}\n", path);
  return out;
}

}  // namespace commands
