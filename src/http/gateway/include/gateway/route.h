// gateway: the public REST API as a table. A row says which message an endpoint sends, who may call
// it and which public fields fill which fields of the message; the engine does the rest, and
// /openapi.json is made from the same rows.
//
// Whatever says who is asking (owner, user, role) comes from the caller's token and the Cart-Token
// header only: a row that binds such a field to body, path or query is refused at start, and so is
// one that leaves a field of its message unbound.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "http/message.h"
#include "kernel/bus.h"
#include "kernel/describe.h"
#include "kernel/error.h"
#include "kernel/message.h"

namespace gateway {

class Call;  // one request on its way through its row

// guest: a user, or whoever holds a Cart-Token; a user's token wins.
enum class Who { all, guest, user, admin };

// What a request costs, as limits see it: `logins` hash a password or mail somebody, `checkouts`
// charge a card.
enum class Traffic { reads, writes, logins, checkouts };
inline constexpr std::size_t traffic_count = 4;

// What a row does. Made by call<Message> (call.h).
struct Action {
  const kernel::MessageType& (*message)() noexcept = nullptr;  // null: the gateway itself answers
  void (*connect)(kernel::Bus& bus) = nullptr;
  kernel::Task<http::Response> (*run)(Call& call) = nullptr;
};

// One of several ends of a request that are no errors of its message.
struct Outcome {
  std::string_view name;  // the public `code`
  int status;
  std::string_view text;
};

using Names = std::vector<std::string_view>;
using Shape = const kernel::Type& (*)() noexcept;

struct Row {
  std::string_view method;
  std::string_view path;  // /api/v1/products/{id}: {id} fills the message's field `id`
  Who who = Who::all;
  Action action = {};
  std::optional<Traffic> traffic = {};  // none: a GET reads, anything else writes
  Names body = {};                      // fields of the JSON body: the message's of the same names
  Names query = {};                     // query parameters, likewise
  // The message's text field that the whole body fills, as base64url, and the media types that it
  // may have: instead of JSON.
  std::string_view raw_field = {};
  Names takes = {};
  std::string_view key_field = {};  // the message's field that Idempotency-Key fills: required then
  // The message's field that Last-Event-ID fills: the row answers with a stream of events then.
  std::string_view resume_field = {};
  int status = 200;                // of success; 204: no body
  Shape reply = nullptr;           // the public shape of the reply; null: the message's own
  std::string_view location = {};  // the Location header of success, followed by the reply's id
  bool etag = false;               // ETag and If-None-Match
  bool refresh_cookie = false;     // the refresh token may be a cookie (refresh_cookie.h)
  std::string_view media = http::json_type;  // of success; "image/*": the reply says which
  std::vector<kernel::Code> fails = {};  // of the message, beside what bad input and access give
  std::vector<Outcome> outcomes = {};
  std::string_view text = {};  // for people
  std::string_view part = {};  // on the first row of a module's: what all of them are about
};

Traffic traffic_of(const Row& row) noexcept;

// Whether only a reply says of which type it is.
inline bool has_own_media(const Row& row) noexcept { return row.media.ends_with("/*"); }

// The whole API.
std::vector<Row> all_rows();

}  // namespace gateway
