// gateway: the OpenAPI document as a page for people, without scripts and without anything from
// elsewhere.
#pragma once

#include <string>

namespace boost::json {
class object;
}

namespace gateway {

// HTML. `document` as openapi_object() makes it (document.h).
std::string docs_page(const boost::json::object& document);

// Its Content-Security-Policy: its own style by its hash, and nothing else.
std::string docs_policy();

}  // namespace gateway
