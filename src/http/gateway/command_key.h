// gateway: the key of a command, which makes it one command however often it is sent.
#pragma once

#include "http/message.h"
#include "kernel/context.h"
#include "table.h"

namespace gateway {

// Fresh, or else the same for what the same caller sends to the same target under the same
// Idempotency-Key, so that it can be repeated after a lost answer. The body does not count: another
// one under the same key must not have an effect of its own. Empty for a row that is no command.
// Throws invalid_argument for a header that cannot be a key.
kernel::Key command_key(const Route& route, const http::Request& request,
                        const kernel::Principal& who, kernel::Runtime& runtime);

}  // namespace gateway
