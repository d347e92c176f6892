// commands: a password from somebody, never from the command line, where others could read it.
#pragma once

#include <string>

#include "kernel/secret.h"

namespace commands {

// Asked for without echo on a terminal (twice with `confirm`), else the first line of stdin. Throws
// Error{invalid_argument} when there is none or the two differ.
kernel::SecretText read_password(const std::string& prompt, bool confirm);

}  // namespace commands
