// http: the certificate that a listener shows, and what it agrees to speak over TLS.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "kernel/time.h"

struct ssl_ctx_st;  // OpenSSL's SSL_CTX

namespace http {

// TLS 1.2 and 1.3, ciphers with forward secrecy and AEAD only, in the server's order; HTTP/1.1 by
// ALPN; no compression, no renegotiation. Never changes: a new certificate is a new Tls
// (Server::set_tls), and connections keep the one that they began with.
class Tls {
 public:
  // Paths of PEM files.
  struct Files {
    std::string certificate;  // the server's own first, then those between it and a root
    std::string key;          // without a passphrase
  };

  // Reads the files. Throws Error{failed_precondition} in one line that names the file and says
  // what would be right.
  Tls(const Files& files, kernel::WallTime now);
  ~Tls();
  Tls(const Tls&) = delete;
  Tls& operator=(const Tls&) = delete;

  // What does not keep it from working, a sentence each: it has expired, others can read the key.
  const std::vector<std::string>& warnings() const noexcept { return warnings_; }
  kernel::WallTime expires() const noexcept { return expires_; }

  ssl_ctx_st& context() const noexcept { return *context_; }  // for http itself

 private:
  struct Free {
    void operator()(ssl_ctx_st* context) const noexcept;
  };
  void read_certificates(const std::string& file, kernel::WallTime now);
  void read_key(const std::string& file);

  std::unique_ptr<ssl_ctx_st, Free> context_;
  std::vector<std::string> warnings_;
  kernel::WallTime expires_;
};

}  // namespace http
