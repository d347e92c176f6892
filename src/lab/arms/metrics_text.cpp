#include "lab/arms/metrics_text.h"

#include <fmt/format.h>

#include <charconv>
#include <map>
#include <tuple>

#include "kernel/error.h"

namespace lab {
namespace {

using Labels = std::map<std::string, std::string, std::less<>>;
using Key = std::tuple<std::string, std::string, std::string, std::string, std::string>;

struct Line {
  std::string_view name;
  Labels labels;
  double value = 0;
};

[[noreturn]] void refuse(std::string_view line) {
  throw kernel::Error(kernel::Code::invalid_argument,
                      fmt::format("\"{}\" is no metric", line.substr(0, 200)));
}

// The text of a label from behind its opening quote; moves `rest` behind the closing one.
std::string take_quoted(std::string_view& rest, std::string_view line) {
  std::string text;
  for (std::size_t i = 0; i < rest.size(); ++i) {
    if (rest[i] == '"') {
      rest.remove_prefix(i + 1);
      return text;
    }
    if (rest[i] != '\\') {
      text += rest[i];
    } else if (++i < rest.size()) {
      text += rest[i] == 'n' ? '\n' : rest[i];
    }
  }
  refuse(line);
}

Labels take_labels(std::string_view& rest, std::string_view line) {
  Labels labels;
  while (!rest.starts_with('}')) {
    const auto equals = rest.find("=\"");
    if (equals == rest.npos) refuse(line);
    const std::string name(rest.substr(0, equals));
    rest.remove_prefix(equals + 2);
    labels[name] = take_quoted(rest, line);
    if (rest.starts_with(',')) rest.remove_prefix(1);
  }
  rest.remove_prefix(1);
  return labels;
}

Line parse_line(std::string_view line) {
  Line parsed;
  const auto name_end = line.find_first_of("{ ");
  if (name_end == line.npos || name_end == 0) refuse(line);
  parsed.name = line.substr(0, name_end);
  auto rest = line.substr(name_end);
  if (rest.starts_with('{')) {
    rest.remove_prefix(1);
    parsed.labels = take_labels(rest, line);
  }
  while (rest.starts_with(' ')) rest.remove_prefix(1);
  if (rest.starts_with('+')) rest.remove_prefix(1);  // +Inf
  const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), parsed.value);
  if (error != std::errc()) refuse(line);
  return parsed;
}

std::string label(const Labels& labels, std::string_view name) {
  const auto found = labels.find(name);
  return found == labels.end() ? std::string() : found->second;
}

// The member of an edge that a line of this name and these labels counts; null for the others.
double EdgeSample::*member_of(const Line& line) {
  const auto part = label(line.labels, "part");
  if (line.name == "cleave_calls_total")
    return label(line.labels, "code") == "ok" ? &EdgeSample::calls : &EdgeSample::failures;
  if (line.name == "cleave_call_seconds_sum") return &EdgeSample::seconds;
  if (line.name == "cleave_call_bytes_total")
    return part == "request" ? &EdgeSample::request_bytes : &EdgeSample::reply_bytes;
  if (line.name != "cleave_call_wire_seconds_total") return nullptr;
  if (part == "encode") return &EdgeSample::encode_s;
  if (part == "decode") return &EdgeSample::decode_s;
  return part == "queue" ? &EdgeSample::queue_s : nullptr;
}

class Edges {
 public:
  explicit Edges(const std::string& process) : process_(process) {}

  EdgeSample& at(const Labels& labels) {
    const Key key{label(labels, "caller"), label(labels, "callee"), label(labels, "message"),
                  label(labels, "kind"), label(labels, "transport")};
    auto& edge = edges_[key];
    edge.process = process_;
    std::tie(edge.caller, edge.callee, edge.message, edge.kind, edge.transport) = key;
    return edge;
  }

  std::vector<EdgeSample> take() {
    std::vector<EdgeSample> all;
    for (auto& [key, edge] : edges_) all.push_back(std::move(edge));
    return all;
  }

 private:
  const std::string& process_;
  std::map<Key, EdgeSample> edges_;
};

constexpr double EdgeSample::*counters[] = {&EdgeSample::calls,       &EdgeSample::failures,
                                            &EdgeSample::seconds,     &EdgeSample::request_bytes,
                                            &EdgeSample::reply_bytes, &EdgeSample::encode_s,
                                            &EdgeSample::decode_s,    &EdgeSample::queue_s};

auto identity(const EdgeSample& edge) {
  return std::tie(edge.process, edge.caller, edge.callee, edge.message, edge.kind, edge.transport);
}

}  // namespace

Sample parse_metrics(const std::string& process, std::string_view text) {
  Sample sample;
  Edges edges(process);
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    const auto line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (!line.starts_with("cleave_")) continue;
    const auto parsed = parse_line(line);
    if (parsed.name == "cleave_storage_syncs_total") sample.fsyncs += parsed.value;
    const auto member = member_of(parsed);
    if (member == nullptr) continue;
    auto& edge = edges.at(parsed.labels);
    edge.*member += parsed.value;
    // `calls` are all of them, the failed ones included.
    if (member == &EdgeSample::failures) edge.calls += parsed.value;
  }
  sample.edges = edges.take();
  return sample;
}

void add_sample(Sample& to, Sample more) {
  to.fsyncs += more.fsyncs;
  for (auto& edge : more.edges) to.edges.push_back(std::move(edge));
}

// A process that was started again counts from 0; what is less than before is all new.
Sample operator-(const Sample& later, const Sample& earlier) {
  std::map<decltype(identity(std::declval<const EdgeSample&>())), const EdgeSample*> before;
  for (const auto& edge : earlier.edges) before.emplace(identity(edge), &edge);
  Sample difference = later;
  difference.fsyncs -= earlier.fsyncs;
  for (auto& edge : difference.edges) {
    const auto found = before.find(identity(edge));
    if (found == before.end() || found->second->calls > edge.calls) continue;
    for (const auto member : counters) edge.*member -= found->second->*member;
  }
  std::erase_if(difference.edges, [](const EdgeSample& edge) { return edge.calls <= 0; });
  return difference;
}

Sample operator+(const Sample& one, const Sample& other) {
  Sample sum = one;
  sum.fsyncs += other.fsyncs;
  std::map<decltype(identity(std::declval<const EdgeSample&>())), std::size_t> known;
  for (std::size_t i = 0; i < sum.edges.size(); ++i) known.emplace(identity(one.edges[i]), i);
  for (const auto& edge : other.edges) {
    const auto found = known.find(identity(edge));
    if (found == known.end()) {
      sum.edges.push_back(edge);
      continue;
    }
    for (const auto member : counters) sum.edges[found->second].*member += edge.*member;
  }
  return sum;
}

}  // namespace lab
