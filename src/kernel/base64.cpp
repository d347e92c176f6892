#include "kernel/base64.h"

#include <sodium.h>

#include <algorithm>

namespace kernel {

namespace {
constexpr int variant = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
}

std::string base64url(std::string_view bytes) {
  std::string out(sodium_base64_encoded_len(bytes.size(), variant), '\0');
  sodium_bin2base64(out.data(), out.size(), reinterpret_cast<const unsigned char*>(bytes.data()),
                    bytes.size(), variant);
  out.pop_back();  // the terminating NUL
  return out;
}

std::optional<std::string> parse_base64url(std::string_view text) {
  // libsodium 1.0.18 takes some bytes beyond ASCII for letters: one signature would have many
  // texts.
  const auto is_foreign = [](char c) { return static_cast<unsigned char>(c) > 0x7f; };
  if (std::any_of(text.begin(), text.end(), is_foreign)) return std::nullopt;
  std::string out(text.size() / 4 * 3 + 3, '\0');
  std::size_t size = 0;
  const char* end = nullptr;
  if (sodium_base642bin(reinterpret_cast<unsigned char*>(out.data()), out.size(), text.data(),
                        text.size(), nullptr, &size, &end, variant) != 0)
    return std::nullopt;
  if (end != text.data() + text.size()) return std::nullopt;
  out.resize(size);
  return out;
}

}  // namespace kernel
