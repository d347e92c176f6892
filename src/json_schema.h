// app: the JSON Schema (2020-12) of described types.
#pragma once

#include <boost/json/fwd.hpp>
#include <cstdint>
#include <memory>

#include "kernel/describe.h"

namespace app {

// Collects every object type that it meets, once.
class JsonSchemas {
 public:
  // stated: numbers, lengths and lists have the bounds that the descriptions state (kernel::Limit)
  // or imply. none: only the shapes.
  enum class Bounds { stated, none };

  explicit JsonSchemas(Bounds bounds);
  ~JsonSchemas();
  JsonSchemas(const JsonSchemas&) = delete;
  JsonSchemas& operator=(const JsonSchemas&) = delete;

  // The schema of a value; of an object: a reference into definitions().
  boost::json::object of(const kernel::Type& type);

  // Belongs under "$defs".
  const boost::json::object& definitions() const noexcept;

 private:
  boost::json::object of(const kernel::Type& type, std::int64_t min, std::int64_t max);
  boost::json::object reference(const kernel::Type& type);
  boost::json::object bounded(boost::json::object schema, const char* least, std::int64_t min,
                              const char* most, std::int64_t max) const;

  const Bounds bounds_;
  const std::unique_ptr<boost::json::object> definitions_;
};

}  // namespace app
