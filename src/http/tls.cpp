#include "http/tls.h"

#include <fmt/format.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <sys/stat.h>

#include <cerrno>
#include <cstring>
#include <ctime>
#include <fstream>
#include <sstream>
#include <string_view>

#include "kernel/error.h"
#include "tls_text.h"

namespace http {

namespace {

constexpr std::uintmax_t file_bytes_max = 1024 * 1024;
constexpr int security_level = 2;  // 112 bits: RSA from 2048 on, nothing signed by SHA-1

// Mozilla's "intermediate" recommendation 5.7 without the ciphers that have no elliptic curve.
constexpr const char* tls12_ciphers =
    "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:"
    "ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384:"
    "ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305";
constexpr const char* groups = "X25519:P-256:P-384";

using Bio = std::unique_ptr<BIO, decltype(&BIO_free)>;
using Certificate = std::unique_ptr<X509, decltype(&X509_free)>;
using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;

[[noreturn]] void fail(std::string_view what, const std::string& file, std::string_view why) {
  throw kernel::Error(kernel::Code::failed_precondition,
                      fmt::format("the {} {} {}", what, file, why));
}

std::string read_file(std::string_view what, const std::string& path) {
  struct stat found {};
  if (::stat(path.c_str(), &found) != 0)
    fail(what, path, fmt::format("cannot be read: {}", std::strerror(errno)));
  if (!S_ISREG(found.st_mode)) fail(what, path, "is no file");
  if (static_cast<std::uintmax_t>(found.st_size) > file_bytes_max)
    fail(what, path, "is far too large; a PEM file is meant");
  errno = 0;
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  if (file) text << file.rdbuf();
  if (!file || !text) fail(what, path, fmt::format("cannot be read: {}", std::strerror(errno)));
  return text.str();
}

Bio memory_of(const std::string& text) {
  return {BIO_new_mem_buf(text.data(), static_cast<int>(text.size())), &BIO_free};
}

kernel::WallTime to_wall_time(const ASN1_TIME* time) {
  std::tm parts{};
  if (ASN1_TIME_to_tm(time, &parts) != 1) return {};
  return {static_cast<std::int64_t>(timegm(&parts)) * 1000};
}

// The client's first choice that is ours too: HTTP/1.1 is all there is.
int choose_protocol(SSL*, const unsigned char** chosen, unsigned char* size,
                    const unsigned char* offered, unsigned offered_size, void*) {
  static constexpr unsigned char ours[] = {8, 'h', 't', 't', 'p', '/', '1', '.', '1'};
  unsigned char* found = nullptr;
  if (SSL_select_next_proto(&found, size, ours, sizeof ours, offered, offered_size) !=
      OPENSSL_NPN_NEGOTIATED)
    return SSL_TLSEXT_ERR_ALERT_FATAL;
  *chosen = found;
  return SSL_TLSEXT_ERR_OK;
}

// In the place of OpenSSL's own, which asks at the terminal.
int note_passphrase(char*, int, int, void* asked) {
  *static_cast<bool*>(asked) = true;
  return -1;
}

SSL_CTX* make_context() {
  SSL_CTX* const context = SSL_CTX_new(TLS_server_method());
  if (context == nullptr) throw kernel::Error(kernel::Code::internal, tls_failure());
  SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
  SSL_CTX_set_security_level(context, security_level);
  SSL_CTX_set_cipher_list(context, tls12_ciphers);
  SSL_CTX_set1_groups_list(context, groups);
  SSL_CTX_set_options(context, SSL_OP_CIPHER_SERVER_PREFERENCE | SSL_OP_PRIORITIZE_CHACHA |
                                   SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION);
  SSL_CTX_set_mode(context, tls_modes);
  SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);  // tickets do, and need no memory
  SSL_CTX_set_num_tickets(context, 1);
  SSL_CTX_set_alpn_select_cb(context, &choose_protocol, nullptr);
  return context;
}

}  // namespace

void Tls::Free::operator()(ssl_ctx_st* context) const noexcept { SSL_CTX_free(context); }

Tls::Tls(const Files& files, kernel::WallTime now) : context_(make_context()) {
  read_certificates(files.certificate, now);
  read_key(files.key);
  if (SSL_CTX_check_private_key(context_.get()) != 1)
    fail("key", files.key, fmt::format("does not belong to the certificate {}", files.certificate));
  ERR_clear_error();
}

Tls::~Tls() = default;

void Tls::read_certificates(const std::string& file, kernel::WallTime now) {
  constexpr std::string_view what = "certificate";
  const std::string text = read_file(what, file);
  const Bio memory = memory_of(text);
  ERR_clear_error();
  const Certificate own(PEM_read_bio_X509(memory.get(), nullptr, nullptr, nullptr), &X509_free);
  if (!own) fail(what, file, "holds no certificate in PEM form (-----BEGIN CERTIFICATE-----)");
  if (SSL_CTX_use_certificate(context_.get(), own.get()) != 1)
    fail(what, file, fmt::format("is not accepted: {}", tls_failure()));
  for (;;) {
    Certificate next(PEM_read_bio_X509(memory.get(), nullptr, nullptr, nullptr), &X509_free);
    if (!next) break;
    if (SSL_CTX_add0_chain_cert(context_.get(), next.get()) != 1)
      fail(what, file, fmt::format("has a chain that is not accepted: {}", tls_failure()));
    static_cast<void>(next.release());
  }
  if (ERR_GET_REASON(ERR_peek_last_error()) != PEM_R_NO_START_LINE)
    fail(what, file, fmt::format("is damaged behind its first certificate: {}", tls_failure()));
  ERR_clear_error();
  expires_ = to_wall_time(X509_get0_notAfter(own.get()));
  const auto begins = to_wall_time(X509_get0_notBefore(own.get()));
  if (expires_ <= now)
    warnings_.push_back(fmt::format("the certificate {} has expired at {}; browsers refuse it",
                                    file, kernel::to_text(expires_)));
  if (begins > now)
    warnings_.push_back(
        fmt::format("the certificate {} is not valid before {}; is the clock right?", file,
                    kernel::to_text(begins)));
}

void Tls::read_key(const std::string& file) {
  constexpr std::string_view what = "key";
  const std::string text = read_file(what, file);
  const Bio memory = memory_of(text);
  bool encrypted = false;
  ERR_clear_error();
  const Key key(PEM_read_bio_PrivateKey(memory.get(), nullptr, &note_passphrase, &encrypted),
                &EVP_PKEY_free);
  if (encrypted) fail(what, file, "is encrypted; one without a passphrase is meant");
  if (!key) fail(what, file, "holds no private key in PEM form (-----BEGIN PRIVATE KEY-----)");
  if (SSL_CTX_use_PrivateKey(context_.get(), key.get()) != 1) {
    const bool other = ERR_GET_REASON(ERR_peek_last_error()) == X509_R_KEY_VALUES_MISMATCH ||
                       ERR_GET_REASON(ERR_peek_last_error()) == X509_R_KEY_TYPE_MISMATCH;
    fail(what, file,
         other ? "does not belong to the certificate"
               : fmt::format("is not accepted: {}", tls_failure()));
  }
  struct stat found {};
  if (::stat(file.c_str(), &found) == 0 && (found.st_mode & S_IROTH) != 0)
    warnings_.push_back(
        fmt::format("the key {} can be read by everybody on this machine; chmod o-rwx it", file));
}

}  // namespace http
