// kernel, simulated, inside: messages between simulated processes.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "kernel/sim/world.h"

namespace kernel::sim {

// One message on its way and its answer.
struct World::Call {
  Host* from;
  std::uint64_t from_life;
  Host* to = nullptr;  // once it arrived
  std::uint64_t to_life = 0;
  std::string path;
  std::uint64_t parked = 0;
  TimerId deadline = 0;
  bool done = false;
  WireResponse response;
  std::optional<Error> error;
};

class SimTransport final : public Transport {
 public:
  explicit SimTransport(Host& host) : host_(host) {}
  Task<WireResponse> send(const std::string& url, const WireRequest& request) override;

 private:
  Host& host_;
};

}  // namespace kernel::sim
