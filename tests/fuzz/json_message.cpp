// One text as the body of every message, reply and event of every contract, strictly and leniently:
// what was understood is written, read again and is the same. And as the answer of another process.
#include <algorithm>
#include <memory>
#include <optional>
#include <vector>

#include "app_contracts.h"
#include "fuzz_messages.h"
#include "kernel/faults.h"
#include "kernel/json.h"
#include "kernel/wire.h"
#include "support/fuzz.h"

namespace {

using fuzz::require;
using kernel::json::Mode;
using kernel::json::Secrets;

// A described type that the bytes may be.
struct Candidate {
  const kernel::Type* type;
  std::shared_ptr<void> (*make)();
};

template <class T>
std::shared_ptr<void> make() {
  return std::make_shared<T>();
}

template <class T>
void add(std::vector<Candidate>& all) {
  if constexpr (kernel::Message<T>) {
    const auto& message = kernel::message_type<T>();
    all.push_back({&message.request(), &make<T>});
    all.push_back({&message.reply(), &make<typename T::Reply>});
  } else {
    all.push_back({&kernel::event_type<T>().type(), &make<T>});
  }
}

#define FUZZ_TYPE(T) add<T>(all);
const std::vector<Candidate>& candidates() {
  static const auto found = [] {
    std::vector<Candidate> all;
    FUZZ_TYPES
    std::size_t listed = 0;
    for (const auto* contract : app::contracts())
      listed += 2 * contract->messages.size() + contract->events.size();
    require(all.size() == listed, "not every message and event of the contracts is tried");
    return all;
  }();
  return found;
}
#undef FUZZ_TYPE

void check_faults(const std::vector<kernel::Fault>& faults, std::string_view text) {
  require(faults.size() <= 64, "more faults than anybody reads", text);
  for (const auto& fault : faults) {
    require(fault.pointer.empty() || fault.pointer.starts_with('/'), "no pointer", fault.pointer);
    require(!fault.detail.empty(), "a fault without a word", fault.pointer);
  }
}

// The object in `text`; none when it has faults.
std::shared_ptr<void> read(const Candidate& as, std::string_view text, Mode mode) {
  auto object = as.make();
  const auto faults = kernel::json::read(text, *as.type, object.get(), mode);
  check_faults(faults, text);
  return faults.empty() ? object : nullptr;
}

std::string written(const Candidate& as, const void* object, Secrets secrets = Secrets::shown) {
  std::string out;
  kernel::json::write(out, *as.type, object, secrets);
  return out;
}

void check(const Candidate& as, std::string_view text) {
  const auto lenient = read(as, text, Mode::lenient);
  const auto strict = read(as, text, Mode::strict);
  require(!strict || lenient, "strictly right but leniently wrong", text);
  if (!lenient) return;
  const auto first = written(as, lenient.get());
  require(!strict || written(as, strict.get()) == first, "the modes disagree", text);
  const auto again = read(as, first, Mode::strict);
  require(again != nullptr, "what was written cannot be read", first);
  require(written(as, again.get()) == first, "what was written reads as something else", first);
  require(
      kernel::json::check(*as.type, lenient.get()) == kernel::json::check(*as.type, again.get()),
      "the bounds hold before or after, not both", first);
  const auto masked = written(as, lenient.get(), Secrets::masked);
  require(read(as, masked, Mode::strict) != nullptr, "what people see is no JSON", masked);
  require(kernel::json::holds_secret(*as.type) || masked == first, "no secret, but masked", masked);
}

// The body of an answer with a status that says failure: an error comes out, whatever it holds.
void check_error(std::string_view text) {
  try {
    kernel::throw_if_error({500, std::string(text)});
    fuzz::found("a failure went by", text);
  } catch (const kernel::Error& error) {
    const auto sent = kernel::to_response(error);
    try {
      kernel::throw_if_error(sent);
      fuzz::found("an error was lost on its way", sent.body);
    } catch (const kernel::Error& arrived) {
      require(arrived.code == error.code && arrived.message == error.message &&
                  arrived.details == error.details,
              "another error arrived", sent.body);
    }
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto text = fuzz::text_of(data, size);
  for (const auto& candidate : candidates()) check(candidate, text);
  check_error(text);
  fuzz::succeeds([&] { kernel::parse_rules("cart", text); });
  return 0;
}
