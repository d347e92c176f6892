// kernel: JSON to and from described types. One table-driven codec for every type; simdjson reads.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "kernel/describe.h"
#include "kernel/error.h"

namespace kernel::json {

// strict: the public API. An unknown, repeated or missing field is a fault; only optional fields
// may be absent. lenient: between processes, whose versions may differ. Unknown fields are
// ignored, absent ones keep their default.
enum class Mode { strict, lenient };

inline constexpr std::size_t depth_max = 32;
inline constexpr std::size_t faults_max = 32;  // found in one text; nobody reads more

// masked: for people. Each secret is written as "***".
enum class Secrets { shown, masked };

void write(std::string& out, const Type& type, const void* object,
           Secrets secrets = Secrets::shown);
bool holds_secret(const Type& type);

// Reads `text` into `object` (default-constructed by the caller). Returns every fault found, each
// with its JSON pointer; the object is unspecified unless there is none. Bounds are not checked
// here but by check().
std::vector<Fault> read(std::string_view text, const Type& type, void* object, Mode mode);

// The bounds that the description states (Limit). Empty when all hold.
std::vector<Fault> check(const Type& type, const void* object);

template <class T>
std::string to_json(const T& object, Secrets secrets = Secrets::shown) {
  std::string out;
  write(out, type_of<T>(), &object, secrets);
  return out;
}

// Lenient; throws Error{invalid_argument} with the faults.
template <class T>
T from_json(std::string_view text) {
  T object{};
  if (auto faults = read(text, type_of<T>(), &object, Mode::lenient); !faults.empty())
    throw Error(Code::invalid_argument, "malformed JSON", std::move(faults));
  return object;
}

// `text` as a JSON string, quotes included, appended to `out`.
void append_quoted(std::string& out, std::string_view text);

}  // namespace kernel::json
