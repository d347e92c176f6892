#include "lab/ledger/hop_ends.h"

#include <mutex>
#include <optional>
#include <unordered_map>

#include "http/rpc.h"
#include "http/server.h"
#include "http/transport.h"
#include "kernel/real_runtime.h"
#include "lab/ledger/hop_module.h"
#include "signals.h"

namespace lab {
namespace {

using kernel::Task;
using kernel::Ticks;

constexpr Ticks drain_max = std::chrono::seconds(2);

// Believes every token, from a cache as the real verifier does once it has seen one.
class Believing final : public http::TokenVerifier {
 public:
  Task<std::shared_ptr<const kernel::Principal>> verify(std::string_view token) override {
    const std::lock_guard lock(mutex_);
    auto& known = known_[std::string(token)];
    if (!known) {
      kernel::Principal principal;
      principal.kind = kernel::Principal::Kind::user;
      principal.token = kernel::SecretText(std::string(token));
      known = std::make_shared<const kernel::Principal>(std::move(principal));
    }
    co_return known;
  }

 private:
  std::mutex mutex_;
  std::unordered_map<std::string, std::shared_ptr<const kernel::Principal>> known_;
};

struct NoProbes final : http::Probes {
  http::Response health() override { return {}; }
  http::Response ready() override { return {}; }
  http::Response metrics() override { return {}; }
};

Task<> drain(http::Server& server, kernel::RealRuntime& runtime) {
  co_await server.drain(drain_max);
  runtime.stop();
}

std::vector<boost::asio::io_context*> loops_of(kernel::RealRuntime& runtime) {
  std::vector<boost::asio::io_context*> loops;
  for (unsigned i = 0; i < runtime.loops(); ++i) loops.push_back(&runtime.loop(i));
  return loops;
}

}  // namespace

void answer_hops(const HopEnd& end, const std::function<void(const std::string&)>& ready) {
  kernel::RealRuntime runtime;  // as every process of an arm: a loop per core
  const auto loops = loops_of(runtime);
  http::HttpTransport transport(runtime, loops);
  kernel::Exchange exchange(runtime, transport, {});
  std::optional<HopModule> module;
  std::optional<HopFront> front;
  if (end.to.empty())
    module.emplace(exchange, end.directory);
  else
    front.emplace(exchange, transport, end.to, end.directory);
  Believing verifier;
  NoProbes probes;
  http::RpcHandler rpc(exchange, verifier, probes);
  http::Server server(runtime, loops, rpc);
  const std::string actual = server.listen(end.listen);
  const app::Interrupts interrupts(runtime, [&](int) { runtime.spawn(drain(server, runtime)); });
  ready(actual);
  runtime.run();
  if (module) module->close();
  if (front) front->close();
  runtime.destroy_frames();
}

}  // namespace lab
