// lab: what two runs of the same shop cannot have in common, replaced by what it stands for: ids,
// times, tokens. Everything else stays byte for byte.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "http/message.h"
#include "kernel/id.h"

namespace lab {

// What ids stand for. An id that nobody named is "id-1", "id-2", … in order of its first
// appearance, or just "id" where that order means nothing.
class Names {
 public:
  enum class Unknown { numbered, alike };
  explicit Names(Unknown unknown) : unknown_(unknown) {}

  // The first name of an id stays.
  void give(const kernel::Uuid& id, std::string name);
  std::string of(const kernel::Uuid& id);

 private:
  const Unknown unknown_;
  std::map<kernel::Uuid, std::string> known_;
  int numbered_ = 0;
};

// In running text: UUIDs become names, RFC 3339 times "time", 32 or more letters, digits, - and _
// in a row "token", and the shop's own loopback address "http://shop".
std::string normalise_text(std::string_view text, Names& names);

// The same inside the strings of a JSON document; what stands in a field for tokens, trace ids or
// cursors is "token", "trace" or "cursor" whatever it looks like. null stays null. `expires_in`
// is rounded up to minutes.
std::string normalise_json(std::string_view body, Names& names);

// A JSON object whose list `items` is sorted by what stays of each item without ids and times;
// other documents stay as they are.
std::string with_sorted_items(const std::string& body);

// One line of the status and the headers that are part of the contract, then the body. Of an
// ETag and of a Retry-After it only counts whether they are there. Without `with_body`, the
// body is left out.
std::string normalise_answer(const http::Response& response, Names& names, bool with_body);

}  // namespace lab
