// lab: where a report was made, and the work that was done.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "lab/report/report_values.h"

namespace lab {

struct Fingerprint {
  std::string started_at;  // RFC 3339
  std::string cpu;         // the model's name
  int cores = 0;           // that this process may use
  std::string arm_cpus;    // "0-1": the set all arms run on
  std::string generator_cpus;
  std::string kernel;       // "Linux 6.1.0 x86_64"
  std::string virtualised;  // "kvm"; empty: not known
  double memory_mib = 0;
  std::string file_system;  // of the data directories
  Interval fsync_us;        // of one 4 KiB append there
  Interval fsync_p99_us;
  std::string compiler;
  std::string build_type;
  std::string version;
  std::string commit;
  std::string command;            // reproduces this report
  std::vector<Setting> settings;  // the same in all arms, other than defaults
};
BOOST_DESCRIBE_STRUCT(Fingerprint, (),
                      (started_at, cpu, cores, arm_cpus, generator_cpus, kernel, virtualised,
                       memory_mib, file_system, fsync_us, fsync_p99_us, compiler, build_type,
                       version, commit, command, settings))

struct Share {
  std::string endpoint;  // "POST /api/v1/orders"
  double share = 0;      // of all requests, 0..1
};
BOOST_DESCRIBE_STRUCT(Share, (), (endpoint, share))

struct WorkloadInfo {
  std::string kind;  // "sessions", "online-retail"
  std::string file;  // of recorded baskets or of the catalogue; empty: the demo shop
  std::int64_t seed = 0;
  int products = 0;
  int customers = 0;
  double skew = 0;  // exponent of the Zipf law of product popularity
  std::vector<Share> mix;
  std::string description;    // a sentence or two, for people
  std::int64_t sessions = 0;  // in all repeats of one arm
  std::int64_t requests = 0;
  double repeat_s = 0;   // measured part of a repeat
  double warm_up_s = 0;  // thrown away
  int rounds = 0;
  std::string order;  // "ABBA"
};
BOOST_DESCRIBE_STRUCT(WorkloadInfo, (),
                      (kind, file, seed, products, customers, skew, mix, description, sessions,
                       requests, repeat_s, warm_up_s, rounds, order))

}  // namespace lab
