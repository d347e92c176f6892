#include "lab/ledger/ledger.h"

#include <algorithm>
#include <map>
#include <tuple>

namespace lab {
namespace {

constexpr const char* from_outside = "wire";
constexpr const char* checkout = "checkout";
// What is counted less often than once in so many requests is not the endpoint's: every process
// asks auth once a second which sessions have ended.
constexpr double calls_min = 0.2;

struct EdgeName {
  std::string caller, callee, message, kind, transport;
  auto operator<=>(const EdgeName&) const = default;
};

struct Totals {
  double calls = 0, seconds = 0;
  double request_bytes = 0, reply_bytes = 0;
  double encode_s = 0, decode_s = 0, queue_s = 0;

  void add(const EdgeSample& edge) {
    calls += edge.calls;
    seconds += edge.seconds;
    request_bytes += edge.request_bytes;
    reply_bytes += edge.reply_bytes;
    encode_s += edge.encode_s;
    decode_s += edge.decode_s;
    queue_s += edge.queue_s;
  }
  double mean_us(double sum_s) const { return calls > 0 ? sum_s * 1e6 / calls : 0; }
  double mean(double sum) const { return calls > 0 ? sum / calls : 0; }
};

// A sample by edge, all processes together; what came in from outside apart, by callee and message:
// who sent it is not known there.
struct Books {
  std::map<EdgeName, Totals> edges;
  std::map<std::pair<std::string, std::string>, Totals> owners;

  explicit Books(const Sample& sample) {
    for (const auto& edge : sample.edges) {
      if (edge.caller == from_outside) {
        owners[{edge.callee, edge.message}].add(edge);
      } else {
        edges[{edge.caller, edge.callee, edge.message, edge.kind, edge.transport}].add(edge);
      }
    }
  }
  Totals owner(const EdgeName& name) const {
    const auto found = owners.find({name.callee, name.message});
    return found == owners.end() ? Totals{} : found->second;
  }
};

void split_time(LedgerRow& row, const Totals& edge, const Totals& owner) {
  const double total = edge.mean_us(edge.seconds);
  if (row.transport == "local" && row.kind == "call") {  // a plain call of the handler
    row.handler_us = total;
    return;
  }
  const double owner_encode = owner.mean_us(owner.encode_s);
  const double owner_decode = owner.mean_us(owner.decode_s);
  row.encode_us = edge.mean_us(edge.encode_s) + owner_encode;
  row.decode_us = edge.mean_us(edge.decode_s) + owner_decode;
  row.queue_us = edge.mean_us(edge.queue_s);
  row.handler_us = owner.mean_us(owner.seconds);
  if (row.transport != "http") return;
  row.socket_us =
      std::max(0.0, total - row.queue_us - owner_decode - row.handler_us - owner_encode);
}

LedgerRow row_of(const EdgeName& name, const Books& books) {
  const auto found = books.edges.find(name);
  const Totals edge = found == books.edges.end() ? Totals{} : found->second;
  LedgerRow row;
  row.caller = name.caller;
  row.callee = name.callee;
  row.message = name.message;
  row.kind = name.kind;
  row.transport = name.transport;
  row.request_bytes = edge.mean(edge.request_bytes);
  row.reply_bytes = edge.mean(edge.reply_bytes);
  split_time(row, edge, books.owner(name));
  return row;
}

// Calls that one request of the endpoint itself makes, by edge.
std::map<EdgeName, double> calls_of(const EndpointSample& sample) {
  std::map<EdgeName, double> calls;
  if (sample.count <= 0) return calls;
  const Books books(sample.sample);
  for (const auto& [name, totals] : books.edges) {
    const double own = totals.calls / sample.count;
    if (own >= calls_min) calls[name] = own;
  }
  return calls;
}

}  // namespace

ArmLedger make_ledger(const std::string& arm, const Sample& mixed, double requests,
                      const std::vector<EndpointSample>& alone) {
  const Books books(mixed);
  std::map<EdgeName, LedgerRow> rows;
  for (const auto& [name, totals] : books.edges) {
    if (totals.calls <= 0) continue;
    LedgerRow row = row_of(name, books);
    row.per_request = requests > 0 ? totals.calls / requests : 0;
    rows[name] = std::move(row);
  }
  for (const auto& sample : alone) {
    const Books one_client(sample.sample);
    for (const auto& [name, calls] : calls_of(sample)) {
      // Too rare in the mix to have been seen there.
      if (!rows.contains(name)) rows[name] = row_of(name, one_client);
      if (sample.endpoint == checkout) rows[name].per_checkout = calls;
    }
  }
  ArmLedger ledger;
  ledger.arm = arm;
  for (auto& [name, row] : rows) ledger.rows.push_back(std::move(row));
  return ledger;
}

std::vector<EndpointCalls> calls_of_endpoints(const std::vector<EndpointSample>& alone) {
  std::vector<EndpointCalls> all;
  for (const auto& sample : alone) {
    const double syncs = sample.count > 0 ? sample.sample.fsyncs / sample.count : 0;
    for (const auto& [name, calls] : calls_of(sample))
      all.push_back(
          {sample.endpoint, name.caller, name.callee, name.message, name.kind, calls, syncs});
  }
  return all;
}

}  // namespace lab
