#include "tls_session.h"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>

#include "kernel/error.h"
#include "tls_text.h"

namespace http {

namespace {

int descriptor_of(BIO* bio) noexcept { return *static_cast<int*>(BIO_get_data(bio)); }

bool blocks() noexcept { return errno == EAGAIN || errno == EWOULDBLOCK; }

int receive_bytes(BIO* bio, char* room, int size) {
  BIO_clear_retry_flags(bio);
  ssize_t got = 0;
  do {
    got = ::recv(descriptor_of(bio), room, static_cast<std::size_t>(size), 0);
  } while (got < 0 && errno == EINTR);
  if (got < 0 && blocks()) BIO_set_retry_read(bio);
  return static_cast<int>(got);
}

int send_bytes(BIO* bio, const char* bytes, int size) {
  BIO_clear_retry_flags(bio);
  ssize_t sent = 0;
  do {
    sent = ::send(descriptor_of(bio), bytes, static_cast<std::size_t>(size), MSG_NOSIGNAL);
  } while (sent < 0 && errno == EINTR);
  if (sent < 0 && blocks()) BIO_set_retry_write(bio);
  return static_cast<int>(sent);
}

long control(BIO*, int command, long, void*) { return command == BIO_CTRL_FLUSH ? 1 : 0; }

// OpenSSL's own socket BIO would have a peer that goes away raise SIGPIPE.
const BIO_METHOD* socket_method() {
  static const std::unique_ptr<BIO_METHOD, decltype(&BIO_meth_free)> method = [] {
    std::unique_ptr<BIO_METHOD, decltype(&BIO_meth_free)> made(
        BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "socket"), &BIO_meth_free);
    BIO_meth_set_read(made.get(), &receive_bytes);
    BIO_meth_set_write(made.get(), &send_bytes);
    BIO_meth_set_ctrl(made.get(), &control);
    return made;
  }();
  return method.get();
}

}  // namespace

std::string tls_failure() {
  const auto code = ERR_peek_last_error();
  ERR_clear_error();
  const char* const reason = code == 0 ? nullptr : ERR_reason_error_string(code);
  return reason == nullptr ? "the connection was lost" : reason;
}

void TlsSession::Free::operator()(ssl_st* session) const noexcept { SSL_free(session); }

TlsSession::TlsSession(ssl_ctx_st& context, int descriptor)
    : descriptor_(descriptor), session_(SSL_new(&context)) {
  BIO* const bio = session_ ? BIO_new(socket_method()) : nullptr;
  if (bio == nullptr)
    throw kernel::Error(kernel::Code::resource_exhausted, "no memory for a TLS connection");
  BIO_set_data(bio, &descriptor_);
  SSL_set_bio(session_.get(), bio, bio);
  SSL_set_accept_state(session_.get());
}

TlsSession::~TlsSession() {
  if (broken_ || SSL_is_init_finished(session_.get()) != 1) return;
  if ((SSL_get_shutdown(session_.get()) & SSL_SENT_SHUTDOWN) != 0) return;
  attempt([this] { return SSL_shutdown(session_.get()) < 0 ? -1 : 1; });
}

void TlsSession::be_client(const std::string& host, bool trusted) {
  SSL* const session = session_.get();
  SSL_set_connect_state(session);
  const std::unique_ptr<ASN1_OCTET_STRING, decltype(&ASN1_OCTET_STRING_free)> literal(
      a2i_IPADDRESS(host.c_str()), &ASN1_OCTET_STRING_free);
  if (!literal) SSL_set_tlsext_host_name(session, host.c_str());
  SSL_set1_host(session, host.c_str());
  SSL_set_verify(session, trusted ? SSL_VERIFY_NONE : SSL_VERIFY_PEER, nullptr);
}

template <class F>
TlsSession::Step TlsSession::attempt(F operation) noexcept {
  ERR_clear_error();
  const int result = operation();
  if (result > 0) return Step::done;
  switch (SSL_get_error(session_.get(), result)) {
    case SSL_ERROR_WANT_READ:
      return Step::wait_read;
    case SSL_ERROR_WANT_WRITE:
      return Step::wait_write;
    case SSL_ERROR_ZERO_RETURN:
      return Step::ended;
    default:
      broken_ = true;
      return Step::failed;
  }
}

// The outcome of a step other than done, once it is worth trying again.
kernel::Task<> TlsSession::await(Socket& socket, Step step, ErrorCode& error) {
  error = {};
  switch (step) {
    case Step::wait_read:
      co_await socket.async_wait(Socket::wait_read, into(error));
      break;
    case Step::wait_write:
      co_await socket.async_wait(Socket::wait_write, into(error));
      break;
    case Step::ended:
      error = asio::error::eof;
      break;
    default:
      error = asio::error::connection_reset;
      break;
  }
}

kernel::Task<bool> TlsSession::handshake(Socket& socket) {
  for (;;) {
    const Step step = attempt([this] { return SSL_do_handshake(session_.get()); });
    if (step == Step::done) co_return true;
    if (step == Step::failed) {
      const long verified = SSL_get_verify_result(session_.get());
      failure_ = verified != X509_V_OK && SSL_get_verify_mode(session_.get()) != SSL_VERIFY_NONE
                     ? X509_verify_cert_error_string(verified)
                     : tls_failure();
    }
    ErrorCode error;
    co_await await(socket, step, error);
    if (error) co_return false;
  }
}

std::string TlsSession::failure() const {
  return failure_.empty() ? "the connection was lost" : failure_;
}

kernel::Task<std::size_t> TlsSession::read_some(Socket& socket, char* room, std::size_t size,
                                                ErrorCode& error) {
  for (;;) {
    std::size_t got = 0;
    const Step step = attempt([&] { return SSL_read_ex(session_.get(), room, size, &got); });
    if (step == Step::done) {
      error = {};
      co_return got;
    }
    co_await await(socket, step, error);
    if (error) co_return 0;
  }
}

std::size_t TlsSession::read_now(char* room, std::size_t size) noexcept {
  std::size_t got = 0;
  attempt([&] { return SSL_read_ex(session_.get(), room, size, &got); });
  return got;
}

kernel::Task<bool> TlsSession::write_all(Socket& socket, std::string_view head,
                                         std::string_view body, std::size_t& sent) {
  const std::size_t total = head.size() + body.size();
  while (sent < total) {
    const auto rest = sent < head.size() ? head.substr(sent) : body.substr(sent - head.size());
    std::size_t written = 0;
    const Step step =
        attempt([&] { return SSL_write_ex(session_.get(), rest.data(), rest.size(), &written); });
    sent += written;
    if (step == Step::done) continue;
    ErrorCode error;
    co_await await(socket, step, error);
    if (error) co_return false;
  }
  co_return true;
}

kernel::Task<> TlsSession::end(Socket& socket) {
  for (;;) {
    if (broken_) co_return;
    // 0: said, but the peer has not said it too, which is not waited for.
    const Step step = attempt([this] { return SSL_shutdown(session_.get()) < 0 ? -1 : 1; });
    if (step != Step::wait_write) co_return;
    ErrorCode error;
    co_await await(socket, step, error);
    if (error) co_return;
  }
}

bool TlsSession::holds_more() const noexcept { return SSL_has_pending(session_.get()) == 1; }

}  // namespace http
