// An event as another process sends it: the envelope, and its data as every event there is.
#include "kernel/cloud_event.h"

#include "app_contracts.h"
#include "fuzz_messages.h"
#include "kernel/json.h"
#include "support/fuzz.h"

namespace {

using fuzz::require;
using kernel::json::Mode;

template <class E>
void check_data(const kernel::CloudEvent& event) {
  if constexpr (!kernel::Message<E>) {
    const auto& type = kernel::event_type<E>().type();
    E object{};
    if (!kernel::json::read(event.data, type, &object, Mode::lenient).empty()) return;
    const auto first = kernel::json::to_json(object);
    E again{};
    require(kernel::json::read(first, type, &again, Mode::strict).empty(),
            "what was written cannot be read", first);
    require(kernel::json::to_json(again) == first, "it reads as something else", first);
    require(object.aggregate() == again.aggregate(), "it belongs to something else", first);
  }
}

void check_data_as_any(const kernel::CloudEvent& event) {
#define FUZZ_TYPE(T) check_data<T>(event);
  FUZZ_TYPES
#undef FUZZ_TYPE
}

void check(const kernel::CloudEvent& event) {
  const auto sent = kernel::to_json_text(event);
  const auto arrived = kernel::parse_cloud_event(sent);
  require(arrived.id == event.id && arrived.time == event.time, "another id or time", sent);
  require(arrived.source == event.source, "another source", sent);
  require(arrived.type == event.type, "another type", sent);
  require(arrived.subject == event.subject, "another subject", sent);
  require(arrived.data == event.data, "other data", sent);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto text = fuzz::text_of(data, size);
  fuzz::succeeds([&] {
    const auto event = kernel::parse_cloud_event(text);
    check(event);
    check_data_as_any(event);
  });
  return 0;
}
