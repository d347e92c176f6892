// gateway: which statuses a row can refuse with, and how /openapi.json describes them. Each is
// described once, as a component that the operations refer to.
#pragma once

#include <set>
#include <string>

#include "table.h"

namespace boost::json {
class object;
}

namespace gateway {

// What the HTTP server, the engine and the row's message refuse with; not its outcomes (route.h).
std::set<int> refusals_of(const Route& route);

// "BadRequest" for 400.
std::string component_name(int status);

// The response to a refusal with this `code` and text, with an example of its problem details.
boost::json::object refusal_response(int status, std::string_view code, std::string_view text);
// The same as everybody gets it for that status.
boost::json::object refusal_response(int status);

// Header objects of #/components/headers by name, and a reference to one.
boost::json::object header_components();
boost::json::object header_reference(std::string_view name);

// What every answer carries.
void add_common_headers(boost::json::object& headers);

boost::json::object problem_schema();

}  // namespace gateway
