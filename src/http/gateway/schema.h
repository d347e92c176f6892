// gateway: JSON Schema of described types, as OpenAPI 3.1 takes it.
#pragma once

#include <memory>
#include <string>

#include "kernel/describe.h"

namespace boost::json {
class object;
}

namespace gateway {

// Collects the objects it meets under their names, for #/components/schemas.
class Schemas {
 public:
  // Requests: optional fields may be absent. Replies: every field is there, optional ones perhaps
  // null, unless a hint says that it may be absent.
  enum class Side { request, reply };

  explicit Schemas(Side side);
  ~Schemas();

  // Of a field of `owner`: with its limits, and what is known of it beside.
  boost::json::object field(const kernel::Type& owner, const kernel::Field& field);

  // Of an object, written out. Objects inside are references.
  boost::json::object object(const kernel::Type& type);

  // A reference to an object, which is collected.
  boost::json::object reference(const kernel::Type& type);

  // Adds the collected objects, by name, in order.
  void add_collected(boost::json::object& schemas) const;

 private:
  bool is_required(const kernel::Type& owner, const kernel::Field& field) const;
  boost::json::object of(const kernel::Type& type, const kernel::Field* limits);
  boost::json::object optional(const kernel::Type& type, const kernel::Field* limits);

  struct Collected;
  const Side side_;
  std::unique_ptr<Collected> collected_;
};

}  // namespace gateway
