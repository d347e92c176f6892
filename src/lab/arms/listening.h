// lab, internal: whether somebody listens at an address of this machine, seen from outside: from
// the kernel's tables, so that whoever listens is not disturbed.
#pragma once

#include <string>

namespace lab {

// `url`: http://127.0.0.1:port or unix:/path.sock. False too when the tables cannot be read.
bool is_listening(const std::string& url);

}  // namespace lab
