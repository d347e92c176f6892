#include "trace_tree.h"

#include <algorithm>
#include <functional>
#include <map>
#include <set>

namespace gateway {

namespace {

kernel::WallTime wall(std::int64_t us) { return {us / 1000}; }

struct Placed {
  const traces::Span* span;
  const std::string* process;
};

TraceSpan shown(const Placed& placed, std::int64_t began_us, int depth) {
  const traces::Span& span = *placed.span;
  return {.depth = depth,
          .span_id = span.span_id,
          .parent_id = span.parent_id,
          .process = *placed.process,
          .name = span.name,
          .kind = span.kind,
          .caller = span.caller,
          .callee = span.callee,
          .transport = span.transport,
          .offset_us = span.started_us - began_us,
          .took_us = span.took_us,
          .outcome = span.outcome,
          .error = span.error,
          .status = span.status,
          .subject = span.subject,
          .waited_us = span.waited_us,
          .ran_us = span.ran_us};
}

// Every span once, in the order of their beginnings.
std::vector<Placed> in_order(const std::vector<SpansOf>& parts) {
  std::vector<Placed> all;
  std::set<std::string_view> known;
  for (const auto& part : parts)
    for (const auto& span : part.spans)
      if (known.insert(span.span_id).second) all.push_back({&span, &part.process});
  std::ranges::stable_sort(all, {}, [](const Placed& one) { return one.span->started_us; });
  return all;
}

struct Waiting {
  Placed placed;
  int depth;
};

}  // namespace

TraceTree tree_of(std::string_view trace_id, const std::vector<SpansOf>& parts) {
  TraceTree tree;
  tree.trace_id = trace_id;
  const auto all = in_order(parts);
  if (all.empty()) return tree;
  const std::int64_t began_us = all.front().span->started_us;
  std::set<std::string_view> present;
  for (const auto& one : all) present.insert(one.span->span_id);
  std::multimap<std::string_view, Placed> caused;  // in the order of their beginnings
  std::vector<Waiting> waiting;
  for (auto one = all.rbegin(); one != all.rend(); ++one) {
    const auto& parent = one->span->parent_id;
    if (!parent || !present.contains(*parent)) waiting.push_back({*one, 0});
  }
  for (const auto& one : all)
    if (one.span->parent_id) caused.emplace(*one.span->parent_id, one);
  while (!waiting.empty()) {
    const Waiting next = waiting.back();
    waiting.pop_back();
    tree.spans.push_back(shown(next.placed, began_us, next.depth));
    const auto [first, last] = caused.equal_range(next.placed.span->span_id);
    const auto at = waiting.size();
    for (auto child = first; child != last; ++child)
      waiting.push_back({child->second, next.depth + 1});
    std::reverse(waiting.begin() + static_cast<std::ptrdiff_t>(at), waiting.end());
  }
  tree.started_at = wall(began_us);
  for (const auto& span : tree.spans) {
    tree.took_us = std::max(tree.took_us, span.offset_us + span.took_us);
    tree.error = tree.error || span.error;
  }
  return tree;
}

std::vector<TraceSummary> merged(const std::vector<traces::Summary>& parts, std::size_t limit) {
  std::map<std::string_view, traces::Summary> by_id;
  for (const auto& part : parts) {
    const auto [at, fresh] = by_id.try_emplace(part.trace_id, part);
    if (fresh) continue;
    traces::Summary& known = at->second;
    const auto end = std::max(known.started_us + known.took_us, part.started_us + part.took_us);
    // Not by time alone: two processes do not agree on it to the microsecond.
    const bool earlier = part.started_us < known.started_us;
    if (part.begins || (earlier && !known.begins)) known.name = part.name;
    known.begins = known.begins || part.begins;
    if (earlier) known.started_us = part.started_us;
    known.took_us = end - known.started_us;
    known.error = known.error || part.error;
    if (!known.subject) known.subject = part.subject;
    if (part.begins) known.answered_us = part.answered_us;
  }
  std::vector<traces::Summary> all;
  for (auto& [id, one] : by_id) all.push_back(std::move(one));
  std::ranges::stable_sort(all, std::greater(), &traces::Summary::started_us);
  if (all.size() > limit) all.resize(limit);
  std::vector<TraceSummary> shown;
  for (const auto& one : all)
    shown.push_back({.trace_id = one.trace_id,
                     .name = one.name,
                     .started_at = wall(one.started_us),
                     .took_us = one.took_us,
                     .answered_us = one.answered_us,
                     .error = one.error,
                     .subject = one.subject});
  return shown;
}

}  // namespace gateway
