#include "kernel/time_cursor.h"

#include "kernel/base64.h"
#include "kernel/error.h"

namespace kernel {

std::string to_cursor(const TimeCursor& cursor, std::string_view list) {
  std::string bytes;
  for (int shift = 56; shift >= 0; shift -= 8)
    bytes.push_back(static_cast<char>(static_cast<std::uint64_t>(cursor.time.ms) >> shift));
  bytes.append(reinterpret_cast<const char*>(cursor.id.bytes.data()), cursor.id.bytes.size());
  bytes.append(list);
  return base64url(bytes);
}

TimeCursor parse_cursor(const std::optional<std::string>& text, std::string_view list) {
  if (!text) return {};
  const auto bytes = parse_base64url(*text);
  if (!bytes || bytes->size() != 24 + list.size() || !bytes->ends_with(list))
    throw Error(Code::invalid_argument, "That is not a cursor of this list.",
                {{"/cursor", "not a cursor of this list"}});
  TimeCursor cursor;
  std::uint64_t ms = 0;
  for (int i = 0; i < 8; ++i) ms = ms << 8 | static_cast<std::uint8_t>((*bytes)[i]);
  cursor.time.ms = static_cast<std::int64_t>(ms);
  std::memcpy(cursor.id.bytes.data(), bytes->data() + 8, cursor.id.bytes.size());
  return cursor;
}

}  // namespace kernel
