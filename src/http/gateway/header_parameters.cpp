#include "header_parameters.h"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include "bind.h"
#include "refresh_cookie.h"

namespace gateway {

namespace json = boost::json;

json::object parameter(std::string_view where, std::string_view name, bool required,
                       json::object schema) {
  return {{"name", name}, {"in", where}, {"required", required}, {"schema", std::move(schema)}};
}

json::object key_parameter(bool required) {
  json::object schema{
      {"type", "string"}, {"minLength", 1}, {"maxLength", key_max}, {"pattern", "^[!-~]+$"}};
  json::object made = parameter("header", key_header, required, std::move(schema));
  made["description"] = "Repeating a request with the same key has its effect once";
  made["example"] = "5f3c9a70-order-1";
  return made;
}

json::object tag_parameter() {
  json::object made = parameter("header", "If-None-Match", false, {{"type", "string"}});
  made["description"] = "The ETag of what is known already: 304 when it is still the same";
  made["example"] = "\"9f86d081884c7d65\"";
  return made;
}

json::object session_parameter() {
  json::object made = parameter("header", refresh_token_in_header, false,
                                {{"type", "string"}, {"enum", json::array{in_cookie}}});
  made["description"] =
      "For browsers: the refresh token is in the cookie cleave_refresh instead of the body. Needs "
      "Origin or Sec-Fetch-Site to tell that a page of the shop asks";
  return made;
}

}  // namespace gateway
