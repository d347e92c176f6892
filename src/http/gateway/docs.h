// gateway: the OpenAPI document as a page for people, without scripts and without anything from
// elsewhere.
#pragma once

#include <string>

namespace boost::json {
class object;
}

namespace gateway {

// HTML. `document` as openapi_object() makes it (document.h). `beside_pages`: with the way to the
// shop, the guide and the console, which a build without pages does not have.
std::string docs_page(const boost::json::object& document, bool beside_pages);

// Its Content-Security-Policy: its own style by its hash, and nothing else.
std::string docs_policy();

}  // namespace gateway
