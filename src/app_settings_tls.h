// app: the settings of TLS, and whether they fit together.
#pragma once

#include "kernel/config.h"

namespace app {

// Whether the public listener is https.
bool is_tls(const kernel::Config& config);

// Throws Error{invalid_argument}, a line per fault, unless certificate and key are given exactly
// where gateway.listen is https, and what redirects to it is http.
void check_tls(const kernel::Config& config);

}  // namespace app
