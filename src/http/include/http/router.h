// http: finds the route of a request.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace http {

struct PathParameter {
  std::string_view name;  // of the pattern
  std::string value;      // decoded
};

struct Match {
  enum class Kind {
    found,
    bad_path,   // 400: dot segments, backslashes, encoded slashes, wrong encodings
    no_path,    // 404
    no_method,  // 405: the path is known, see `allow`
  };
  Kind kind = Kind::no_path;
  std::size_t route = 0;  // found: the number that add() was given
  std::vector<PathParameter> parameters;
  std::string allow;  // no_method: "GET, HEAD, POST"
};

// Patterns are paths whose segments may be parameters: /api/v1/products/{id}. A literal segment
// beats a parameter. Filled at start, read-only afterwards.
class Router {
 public:
  Router();
  ~Router();
  Router(Router&&) noexcept;
  Router& operator=(Router&&) noexcept;

  // Throws std::logic_error when method and path are taken or the pattern is none.
  void add(std::string_view method, std::string_view pattern, std::size_t route);

  // `path` as it was sent, encoded, without query.
  Match find(std::string_view method, std::string_view path) const;

 private:
  struct Node;
  std::unique_ptr<Node> root_;
};

}  // namespace http
