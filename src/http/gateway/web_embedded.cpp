// The bytes come in by the assembler: as an array in C++ they would take minutes to compile.
#include <array>

#include "gateway/web.h"
#include "web_table.h"

asm(".section .rodata\n"
    "cleave_web_bytes:\n"
    ".incbin \"" CLEAVE_WEB_BYTES
    "\"\n"
    ".byte 0\n"
    ".previous\n");

extern "C" __attribute__((visibility("hidden"))) const char cleave_web_bytes[];

namespace gateway {

namespace {

std::string_view bytes_of(build::WebBytes bytes) noexcept {
  return {cleave_web_bytes + bytes.begin, bytes.size};
}

}  // namespace

std::span<const WebFile> embedded_web() noexcept {
  static const auto files = [] {
    std::array<WebFile, build::web_entries.size()> all;
    for (std::size_t i = 0; i < all.size(); ++i) {
      const auto& entry = build::web_entries[i];
      all[i] = {entry.name, entry.type, bytes_of(entry.text), bytes_of(entry.gzip)};
    }
    return all;
  }();
  return files;
}

}  // namespace gateway
