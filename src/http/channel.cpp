#include "channel.h"

namespace http {

kernel::Task<> Channel::end_sending(ErrorCode& error) {
  if (tls_) co_await tls_->end(socket_);
  socket_.shutdown(Socket::shutdown_send, error);
}

}  // namespace http
