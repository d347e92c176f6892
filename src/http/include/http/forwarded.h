// http: whom a request comes from when proxies stand between. RFC 7239, and the older
// X-Forwarded-For.
#pragma once

#include "http/message.h"
#include "http/network.h"

namespace http {

struct Client {
  IpAddress address;
  bool forwarded = false;  // the request says that it is passed on for somebody else
};

// The peer, unless it is one of `proxies`: then the right-most address in its Forwarded or
// X-Forwarded-For that is no proxy. What stands left of that anybody can have written.
//
// Where a proxy tells no address, or where the two headers contradict each other (a proxy writes
// one of them and passes the other on as the client made it up), the client is that proxy: all
// such requests share what one address may have.
Client client_of(const Request& request, const Networks& proxies) noexcept;

}  // namespace http
