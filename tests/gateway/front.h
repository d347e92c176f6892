// tests: the gateway in front of a shop that is only a script: every module is far away, and what
// arrives there is written down and answered by JSON.
#pragma once

#include <doctest/doctest.h>

#include <boost/json.hpp>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/gateway.h"
#include "gateway/monitor.h"
#include "kernel/json.h"
#include "kernel/sim/world.h"
#include "kernel/wire.h"

namespace test {

using Json = boost::json::value;

inline const kernel::UserId alice = *kernel::UserId::parse("0190a000-0000-7000-8000-00000000000a");
inline const std::string mug = "0190a000-0000-7000-8000-000000000001";
inline const std::string order_id = "0190a000-0000-7000-8000-000000000002";

// What one request asks. Tokens: "alice" and "admin" hold until they are revoked, any other does
// not.
struct Ask {
  std::string method = "GET";
  std::string target;
  std::string body = {};
  std::vector<std::pair<std::string, std::string>> headers = {};
  std::string token = {};
  std::string from = "192.0.2.7";
  bool tls = false;
};

struct Answer {
  int status = 0;
  std::string body;
  std::string type;
  http::HeaderLines headers;

  Json json() const { return boost::json::parse(body); }
  std::string header(std::string_view name) const {
    return std::string(headers.find(name).value_or(""));
  }
  // The problem's faults, "pointer: detail" each.
  std::vector<std::string> faults() const;
  std::string code() const { return std::string(json().at("code").as_string()); }
};

class Front {
 public:
  explicit Front(gateway::GatewayOptions options = {});
  ~Front();

  Answer ask(const Ask& ask);
  Answer post(std::string target, std::string body, std::string token = {});
  Answer get(std::string target, std::string token = {});

  // What the modules answer to a message, "cart.AddItem"; {} for one that is not here.
  std::map<std::string, std::function<kernel::WireResponse(const kernel::WireRequest&)>> replies;
  void reply(const std::string& message, std::string json);
  void refuse(const std::string& message, kernel::Error error);

  // The last message that arrived, by name and as JSON.
  std::string sent() const;
  Json sent_json() const;
  const kernel::Context& sent_context() const;
  std::vector<kernel::WireRequest> arrived;
  std::set<std::string, std::less<>> revoked;  // tokens that hold no longer

  kernel::sim::World world{1};
  kernel::sim::Host& host;
  void run(kernel::Task<> task);  // to its end
  gateway::Monitor& monitor();
  gateway::Gateway& gateway();
  kernel::Exchange& exchange();

 private:
  struct Life;
  kernel::WireResponse serve(const kernel::WireRequest& request);
  Life* life_ = nullptr;
};

}  // namespace test
