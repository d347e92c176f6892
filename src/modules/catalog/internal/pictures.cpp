#include "internal/pictures.h"

#include <fmt/format.h>
#include <sodium.h>

#include <array>

#include "internal/picture_format.h"
#include "kernel/base64.h"

namespace catalog::pictures {

using namespace std::string_view_literals;

namespace {

constexpr std::size_t hash_bytes = 16;
constexpr std::array<std::string_view, 3> endings = {".png", ".jpg", ".webp"};  // by PictureType

std::string hash_of(std::string_view bytes) {
  std::array<unsigned char, hash_bytes> hash{};
  crypto_generichash(hash.data(), hash.size(), reinterpret_cast<const unsigned char*>(bytes.data()),
                     bytes.size(), nullptr, 0);
  return fmt::format("{:02x}", fmt::join(hash, ""));
}

}  // namespace

std::optional<PictureType> type_of(std::string_view bytes) noexcept {
  if (bytes.starts_with("\x89PNG\r\n\x1a\n"sv)) return PictureType::png;
  if (bytes.starts_with("\xff\xd8\xff"sv)) return PictureType::jpeg;
  if (bytes.starts_with("RIFF"sv) && bytes.substr(4).size() >= 8 && bytes.substr(8, 4) == "WEBP"sv)
    return PictureType::webp;
  return std::nullopt;
}

Received receive(std::string_view content) {
  auto bytes = kernel::parse_base64url(content);
  if (!bytes) throw refused("is not base64url without padding");
  if (bytes->size() > picture_bytes_max)
    throw refused(fmt::format("is {} bytes; {} are the most", bytes->size(), picture_bytes_max));
  const auto type = type_of(*bytes);
  if (!type) throw refused("is neither PNG nor JPEG nor WebP");
  size_of(*type, *bytes);
  auto name = hash_of(*bytes).append(endings[static_cast<std::size_t>(*type)]);
  return {std::move(name), std::move(*bytes)};
}

void keep(kernel::Transaction& tx, const Received& picture) {
  tx.run("INSERT INTO pictures (name, content) VALUES (?, ?) ON CONFLICT (name) DO NOTHING",
         picture.name, kernel::Blob{picture.bytes});
}

void drop_unshown(kernel::Transaction& tx, std::string_view name) {
  tx.run(
      "DELETE FROM pictures WHERE name = ?1"
      " AND NOT EXISTS (SELECT 1 FROM products WHERE picture = ?1)",
      name);
}

std::optional<Picture> find(kernel::Queries& queries, std::string_view name) {
  std::optional<Picture> found;
  const auto take = [&](const kernel::RowView& row) {
    const auto bytes = row.get<std::string_view>(0);
    found = Picture{type_of(bytes).value_or(PictureType::png), kernel::base64url(bytes)};
  };
  queries.each("SELECT content FROM pictures WHERE name = ?", take, name);
  return found;
}

}  // namespace catalog::pictures
