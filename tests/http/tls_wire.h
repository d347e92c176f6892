// tests/http: certificates made for the test, and a TLS client that says exactly what it is told.
#pragma once

#include <openssl/ssl.h>

#include <memory>
#include <string>

#include "http/tls.h"
#include "net.h"

namespace test {

// Now, as certificates count it.
kernel::WallTime wall_now();

// A certificate that signs itself, for that name and 127.0.0.1, and its key (elliptic curve).
struct Identity {
  explicit Identity(const std::string& name, long days_left = 30);
  std::string certificate, key;  // PEM
};

void write_file(const std::string& path, std::string_view text, unsigned mode = 0600);

// Written to a directory and loaded from there.
std::shared_ptr<const http::Tls> load(const TempDir& directory, const Identity& identity);

struct TlsOffer {
  int oldest = TLS1_2_VERSION;
  int newest = TLS1_3_VERSION;
  std::string ciphers = "DEFAULT";  // up to TLS 1.2
  std::string protocols = "";       // ALPN: names separated by commas
};

// Connected; speaks() says whether the handshake went well. Trusts anybody.
class TlsWire final : public Wire {
 public:
  explicit TlsWire(const std::string& url, const TlsOffer& offer = {});
  ~TlsWire() override;

  bool speaks() const { return speaks_; }
  std::string server_name() const;  // of its certificate
  std::string protocol() const;     // by ALPN
  std::string version() const { return SSL_get_version(session_); }
  // That the server's last word was that nothing more comes, not just the end of the connection.
  bool was_told_goodbye() const;

  Wire& stop() override;

 private:
  long transmit(const char* bytes, std::size_t size) override;
  long receive(char* room, std::size_t size) override;

  SSL_CTX* context_;
  SSL* session_;
  bool speaks_ = false;
};

// An Echo that listens at https://127.0.0.1.
struct SecureRunning {
  explicit SecureRunning(http::ServerOptions options = {},
                         const std::string& name = "shop.example");
  ~SecureRunning() { loops.end(); }

  TempDir directory;
  Loops loops;
  Echo echo;
  http::Server server;
  std::string url;
};

}  // namespace test
