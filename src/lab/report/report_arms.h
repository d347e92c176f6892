// lab: what was measured of each arm.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "lab/report/report_values.h"

namespace lab {

struct ProcessInfo {
  std::string name;  // "gateway", "cart"
  std::vector<std::string> modules;
  std::string url;  // where others reach it; empty: nobody does
  int threads = 0;
  bool gateway = false;
};
BOOST_DESCRIBE_STRUCT(ProcessInfo, (), (name, modules, url, threads, gateway))

// One endpoint in one repeat. Latency counts from the scheduled time.
struct EndpointRepeat {
  std::string endpoint;
  std::int64_t sent = 0;
  std::int64_t good = 0;  // answered as expected within the SLO's patience (10 × its p99 bound)
  std::int64_t failed = 0;
  Counts latency;  // of all that were answered
};
BOOST_DESCRIBE_STRUCT(EndpointRepeat, (), (endpoint, sent, good, failed, latency))

struct StatusCount {
  std::string endpoint;
  int status = 0;  // 0: no answer
  std::int64_t count = 0;
};
BOOST_DESCRIBE_STRUCT(StatusCount, (), (endpoint, status, count))

struct ProcessUse {
  std::string process;
  double user_ms = 0;
  double system_ms = 0;
  double resident_mib = 0;
  double peak_mib = 0;
  std::int64_t context_switches = 0;
};
BOOST_DESCRIBE_STRUCT(ProcessUse, (),
                      (process, user_ms, system_ms, resident_mib, peak_mib, context_switches))

// One repeat, raw.
struct Repeat {
  int round = 0;
  int position = 0;  // among all repeats, in the order they ran
  double rate_per_s = 0;
  double seconds = 0;
  double lag_p99_ms = 0;  // of the generator behind its schedule
  double generator_cpu_us_per_request = 0;
  double generator_busy = 0;  // share of one core, 0..1
  std::int64_t requests = 0;
  std::int64_t orders = 0;  // confirmed
  std::int64_t fsyncs = 0;
  std::int64_t calls_between = 0;  // messages between modules
  std::int64_t bytes_between = 0;  // encoded ones
  std::vector<EndpointRepeat> endpoints;
  std::vector<StatusCount> unexpected;
  std::vector<ProcessUse> processes;
};
BOOST_DESCRIBE_STRUCT(Repeat, (),
                      (round, position, rate_per_s, seconds, lag_p99_ms,
                       generator_cpu_us_per_request, generator_busy, requests, orders, fsyncs,
                       calls_between, bytes_between, endpoints, unexpected, processes))

struct EndpointSummary {
  std::string endpoint;
  Interval goodput_per_s;
  Interval p50_ms;
  Interval p90_ms;
  Interval p99_ms;
  Interval p999_ms;
};
BOOST_DESCRIBE_STRUCT(EndpointSummary, (),
                      (endpoint, goodput_per_s, p50_ms, p90_ms, p99_ms, p999_ms))

struct ProcessSummary {
  std::string process;
  Interval user_ms_per_request;
  Interval system_ms_per_request;
  Interval resident_mib;
  Interval peak_mib;
};
BOOST_DESCRIBE_STRUCT(ProcessSummary, (),
                      (process, user_ms_per_request, system_ms_per_request, resident_mib, peak_mib))

// An arm at one rate.
struct RateResult {
  std::string label;    // "200/s", "60 % of its knee"
  double fraction = 0;  // of the arm's own knee; 0: an absolute rate, the same for all arms
  double rate_per_s = 0;
  std::vector<Repeat> repeats;
  std::vector<EndpointSummary> endpoints;  // the first: "all"
  std::vector<ProcessSummary> processes;
  Interval cpu_ms_per_request;  // of all processes
  Interval user_ms_per_request;
  Interval system_ms_per_request;
  Interval context_switches_per_request;
  Interval calls_per_request;
  Interval bytes_per_request;
  Interval fsyncs_per_order;
};
BOOST_DESCRIBE_STRUCT(RateResult, (),
                      (label, fraction, rate_per_s, repeats, endpoints, processes,
                       cpu_ms_per_request, user_ms_per_request, system_ms_per_request,
                       context_switches_per_request, calls_per_request, bytes_per_request,
                       fsyncs_per_order))

struct KneeStep {
  double rate_per_s = 0;
  double p99_ms = 0;
  double good_share = 0;  // 0..1
  bool held = false;
  std::string why;  // it did not hold
};
BOOST_DESCRIBE_STRUCT(KneeStep, (), (rate_per_s, p99_ms, good_share, held, why))

// The greatest rate that an arm sustains under the SLO.
struct Knee {
  std::string slo;  // "p99 ≤ 20 ms, 99 % answered well"
  Interval rate_per_s;
  Interval rate_per_s_per_core;
  std::string limited_by;  // "arm", "generator"
  std::vector<KneeStep> steps;
};
BOOST_DESCRIBE_STRUCT(Knee, (), (slo, rate_per_s, rate_per_s_per_core, limited_by, steps))

// One client that sends a request after the answer to the one before.
struct OneClientRow {
  std::string endpoint;
  std::int64_t requests = 0;
  Interval p50_us;
  Interval cpu_us;  // of all processes, deliveries afterwards included
};
BOOST_DESCRIBE_STRUCT(OneClientRow, (), (endpoint, requests, p50_us, cpu_us))

struct ArmResult {
  std::string name;               // "monolith"
  std::string title;              // "split (tcp)"
  std::string layout;             // what was asked for: a built-in name or a file
  bool emulated_network = false;  // --delay: its messages went through the relay
  std::vector<ProcessInfo> processes;
  Interval ready_ms;      // from the start of the first process to 200 from /readyz
  Interval resident_mib;  // all processes, under load
  Interval peak_mib;
  Knee knee;
  std::vector<RateResult> rates;
  std::vector<OneClientRow> one_client;
};
BOOST_DESCRIBE_STRUCT(ArmResult, (),
                      (name, title, layout, emulated_network, processes, ready_ms, resident_mib,
                       peak_mib, knee, rates, one_client))

}  // namespace lab
