// gateway: an order's changes as Server-Sent Events
// (https://html.spec.whatwg.org/multipage/server-sent-events.html):
//
//     retry: 1000
//
//     id: 3
//     event: status
//     data: {"id":"…","number":3,"status":"paid","at":"…","settled":false}
//
//     : still here                        a comment, now and then
//
//     event: end                          nothing will follow: do not come back
//     data: {}
//
// A stream that ends without `end` is to be resumed by the id of its last event: the process stops,
// the token holds no longer (then that is answered 401), or the order module is away for long.
#pragma once

#include "http/message.h"
#include "kernel/task.h"

namespace gateway {

class Call;

// The action of the row. What can be refused is refused before the stream begins.
kernel::Task<http::Response> stream_order(Call& call);

}  // namespace gateway
