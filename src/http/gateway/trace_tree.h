// gateway: the spans of many processes as one trace.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "documents.h"
#include "kernel/traces.h"

namespace gateway {

// What one process knows of a trace.
struct SpansOf {
  std::string process;
  std::vector<traces::Span> spans;
};

// Each span behind the one that caused it, siblings in the order of their beginnings. One whose
// cause is not there (its process kept nothing, or does not answer) stands at depth 0.
TraceTree tree_of(std::string_view trace_id, const std::vector<SpansOf>& parts);

// The same trace known to several processes is one, named by where it began. Newest first, at most
// `limit`.
std::vector<TraceSummary> merged(const std::vector<traces::Summary>& parts, std::size_t limit);

}  // namespace gateway
