// http, internal: what both ends of TLS share.
#pragma once

#include <openssl/ssl.h>

#include <string>

namespace http {

// Buffers are there only while they hold something, and a write may end after each record.
inline constexpr long tls_modes =
    SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER;

// The newest of OpenSSL's errors on this thread in its own words, "no shared cipher"; forgets all.
std::string tls_failure();

}  // namespace http
