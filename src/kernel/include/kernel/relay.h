// kernel: delivers what a module's outbox owes: events to their subscribers, durable commands to
// the module that owns them. At least once, in order per aggregate and destination; one failing
// destination holds up nobody else.
//
//   a destination refuses a row     the row's aggregate waits, longer each time; after the last
//                                   attempt the row is a dead letter
//   a destination is not reached    all that is owed to it waits. Before a row is tried again, the
//                                   destination is asked whether it is well, so that an outage,
//                                   however long, makes no dead letters
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "kernel/exchange.h"
#include "kernel/outbox.h"
#include "kernel/task_group.h"

namespace kernel {

struct RelayOptions {
  unsigned batch = 64;          // rows read at once
  unsigned attempts_max = 12;   // then the row is dead-lettered
  Ticks backoff_first = 100ms;  // doubles, with jitter, up to backoff_max
  Ticks backoff_max = 60s;
  Ticks delivery_timeout = 10s;
  Ticks outage_pause_max = 2s;      // between two looks at a destination that is not reached
  Ticks health_timeout = 500ms;     // of such a look
  Ticks idle = 5s;                  // looks anyway after this long
  Ticks inbox_lifetime = 30 * 24h;  // how long an event's id is remembered
};

class Relay {
 public:
  Relay(Exchange& exchange, std::string module, Database& database, TaskGroup& tasks,
        RelayOptions options);

  // Starts one worker per destination and partition, and the sweep of what is kept too long.
  void start();

  // Lets every worker look again now: at what is due, and whether its group is stopping.
  void wake() { wake_.notify(); }

  // Rows not yet delivered, dead ones included.
  std::int64_t pending();
  outbox::Letters list(const outbox::List& which);  // counts every row: not on a loop
  // Tries a dead letter again from its first attempt, or gives it up; its successors go on then.
  // Throws not_found.
  Task<> replay(std::int64_t delivery);
  Task<> discard(std::int64_t delivery);

 private:
  struct Due;
  struct Delivery;
  struct Round;
  // Who said what became of a row; a stranger is a proxy, or a server that turns everybody away.
  enum class Word { of_module, of_stranger, of_nobody };
  // Whether a failure says something about the row: the rest makes its pauses longer only.
  static bool counts_against(const Due& row, Word word, Code code);
  void offer_outbox();  // to administrators
  Task<WireResponse> answer_list(const WireRequest& request);
  Task<WireResponse> answer_replay(const WireRequest& request);
  Task<WireResponse> answer_discard(const WireRequest& request);
  Task<> supervise();
  std::vector<std::string> destinations_owed();
  Ticks complain(const std::exception& error);  // until it is tried again
  Task<> work(std::string destination, unsigned partition);
  Task<> sweep();
  std::vector<Due> due_rows(const std::string& destination, unsigned partition);
  std::optional<WallTime> next_attempt(const std::string& destination, unsigned partition);
  Task<Round> deliver_batch(const std::string& destination, unsigned partition, bool doubtful);
  Task<Delivery> deliver(const std::string& destination, const Due& row);
  Task<bool> sit_out(unsigned failures);
  std::string body_of(const Due& row, const std::string& payload) const;
  void offer_to_tap(const Edge& edge, const Due& row, const WireRequest& request, Ticks began,
                    const std::variant<WireResponse, Error>& outcome);
  void settle(Transaction& tx, const std::string& destination, const Due& row);
  void postpone(Transaction& tx, const std::string& destination, const Due& row,
                const Delivery& delivery, Ticks backoff);
  Ticks backoff_of(std::int64_t attempts);

  Exchange& exchange_;
  Runtime& runtime_;
  const std::string module_;
  Database& database_;
  TaskGroup& tasks_;
  const RelayOptions options_;
  Signal wake_;
  std::set<std::string> destinations_;  // that have workers; the supervisor's loop only
};

}  // namespace kernel
