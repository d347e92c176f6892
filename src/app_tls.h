// app: TLS as configured: the files, and where http leads.
#pragma once

#include <memory>

#include "http/redirect.h"
#include "http/tls.h"
#include "kernel/config.h"

namespace app {

// Reads certificate and key and warns in the log of what is doubtful; null when the public listener
// is not https. Throws Error{failed_precondition} in one line that names key and file.
std::shared_ptr<const http::Tls> load_tls(const kernel::Config& config, kernel::WallTime now);

// Where tls.redirect_from leads: shop.url, if that is an https origin, or else the host asked for.
http::Redirect::Target redirect_target(const kernel::Config& config);

}  // namespace app
