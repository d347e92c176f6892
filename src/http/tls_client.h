// http, internal: the client's side of TLS.
#pragma once

#include <memory>

struct ssl_ctx_st;  // OpenSSL's SSL_CTX

namespace http {

// TLS 1.2 and 1.3 with the certificates that the system trusts (SSL_CERT_FILE and SSL_CERT_DIR name
// others).
class TlsClient {
 public:
  TlsClient();
  ssl_ctx_st& context() const noexcept { return *context_; }

 private:
  struct Free {
    void operator()(ssl_ctx_st* context) const noexcept;
  };
  std::unique_ptr<ssl_ctx_st, Free> context_;
};

}  // namespace http
