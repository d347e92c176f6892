#include <fmt/format.h>

#include "http/address.h"
#include "kernel/detail/describe_impl.h"
#include "kernel/json.h"
#include "lab/load/load.h"

template const kernel::Type& kernel::type_of<lab::PlannedEndpoint>() noexcept;
template const kernel::Type& kernel::type_of<lab::PlannedRequest>() noexcept;
template const kernel::Type& kernel::type_of<lab::LoadPlan>() noexcept;
template const kernel::Type& kernel::type_of<lab::EndpointLoad>() noexcept;
template const kernel::Type& kernel::type_of<lab::LoadResult>() noexcept;

namespace lab {
namespace {

[[noreturn]] void refuse(const std::string& what) {
  throw kernel::Error(kernel::Code::invalid_argument, "the load plan cannot be used: " + what);
}

template <class List>
bool is_index(int index, const List& list) {
  return index >= 0 && static_cast<std::size_t>(index) < list.size();
}

void check_times(const LoadPlan& plan) {
  if (plan.warm_up_us < 0 || plan.measured_us < 0) refuse("a duration is negative");
  if (plan.timeout_us <= 0 || plan.slice_us <= 0)
    refuse("timeout_us and slice_us must be more than 0");
  std::int64_t before = 0;
  for (const auto& request : plan.requests) {
    if (request.at_us < before) refuse("its requests are not in the order of their times");
    before = request.at_us;
  }
  if (!plan.one_at_a_time && before > 0 && before >= plan.warm_up_us + plan.measured_us)
    refuse("a request is scheduled after its end");
}

void check_requests(const LoadPlan& plan) {
  for (std::size_t i = 0; i < plan.requests.size(); ++i) {
    const auto& request = plan.requests[i];
    if (!is_index(request.endpoint, plan.endpoints))
      refuse(fmt::format("request {} names endpoint {}, which it has not", i, request.endpoint));
    if (request.customer != -1 && !is_index(request.customer, plan.tokens))
      refuse(
          fmt::format("request {} names customer {}, whose token it has not", i, request.customer));
    if (!request.target.starts_with('/'))
      refuse(fmt::format("the target of request {} is no path", i));
  }
}

void check(const LoadPlan& plan) {
  if (http::parse_origin(plan.url).tls)
    refuse("the load generator speaks no TLS; http:// is meant");
  if (plan.connections_max < 1) refuse("connections_max must be at least 1");
  check_times(plan);
  check_requests(plan);
}

}  // namespace

std::string to_json(const LoadPlan& plan) { return kernel::json::to_json(plan); }

LoadPlan parse_plan(const std::string& json) {
  auto plan = kernel::json::from_json<LoadPlan>(json);
  check(plan);
  return plan;
}

std::string to_json(const LoadResult& result) { return kernel::json::to_json(result); }

LoadResult parse_result(const std::string& json) {
  return kernel::json::from_json<LoadResult>(json);
}

}  // namespace lab
