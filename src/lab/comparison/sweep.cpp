#include "lab/comparison/sweep.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <set>

namespace lab {
namespace {

constexpr std::string_view gateway = "gateway";
constexpr int first_port = 8101;  // any will do: the arm takes free ones

std::string group_text(const std::vector<std::string>& modules, bool with_gateway) {
  std::vector<std::string> names(modules);
  if (with_gateway) names.insert(names.begin(), std::string(gateway));
  return fmt::format("{}", fmt::join(names, "+"));
}

bool is_monolith(const Grouping& grouping) { return grouping.size() == 1; }

bool is_split(const Grouping& grouping) {
  return grouping.front().empty() &&
         std::all_of(grouping.begin() + 1, grouping.end(),
                     [](const auto& group) { return group.size() == 1; });
}

std::string name_of(const Grouping& grouping) {
  if (is_monolith(grouping)) return "monolith";
  if (is_split(grouping)) return "split";
  std::vector<std::string> texts;
  for (std::size_t i = 0; i < grouping.size(); ++i)
    texts.push_back(group_text(grouping[i], i == 0));
  return fmt::format("{}", fmt::join(texts, " | "));
}

// What the traffic between two groups would cost if they were apart.
class Traffic {
 public:
  explicit Traffic(const SweepInput& input) {
    const auto tcp = std::find_if(input.hops.begin(), input.hops.end(),
                                  [](const Hop& hop) { return hop.transport == "tcp"; });
    for (const auto& row : input.traffic.rows) {
      const double kib = (row.request_bytes + row.reply_bytes) / 1024;
      const double each = tcp == input.hops.end() ? 1 : tcp->cpu_us + tcp->cpu_us_per_kib * kib;
      cost_[{row.caller, row.callee}] += row.per_request * each;
    }
  }

  // `first`: is `a` the gateway's group?
  double between(const std::vector<std::string>& a, const std::vector<std::string>& b,
                 bool first) const {
    double sum = 0;
    for (const auto& theirs : b) {
      if (first) sum += one_way(std::string(gateway), theirs);
      for (const auto& ours : a) sum += one_way(ours, theirs) + one_way(theirs, ours);
    }
    return sum;
  }

 private:
  double one_way(const std::string& caller, const std::string& callee) const {
    const auto found = cost_.find({caller, callee});
    return found == cost_.end() ? 0 : found->second;
  }

  std::map<std::pair<std::string, std::string>, double> cost_;
};

Grouping split_of(const std::vector<std::string>& modules) {
  Grouping grouping(1);
  for (const auto& module : modules) grouping.push_back({module});
  return grouping;
}

Grouping alone_outside(const std::vector<std::string>& modules, const std::string& out) {
  Grouping grouping(1);
  for (const auto& module : modules)
    if (module != out) grouping.front().push_back(module);
  grouping.push_back({out});
  return grouping;
}

// Groups in the order of their first module, modules in dependency order.
void put_in_order(Grouping& grouping, const std::vector<std::string>& modules) {
  const auto place = [&](const std::string& module) {
    return std::find(modules.begin(), modules.end(), module) - modules.begin();
  };
  for (auto& group : grouping)
    std::sort(group.begin(), group.end(),
              [&](const auto& a, const auto& b) { return place(a) < place(b); });
  std::sort(grouping.begin() + 1, grouping.end(),
            [&](const auto& a, const auto& b) { return place(a.front()) < place(b.front()); });
}

// Merges the two groups with the heaviest traffic between them; says which they were.
std::string merge_heaviest(Grouping& grouping, const Traffic& traffic) {
  std::size_t a = 0;
  std::size_t b = 1;
  double heaviest = -1;
  for (std::size_t i = 0; i < grouping.size(); ++i) {
    for (std::size_t j = i + 1; j < grouping.size(); ++j) {
      const double weight = traffic.between(grouping[i], grouping[j], i == 0);
      if (weight <= heaviest) continue;
      heaviest = weight;
      a = i;
      b = j;
    }
  }
  const auto why = fmt::format("heaviest traffic left: {} with {}", group_text(grouping[a], a == 0),
                               group_text(grouping[b], false));
  grouping[a].insert(grouping[a].end(), grouping[b].begin(), grouping[b].end());
  grouping.erase(grouping.begin() + static_cast<std::ptrdiff_t>(b));
  return why;
}

std::vector<SweepPoint> merged_step_by_step(const SweepInput& input) {
  const Traffic traffic(input);
  std::vector<SweepPoint> steps;
  auto grouping = split_of(input.modules);
  while (grouping.size() > 2) {
    const auto why = merge_heaviest(grouping, traffic);
    put_in_order(grouping, input.modules);
    steps.push_back(point_of(grouping));
    steps.back().why = why;
  }
  return steps;
}

}  // namespace

Grouping grouping_of(const SweepPoint& point) {
  Grouping grouping;
  for (const auto& text : point.groups) {
    auto& group = grouping.emplace_back();
    for (std::size_t begin = 0; begin <= text.size();) {
      const auto end = std::min(text.find('+', begin), text.size());
      const auto name = text.substr(begin, end - begin);
      if (name != gateway) group.push_back(name);
      begin = end + 1;
    }
  }
  return grouping;
}

SweepPoint point_of(const Grouping& grouping) {
  SweepPoint point;
  point.name = name_of(grouping);
  for (std::size_t i = 0; i < grouping.size(); ++i)
    point.groups.push_back(group_text(grouping[i], i == 0));
  point.processes = static_cast<int>(grouping.size());
  return point;
}

std::vector<SweepPoint> choose_layouts(const SweepInput& input, std::size_t points_max) {
  std::vector<SweepPoint> points;
  std::set<std::string> known;
  const auto take = [&](SweepPoint point, const std::string& why) {
    if (points.size() == points_max || !known.insert(point.name).second) return;
    point.why = why;
    points.push_back(std::move(point));
  };
  take(point_of({input.modules}), "one process: the least it can cost");
  take(point_of(split_of(input.modules)), "a process for each module: the most it can cost");
  for (const auto& module : input.modules)
    take(point_of(alone_outside(input.modules, module)), fmt::format("{} alone outside", module));
  auto steps = merged_step_by_step(input);
  // The coarse ones first: where points are short, those near the full split teach least.
  std::reverse(steps.begin(), steps.end());
  for (const auto& step : steps) take(step, step.why);
  return points;
}

ArmPlan plan_of(const SweepPoint& point) {
  ArmPlan plan;
  plan.title = point.name;
  plan.layout = "monolith";
  plan.name = "sweep";
  const auto grouping = grouping_of(point);
  for (std::size_t i = 1; i < grouping.size(); ++i) {
    plan.name += "-" + group_text(grouping[i], false);
    for (const auto& module : grouping[i])
      plan.sets.push_back(fmt::format("modules.{}=http://127.0.0.1:{}", module,
                                      first_port + static_cast<int>(i) - 1));
  }
  if (is_monolith(grouping)) plan.name += "-monolith";
  return plan;
}

void mark_pareto(std::vector<SweepPoint>& points) {
  const auto measured = [](const SweepPoint& point) {
    return point.p99_ms.n > 0 && point.cpu_ms_per_request.n > 0;
  };
  const auto figures = [](const SweepPoint& point) {
    return std::array{point.p99_ms.median, point.cpu_ms_per_request.median, point.blast_percent};
  };
  const auto beats = [&](const SweepPoint& a, const SweepPoint& b) {
    const auto ours = figures(a);
    const auto theirs = figures(b);
    for (std::size_t i = 0; i < ours.size(); ++i)
      if (ours[i] > theirs[i]) return false;
    return ours != theirs;
  };
  for (auto& point : points) {
    point.pareto = measured(point) && std::none_of(points.begin(), points.end(), [&](auto& other) {
                     return measured(other) && beats(other, point);
                   });
  }
}

}  // namespace lab
