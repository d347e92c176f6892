#include "deliveries.h"

#include <fmt/format.h>

#include "kernel/cloud_event.h"

namespace sim {

std::optional<Deliveries::Row> Deliveries::row_of(const kernel::WireRequest& request,
                                                  kernel::Queries outbox) {
  kernel::Uuid id = request.context.key;  // an owed command's, or no row's at all
  if (request.path.ends_with("/events")) id = kernel::parse_cloud_event(request.body).id;
  const auto row = outbox.one("SELECT seq, aggregate FROM outbox WHERE id = ?", id);
  if (!row) return std::nullopt;
  return Row{request.context.who().service, row->get<std::int64_t>(0), row->get<kernel::Uuid>(1)};
}

void Deliveries::acknowledged(const std::string& receiver, const Row& row) {
  auto& lane = lanes_[{receiver, row.publisher, row.aggregate}];
  if (!lane.empty() && *lane.rbegin() > row.seq && !lane.contains(row.seq))
    out_of_order_.push_back(fmt::format("{} had row {} of {} only after row {}", receiver, row.seq,
                                        row.publisher, *lane.rbegin()));
  lane.insert(row.seq);
  rows_[row.publisher].insert(row.seq);
}

std::int64_t Deliveries::count(const std::string& publisher) const {
  const auto found = rows_.find(publisher);
  return found == rows_.end() ? 0 : static_cast<std::int64_t>(found->second.size());
}

}  // namespace sim
