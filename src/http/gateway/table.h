// gateway: the rows, checked and made ready to route and to bind.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "gateway/route.h"
#include "http/router.h"
#include "shapes.h"

namespace gateway {

// Names of fields that say who is asking. Nothing of the request may fill them.
bool says_who(std::string_view field) noexcept;

// A row with the tables through which path, query and body reach the fields of its message.
struct Route {
  // Throws std::logic_error for a row that binds a field twice, not at all, or one that says who.
  explicit Route(Row row);

  Row row;
  View path;
  View query;
  View body;
  const kernel::Type* reply = nullptr;    // the public shape; null: the gateway itself answers
  const kernel::Field* key = nullptr;     // what Idempotency-Key fills
  const kernel::Field* raw = nullptr;     // what a body that is no JSON fills
  const kernel::Field* resume = nullptr;  // what Last-Event-ID fills
  bool is_command = false;
  bool tells_secret = false;  // a token stands in the reply
};

class Table {
 public:
  // Throws std::logic_error, also for two rows of one method and path.
  explicit Table(std::vector<Row> rows);

  http::Match find(const http::Request& request) const {
    return find(request.method, request.path());
  }
  http::Match find(std::string_view method, std::string_view path) const {
    return router_.find(method, path);
  }
  const std::vector<Route>& routes() const noexcept { return routes_; }
  const std::string& methods() const noexcept { return methods_; }  // of all rows: "GET, HEAD, …"

 private:
  std::vector<Route> routes_;
  http::Router router_;
  std::string methods_;
};

}  // namespace gateway
