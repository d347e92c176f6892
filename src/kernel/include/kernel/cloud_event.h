// kernel: an event on its way between modules, as CloudEvents 1.0 in structured JSON mode.
#pragma once

#include <string>
#include <string_view>

#include "kernel/id.h"
#include "kernel/time.h"

namespace kernel {

struct CloudEvent {
  EventId id;
  std::string source;   // the module that announces
  std::string type;     // "order.OrderConfirmed"
  std::string subject;  // the aggregate
  WallTime time;
  std::string data;  // the event as JSON
};

std::string to_json_text(const CloudEvent& event);

// Throws Error{invalid_argument} saying what is missing or malformed.
CloudEvent parse_cloud_event(std::string_view json);

}  // namespace kernel
