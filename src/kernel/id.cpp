#include "kernel/id.h"

#include <sodium.h>

#include "kernel/runtime.h"

namespace kernel {

namespace {

constexpr char hex[] = "0123456789abcdef";

int hex_digit(char c) noexcept {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

void stamp(Uuid& uuid, std::uint8_t version) {
  uuid.bytes[6] = static_cast<std::uint8_t>((uuid.bytes[6] & 0x0f) | (version << 4));
  uuid.bytes[8] = static_cast<std::uint8_t>((uuid.bytes[8] & 0x3f) | 0x80);
}

}  // namespace

void append_text(std::string& out, const Uuid& uuid) {
  for (std::size_t i = 0; i < uuid.bytes.size(); ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10) out.push_back('-');
    out.push_back(hex[uuid.bytes[i] >> 4]);
    out.push_back(hex[uuid.bytes[i] & 15]);
  }
}

std::string to_text(const Uuid& uuid) {
  std::string out;
  out.reserve(36);
  append_text(out, uuid);
  return out;
}

std::optional<Uuid> parse_uuid(std::string_view text) noexcept {
  if (text.size() != 36) return std::nullopt;
  Uuid uuid;
  std::size_t at = 0;
  for (std::size_t i = 0; i < uuid.bytes.size(); ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10) {
      if (text[at++] != '-') return std::nullopt;
    }
    const int high = hex_digit(text[at]);
    const int low = hex_digit(text[at + 1]);
    if (high < 0 || low < 0) return std::nullopt;
    uuid.bytes[i] = static_cast<std::uint8_t>(high << 4 | low);
    at += 2;
  }
  return uuid;
}

Uuid new_uuid(Runtime& runtime) {
  Uuid uuid;
  runtime.random_bytes(std::span(uuid.bytes).subspan(6));
  auto ms = static_cast<std::uint64_t>(runtime.now().ms);
  for (int i = 5; i >= 0; --i, ms >>= 8) uuid.bytes[static_cast<std::size_t>(i)] = ms & 0xff;
  stamp(uuid, 7);
  return uuid;
}

Uuid derived_uuid(const Uuid& base, std::string_view step) {
  Uuid uuid;
  crypto_generichash(uuid.bytes.data(), uuid.bytes.size(),
                     reinterpret_cast<const unsigned char*>(step.data()), step.size(),
                     base.bytes.data(), base.bytes.size());
  stamp(uuid, 8);
  return uuid;
}

}  // namespace kernel
