#include "tls_client.h"

#include <openssl/ssl.h>

#include "kernel/error.h"
#include "tls_text.h"

namespace http {

void TlsClient::Free::operator()(ssl_ctx_st* context) const noexcept { SSL_CTX_free(context); }

TlsClient::TlsClient() : context_(SSL_CTX_new(TLS_client_method())) {
  if (!context_) throw kernel::Error(kernel::Code::internal, tls_failure());
  static constexpr unsigned char protocols[] = {8, 'h', 't', 't', 'p', '/', '1', '.', '1'};
  SSL_CTX_set_min_proto_version(context_.get(), TLS1_2_VERSION);
  SSL_CTX_set_mode(context_.get(), tls_modes);
  SSL_CTX_set_default_verify_paths(context_.get());
  SSL_CTX_set_alpn_protos(context_.get(), protocols, sizeof protocols);
}

}  // namespace http
