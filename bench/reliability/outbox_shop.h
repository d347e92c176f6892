// reliability: a module that does nothing but announce, and what it costs it.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "kernel/module.h"
#include "outbox_post.h"
#include "session.h"

namespace reliability {

// What is announced: about so many things, each of which is numbered through.
struct Subjects {
  Subjects(kernel::Runtime& runtime, std::int64_t count);
  std::vector<kernel::OrderId> ids;
  std::vector<std::int64_t> numbers;  // the last one announced
  std::size_t next = 0;               // they take turns
};

// Of one event.
struct EventCost {
  double wall_us = 0;  // until all of them were written
  double all_us = 0;   // until all of them were delivered; infinite: not in time
  double cpu_us = 0;   // of this process, from the first to the last
};

struct AloneCost {
  double write_ms = 0;    // p50, until it was written
  double deliver_ms = 0;  // p50, from then until it was delivered; infinite: not in time
  double deliver_p99_ms = 0;
};

// Open from the beginning to the end of its life; its relay runs when it is told to.
class OutboxShop {
 public:
  OutboxShop(lab::Lab& lab, OutboxPost& post, const std::string& directory);
  ~OutboxShop();
  OutboxShop(const OutboxShop&) = delete;
  OutboxShop& operator=(const OutboxShop&) = delete;

  void start_relay();
  // Before it is destroyed, whatever happened.
  kernel::Task<> stop();

  // As many as `count` to whoever is away, many in one transaction.
  kernel::Task<> fill(Subjects& away, std::int64_t count);
  // One transaction each, many at once. Without the relay; nothing is delivered.
  kernel::Task<EventCost> announce(Subjects& away, std::int64_t count);
  // The same to whoever is well, until it has heard of them.
  kernel::Task<EventCost> announce_and_deliver(Subjects& well, std::int64_t count,
                                               kernel::Ticks patience);
  // One after the other, each when the one before was delivered.
  kernel::Task<AloneCost> announce_alone(Subjects& well, int count, kernel::Ticks patience);
  // The share of a core that this process uses while nothing is announced.
  kernel::Task<double> idle_share(kernel::Ticks duration);
  // How long an administrator's look at the outbox takes.
  double list_ms();

 private:
  class Announcer;
  struct Round;
  template <class E>
  kernel::Task<> client(Round& round);
  template <class E>
  kernel::Task<> write_all(Subjects& subjects, std::int64_t count);

  lab::Lab& lab_;
  OutboxPost& post_;
  kernel::Exchange exchange_;
  std::unique_ptr<Announcer> module_;
};

}  // namespace reliability
