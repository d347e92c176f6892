#include "command_key.h"

#include <string>

#include "call.h"
#include "http/text.h"

namespace gateway {

using kernel::Code;
using kernel::Error;

kernel::Key command_key(const Route& route, const http::Request& request,
                        const kernel::Principal& who, kernel::Runtime& runtime) {
  if (!route.is_command) return {};
  const auto given = single_header(request, key_header);
  const auto guest = request.header(cart_token_header);
  const bool is_user = who.kind == kernel::Principal::Kind::user;
  const bool known = is_user || (guest && route.row.who == Who::guest);
  if (!given || !known || route.key != nullptr) return kernel::Key::fresh(runtime);
  if (!is_visible(*given, key_max))
    throw Error(Code::invalid_argument, "the request is not valid: see errors",
                {{"/Idempotency-Key",
                  "header Idempotency-Key must be 1 to 255 visible ASCII "
                  "characters"}});
  const kernel::Uuid caller =
      is_user ? kernel::Uuid(who.user) : kernel::derived_uuid(kernel::Uuid(), *guest);
  std::string what;
  for (const std::string_view part : {request.method, request.target, *given}) {
    what += part;
    what += '\n';
  }
  return {kernel::derived_uuid(caller, what)};
}

}  // namespace gateway
