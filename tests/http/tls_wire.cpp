#include "tls_wire.h"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <sys/socket.h>
#include <sys/stat.h>

#include <chrono>
#include <fstream>

namespace test {

namespace {

std::string text_of(BIO* memory) {
  char* data = nullptr;
  const long size = BIO_get_mem_data(memory, &data);
  return {data, static_cast<std::size_t>(size)};
}

void add_names(X509* certificate, const std::string& name) {
  const std::string names = "DNS:" + name + ",IP:127.0.0.1";
  X509_EXTENSION* const extension =
      X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, names.c_str());
  REQUIRE(extension != nullptr);
  X509_add_ext(certificate, extension, -1);
  X509_EXTENSION_free(extension);
}

// "h2,http/1.1" as TLS writes it: each name behind its length.
std::string packed(const std::string& names) {
  std::string out;
  for (std::size_t at = 0; at < names.size();) {
    const auto end = std::min(names.find(',', at), names.size());
    out += static_cast<char>(end - at);
    out += names.substr(at, end - at);
    at = end + 1;
  }
  return out;
}

}  // namespace

kernel::WallTime wall_now() {
  const auto since = std::chrono::system_clock::now().time_since_epoch();
  return {std::chrono::duration_cast<std::chrono::milliseconds>(since).count()};
}

Identity::Identity(const std::string& name, long days_left) {
  constexpr long day = 24 * 3600;
  EVP_PKEY* const pair = EVP_EC_gen("P-256");
  X509* const made = X509_new();
  X509_set_version(made, X509_VERSION_3);
  ASN1_INTEGER_set(X509_get_serialNumber(made), 1);
  X509_gmtime_adj(X509_getm_notBefore(made), -30 * day);
  X509_gmtime_adj(X509_getm_notAfter(made), days_left * day);
  X509_set_pubkey(made, pair);
  X509_NAME* const subject = X509_get_subject_name(made);
  X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC,
                             reinterpret_cast<const unsigned char*>(name.c_str()), -1, -1, 0);
  X509_set_issuer_name(made, subject);
  add_names(made, name);
  REQUIRE(X509_sign(made, pair, EVP_sha256()) > 0);
  BIO* const memory = BIO_new(BIO_s_mem());
  PEM_write_bio_X509(memory, made);
  certificate = text_of(memory);
  BIO_reset(memory);
  PEM_write_bio_PrivateKey(memory, pair, nullptr, nullptr, 0, nullptr, nullptr);
  key = text_of(memory);
  BIO_free(memory);
  X509_free(made);
  EVP_PKEY_free(pair);
}

void write_file(const std::string& path, std::string_view text, unsigned mode) {
  std::ofstream(path, std::ios::binary) << text;
  REQUIRE(::chmod(path.c_str(), mode) == 0);
}

std::shared_ptr<const http::Tls> load(const TempDir& directory, const Identity& identity) {
  write_file(directory / "cert.pem", identity.certificate);
  write_file(directory / "key.pem", identity.key);
  const http::Tls::Files files{directory / "cert.pem", directory / "key.pem"};
  return std::make_shared<const http::Tls>(files, wall_now());
}

TlsWire::TlsWire(const std::string& url, const TlsOffer& offer)
    : Wire(url), context_(SSL_CTX_new(TLS_client_method())) {
  SSL_CTX_set_security_level(context_, 0);  // what to refuse is the server's to say
  SSL_CTX_set_min_proto_version(context_, offer.oldest);
  SSL_CTX_set_max_proto_version(context_, offer.newest);
  REQUIRE(SSL_CTX_set_cipher_list(context_, (offer.ciphers + ":@SECLEVEL=0").c_str()) == 1);
  const std::string protocols = packed(offer.protocols);
  if (!protocols.empty())
    SSL_CTX_set_alpn_protos(context_, reinterpret_cast<const unsigned char*>(protocols.data()),
                            static_cast<unsigned>(protocols.size()));
  const timeval patience{30, 0};  // passes only where something is broken
  ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  session_ = SSL_new(context_);
  SSL_set_fd(session_, socket_);
  speaks_ = SSL_connect(session_) == 1;
}

TlsWire::~TlsWire() {
  SSL_free(session_);
  SSL_CTX_free(context_);
}

std::string TlsWire::server_name() const {
  X509* const shown = SSL_get1_peer_certificate(session_);
  if (shown == nullptr) return {};
  char name[256] = {};
  X509_NAME_get_text_by_NID(X509_get_subject_name(shown), NID_commonName, name, sizeof name);
  X509_free(shown);
  return name;
}

std::string TlsWire::protocol() const {
  const unsigned char* name = nullptr;
  unsigned size = 0;
  SSL_get0_alpn_selected(session_, &name, &size);
  return {reinterpret_cast<const char*>(name), size};
}

bool TlsWire::was_told_goodbye() const {
  return (SSL_get_shutdown(session_) & SSL_RECEIVED_SHUTDOWN) != 0;
}

Wire& TlsWire::stop() {
  SSL_shutdown(session_);
  return Wire::stop();
}

long TlsWire::transmit(const char* bytes, std::size_t size) {
  return SSL_write(session_, bytes, static_cast<int>(std::min<std::size_t>(size, 1 << 20)));
}

long TlsWire::receive(char* room, std::size_t size) {
  return SSL_read(session_, room, static_cast<int>(size));
}

SecureRunning::SecureRunning(http::ServerOptions options, const std::string& name)
    : echo(loops.runtime), server(loops.runtime, loops.contexts, echo, std::move(options)) {
  server.set_tls(load(directory, Identity(name)));
  url = server.listen("https://127.0.0.1:0");
}

}  // namespace test
