// gateway: ETag and If-None-Match.
#pragma once

#include "outgoing.h"

namespace gateway {

// Tags the answer; 304 without a body when the client has it already. The tag of a compressed body
// is a weak one: the bytes differ, what they say does not.
void add_entity_tag(const Visit& visit, http::Response& response);

}  // namespace gateway
