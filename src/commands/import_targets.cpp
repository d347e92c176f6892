#include "commands/import.h"
#include "kernel/json.h"

namespace commands {
namespace {

using kernel::Task;

constexpr kernel::Ticks batch_timeout = std::chrono::minutes(5);

}  // namespace

OfflineTarget::OfflineTarget(app::Offline& shop) : shop_(shop) {
  shop_.bus().calls<catalog::ImportProducts>();
}

Task<catalog::ImportResult> OfflineTarget::send(const catalog::ImportProducts& batch) {
  const auto context = shop_.context(batch_timeout);
  co_return co_await shop_.bus().call(context, batch);
}

Task<catalog::ImportResult> OnlineTarget::send(const catalog::ImportProducts& batch) {
  app::ApiRequest request{"POST", "/api/v1/admin/products/import"};
  request.body = kernel::json::to_json(batch);
  const std::string doing = "importing";
  const auto reply = co_await session_.send(request, doing);
  co_return kernel::json::from_json<catalog::ImportResult>(reply.body);
}

}  // namespace commands
