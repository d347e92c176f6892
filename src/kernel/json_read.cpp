#include <fmt/format.h>
#include <simdjson.h>

#include "kernel/json.h"

namespace kernel::json {

namespace {

namespace dom = simdjson::dom;

// Longer names of unknown fields help nobody.
constexpr std::size_t token_max = 100;

class Reader {
 public:
  Reader(Mode mode, std::vector<Fault>& faults) : mode_(mode), faults_(faults) {}

  void read(const dom::element& json, const Type& type, void* object);

 private:
  void read_integer(const dom::element& json, const Type& type, void* object);
  void read_number(const dom::element& json, void* object);
  void read_text(const dom::element& json, const Type& type, void* object);
  void read_enumeration(const dom::element& json, const Type& type, void* object);
  void read_object(const dom::element& json, const Type& type, void* object);
  void read_list(const dom::element& json, const Type& type, void* object);

  void fault(std::string detail) {
    if (faults_.size() < faults_max) faults_.push_back({pointer_, std::move(detail)});
  }
  // Runs `what` with `/token` behind the pointer, escaped as RFC 6901 says.
  template <class F>
  void below(std::string_view token, F what) {
    const std::size_t length = pointer_.size();
    pointer_ += '/';
    for (const char c : token.substr(0, token_max)) {
      if (c == '~') {
        pointer_ += "~0";
      } else if (c == '/') {
        pointer_ += "~1";
      } else {
        pointer_ += c;
      }
    }
    what();
    pointer_.resize(length);
  }

  const Mode mode_;
  std::vector<Fault>& faults_;
  std::string pointer_;
};

void Reader::read(const dom::element& json, const Type& type, void* object) {
  switch (type.shape) {
    case Shape::boolean: {
      bool value = false;
      if (json.get(value) != simdjson::SUCCESS) return fault("must be true or false");
      type.set(object, value ? 1 : 0);
      return;
    }
    case Shape::integer:
      return read_integer(json, type, object);
    case Shape::number:
      return read_number(json, object);
    case Shape::text:
    case Shape::scalar:
      return read_text(json, type, object);
    case Shape::enumeration:
      return read_enumeration(json, type, object);
    case Shape::object:
      return read_object(json, type, object);
    case Shape::list:
      return read_list(json, type, object);
    case Shape::optional:
      if (!json.is_null()) read(json, type.element(), type.emplace(object));
      return;
  }
}

void Reader::read_integer(const dom::element& json, const Type& type, void* object) {
  std::int64_t value = 0;
  if (json.type() == dom::element_type::UINT64) return fault("is too large");
  if (json.get(value) != simdjson::SUCCESS) return fault("must be an integer");
  if (value < type.min || value > type.max) return fault("is too large");
  type.set(object, value);
}

void Reader::read_number(const dom::element& json, void* object) {
  double& value = *static_cast<double*>(object);
  if (json.is_null()) {
    value = std::numeric_limits<double>::quiet_NaN();
  } else if (json.get(value) != simdjson::SUCCESS) {
    fault("must be a number");
  }
}

void Reader::read_text(const dom::element& json, const Type& type, void* object) {
  std::string_view text;
  if (json.get(text) != simdjson::SUCCESS) return fault("must be a string");
  if (type.shape == Shape::text) {
    type.text(object)->assign(text);
  } else if (!type.parse(text, object)) {
    fault(fmt::format("must be a {}", type.name));
  }
}

void Reader::read_enumeration(const dom::element& json, const Type& type, void* object) {
  std::string_view text;
  if (json.get(text) != simdjson::SUCCESS) return fault("must be a string");
  for (std::size_t i = 0; i < type.names.size(); ++i)
    if (type.names[i] == text) return type.set(object, static_cast<std::int64_t>(i));
  fault(fmt::format("must be one of {}", fmt::join(type.names, ", ")));
}

void Reader::read_object(const dom::element& json, const Type& type, void* object) {
  dom::object members;
  if (json.get(members) != simdjson::SUCCESS) return fault("must be an object");
  std::uint64_t seen = 0;  // described types have fewer than 64 fields
  std::size_t expected = 0;
  for (const dom::key_value_pair member : members) {
    // Most writers keep our order: look at the next field first.
    std::size_t at =
        expected < type.fields.size() && type.fields[expected].name == member.key ? expected : 0;
    while (at < type.fields.size() && type.fields[at].name != member.key) ++at;
    if (at == type.fields.size()) {
      if (mode_ == Mode::strict) below(member.key, [&] { fault("is not known here"); });
      continue;
    }
    const bool repeated = (seen >> at & 1) != 0;
    seen |= std::uint64_t{1} << at;
    expected = at + 1;
    const Field& field = type.fields[at];
    below(member.key, [&] {
      if (repeated && mode_ == Mode::strict) return fault("stands here twice");
      read(member.value, field.type(), field.at(object));
    });
  }
  if (mode_ == Mode::lenient) return;
  for (std::size_t i = 0; i < type.fields.size(); ++i) {
    const Field& field = type.fields[i];
    if ((seen >> i & 1) == 0 && field.type().shape != Shape::optional)
      below(field.name, [&] { fault("is missing"); });
  }
}

void Reader::read_list(const dom::element& json, const Type& type, void* object) {
  dom::array items;
  if (json.get(items) != simdjson::SUCCESS) return fault("must be an array");
  const Type& element = type.element();
  std::size_t index = 0;
  for (const dom::element item : items) {
    if (faults_.size() >= faults_max) return;
    below(std::to_string(index++), [&] { read(item, element, type.append(object)); });
  }
}

std::string syntax_fault(simdjson::error_code error) {
  switch (error) {
    case simdjson::UTF8_ERROR:
      return "is not valid UTF-8";
    case simdjson::DEPTH_ERROR:
      return fmt::format("is nested deeper than {} levels", depth_max);
    case simdjson::EMPTY:
      return "is empty; JSON was expected";
    case simdjson::NUMBER_ERROR:
      return "holds a number that cannot be read";
    default:
      return fmt::format("is not JSON: {}", simdjson::error_message(error));
  }
}

}  // namespace

std::vector<Fault> read(std::string_view text, const Type& type, void* object, Mode mode) {
  // A parser keeps its buffers; one a thread serves all. A huge message gives them back.
  constexpr std::size_t kept_max = 1 << 20;
  thread_local dom::parser parser;
  std::vector<Fault> faults;
  if (parser.max_depth() != depth_max || parser.capacity() < text.size()) {
    const std::size_t capacity = std::max<std::size_t>(text.size(), 4096);
    if (const auto error = parser.allocate(capacity, depth_max); error != simdjson::SUCCESS)
      return {{"", "is too large"}};
  }
  dom::element root;
  if (const auto error = parser.parse(text.data(), text.size()).get(root);
      error != simdjson::SUCCESS) {
    faults.push_back({"", syntax_fault(error)});
  } else {
    Reader(mode, faults).read(root, type, object);
  }
  if (parser.capacity() > kept_max) parser = dom::parser();
  return faults;
}

}  // namespace kernel::json
