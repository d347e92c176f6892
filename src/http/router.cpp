#include "http/router.h"

#include <algorithm>
#include <map>
#include <stdexcept>

#include "http/text.h"

namespace http {

namespace {

// The segments of an absolute path; false when it is one that hides where it leads.
bool split(std::string_view path, std::vector<std::string>& segments) {
  if (path.empty() || path.front() != '/') return false;
  path.remove_prefix(1);
  for (;;) {
    const auto end = std::min(path.find('/'), path.size());
    const auto raw = path.substr(0, end);
    std::string& segment = segments.emplace_back();
    if (!percent_decode(raw, segment)) return false;
    if (segment == "." || segment == "..") return false;
    if (segment.find_first_of("/\\") != std::string::npos) return false;
    if (end == path.size()) return true;
    path.remove_prefix(end + 1);
  }
}

std::string_view parameter_name(std::string_view segment) noexcept {
  if (segment.size() > 2 && segment.front() == '{' && segment.back() == '}')
    return segment.substr(1, segment.size() - 2);
  return {};
}

}  // namespace

struct Router::Node {
  std::map<std::string, std::unique_ptr<Node>, std::less<>> literals;
  std::unique_ptr<Node> any;  // a parameter
  struct Route {
    std::string method;
    std::size_t number;
    std::vector<std::string> names;  // of the parameters, in the order of the path
  };
  std::vector<Route> routes;

  // The node with routes that `segments` from `at` on lead to; `taken`: where parameters stood.
  const Node* follow(const std::vector<std::string>& segments, std::size_t at,
                     std::vector<std::size_t>& taken) const {
    if (at == segments.size()) return routes.empty() ? nullptr : this;
    const auto literal = literals.find(segments[at]);
    if (literal != literals.end())
      if (const Node* end = literal->second->follow(segments, at + 1, taken)) return end;
    if (!any || segments[at].empty()) return nullptr;
    taken.push_back(at);
    const Node* end = any->follow(segments, at + 1, taken);
    if (end == nullptr) taken.pop_back();
    return end;
  }
};

Router::Router() : root_(std::make_unique<Node>()) {}
Router::~Router() = default;
Router::Router(Router&&) noexcept = default;
Router& Router::operator=(Router&&) noexcept = default;

void Router::add(std::string_view method, std::string_view pattern, std::size_t route) {
  std::vector<std::string> segments;
  if (!split(pattern, segments))
    throw std::logic_error("no pattern of a path: " + std::string(pattern));
  Node* node = root_.get();
  std::vector<std::string> names;
  for (const auto& segment : segments) {
    const auto name = parameter_name(segment);
    auto& next = name.empty() ? node->literals[segment] : node->any;
    if (!name.empty()) names.emplace_back(name);
    if (!next) next = std::make_unique<Node>();
    node = next.get();
  }
  for (const auto& known : node->routes)
    if (known.method == method)
      throw std::logic_error("two routes for " + std::string(method) + " " + std::string(pattern));
  node->routes.push_back({std::string(method), route, std::move(names)});
}

Match Router::find(std::string_view method, std::string_view path) const {
  Match match;
  std::vector<std::string> segments;
  if (!split(path, segments)) {
    match.kind = Match::Kind::bad_path;
    return match;
  }
  std::vector<std::size_t> taken;
  const Node* node = root_->follow(segments, 0, taken);
  if (node == nullptr) return match;
  const auto route = std::find_if(node->routes.begin(), node->routes.end(),
                                  [&](const auto& known) { return known.method == method; });
  if (route == node->routes.end()) {
    match.kind = Match::Kind::no_method;
    for (const auto& known : node->routes) {
      if (!match.allow.empty()) match.allow += ", ";
      match.allow += known.method == "GET" ? "GET, HEAD" : known.method;
    }
    return match;
  }
  match.kind = Match::Kind::found;
  match.route = route->number;
  for (std::size_t i = 0; i < taken.size(); ++i)
    match.parameters.push_back({route->names[i], std::move(segments[taken[i]])});
  return match;
}

}  // namespace http
