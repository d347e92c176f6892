// tests: the gateway behind a real server on loopback. Its modules are far away and out of reach.
#pragma once

#include <memory>
#include <string>

#include "gateway/gateway.h"
#include "http/net.h"

namespace test {

class Door {
 public:
  explicit Door(gateway::GatewayOptions options = {}, unsigned loops = 1,
                http::ServerOptions server = {});
  ~Door();

  bool stop();  // as the process does after its servers were drained

 private:
  struct Parts;
  Loops loops_;
  std::unique_ptr<Parts> parts_;

 public:
  const std::string url;
};

}  // namespace test
