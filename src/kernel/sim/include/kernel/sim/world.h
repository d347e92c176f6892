// kernel, simulated: a world of processes in one thread under a virtual clock, everything drawn
// from one seed. The same seed gives the same trace, byte for byte.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "kernel/exchange.h"
#include "kernel/runtime.h"
#include "kernel/sim/faults.h"
#include "kernel/storage.h"
#include "kernel/xoshiro.h"

namespace kernel::sim {

class Host;

// xoshiro256** (Blackman, Vigna 2018), seeded by splitmix64: the same everywhere, unlike std's.
class Random {
 public:
  explicit Random(std::uint64_t seed) : engine_(seed) {}
  std::uint64_t next() noexcept { return engine_.next(); }
  // Uniform enough in [0, bound) for bounds far below 2^64.
  std::uint64_t below(std::uint64_t bound) noexcept { return bound == 0 ? 0 : next() % bound; }
  Ticks between(Ticks low, Ticks high) noexcept;

 private:
  Xoshiro256 engine_;
};

// How long things take, in virtual time.
struct Pace {
  Ticks message_min = 50us, message_max = 500us;  // between hosts, each way
  Ticks commit_min = 100us, commit_max = 2ms;     // an fsync
  Ticks worker = 1ms;                             // a job of the worker pool
};

class World {
 public:
  explicit World(std::uint64_t seed, Pace pace = {});
  ~World();
  World(const World&) = delete;
  World& operator=(const World&) = delete;

  // A simulated process; made at first use, alive from then on.
  Host& host(const std::string& name);

  // What survives a crash: a database in memory, per host and module.
  std::shared_ptr<Store> store(const std::string& host, const std::string& module,
                               Migrations migrations);

  // Whoever sends to `url` reaches `dispatch` on `host` while that life of it lasts.
  using Dispatch = std::function<Task<WireResponse>(const WireRequest&)>;
  void listen(const std::string& url, Host& host, Dispatch dispatch);

  // Lets events happen until `done`; false when `limit` of virtual time passed first or nothing is
  // left to happen.
  bool run_until(const std::function<bool()>& done, Ticks limit = 10min);
  void run_for(Ticks duration);

  // Something that happens to the world after `delay`: a crash, a fault.
  void at(Ticks delay, std::function<void()> what) { schedule(delay, std::move(what)); }

  // From now on these go wrong. `strike` is called between two events with a host that is to crash,
  // and may crash it.
  void set_faults(const Faults& faults, std::function<void(Host&)> strike = {});

  Ticks now() const noexcept { return now_; }
  const Pace& pace() const noexcept { return pace_; }
  Random& random() noexcept { return random_; }

  // One line per event that matters, with its virtual time.
  void note(const Host& host, std::string_view what);
  const std::string& trace() const noexcept { return trace_; }

  // Real sockets are open on the hosts' loops (tests over HTTP): before the clock moves on, they
  // are given a moment of real time.
  void use_real_sockets() noexcept { real_sockets_ = true; }

 private:
  friend class Host;
  friend class SimTransport;
  struct Listener {
    Host* host;
    std::uint64_t life;
    Dispatch dispatch;
  };
  struct Call;

  void schedule(Ticks delay, std::function<void()> what);
  bool step();  // one event; false when there is none
  bool serve_sockets();
  void transmit(Host& from, const std::string& url, WireRequest request,
                std::shared_ptr<Call> call);
  void answer(const std::shared_ptr<Call>& call, WireResponse response);
  void fail(const std::shared_ptr<Call>& call, Error error);
  void fail_calls_to(const Host& host);
  bool happens(unsigned chance) noexcept;
  Ticks travel();
  void lose(const std::shared_ptr<Call>& call, std::string_view what);
  void threaten(const Host& host);
  void write_line(const Host& host, std::string_view what);

  const Pace pace_;
  Random random_;
  Faults faults_;
  std::function<void(Host&)> strike_;
  Ticks now_ = 1h;
  std::uint64_t sequence_ = 0;
  std::map<std::pair<Ticks, std::uint64_t>, std::function<void()>> queue_;
  std::map<std::string, std::unique_ptr<Host>> hosts_;
  std::map<std::string, std::shared_ptr<Store>> stores_;
  std::map<std::string, Listener> listeners_;
  std::vector<std::shared_ptr<Call>> calls_;
  std::string trace_;
  bool real_sockets_ = false;
};

// One simulated process and its Runtime. It owns an io_context per life; a crash destroys that with
// every coroutine in it. Objects that live in the process (modules, exchange) are kept alive by
// `keep` and go last.
class Host final : public Runtime {
 public:
  Host(World& world, std::string name, std::uint64_t seed);
  ~Host() override;

  const std::string& name() const noexcept { return name_; }
  std::uint64_t life() const noexcept { return life_; }
  World& world() noexcept { return world_; }
  Transport& transport() noexcept { return *transport_; }
  boost::asio::io_context& io() noexcept { return *io_; }

  // Gives an object to this life: it dies with it, after every coroutine, last kept first.
  template <class T>
  T& keep(std::unique_ptr<T> object) {
    T& kept = *object;
    kept_.push_back(std::shared_ptr<T>(std::move(object)));
    return kept;
  }

  // Runs `what` as this process, then whatever became ready by it.
  void enter(const std::function<void()>& what);

  // kill -9: the life ends here and now, and the next one begins empty.
  void crash();

  // Sets the machine's wall clock forward or back; its ticks go on evenly.
  void shift_clock(Ticks by) noexcept { clock_ahead_ += by; }

  Ticks ticks() noexcept override;
  WallTime now() noexcept override;
  std::uint64_t random() noexcept override;
  void random_bytes(std::span<std::uint8_t> out) override;
  TimerId after(Ticks delay, Unique<void()> what) override;
  void cancel(TimerId timer) noexcept override;
  std::uint64_t park(Resume resume) override;
  Resume unpark(std::uint64_t number) noexcept override;
  void offload(Unique<void()> work, Resume resume) override;
  void spawn(Task<> task) override;
  unsigned loops() const noexcept override { return 1; }
  unsigned this_loop() const noexcept override { return 0; }
  void post(unsigned loop, Unique<void()> what) override;
  std::unique_ptr<WriteQueue> writer(Store& store) override;

  // Exceptions that left a spawned coroutine: none in a correct run.
  const std::vector<std::string>& failures() const noexcept { return failures_; }

 private:
  friend class World;
  friend class SimWriter;
  void later(Ticks delay, Unique<void()> what, std::uint64_t number);
  void drain();

  World& world_;
  const std::string name_;
  Random random_;
  Ticks clock_ahead_{};
  std::uint64_t life_ = 1;
  std::uint64_t next_number_ = 1;
  std::vector<std::string> failures_;
  std::unique_ptr<Transport> transport_;
  // One life; destroyed in crash() in the order: waiting, parked, io, kept.
  std::vector<std::shared_ptr<void>> kept_;
  std::unique_ptr<boost::asio::io_context> io_;
  std::map<std::uint64_t, Resume> parked_;
  std::map<std::uint64_t, Unique<void()>> waiting_;  // timers, commits, workers
};

}  // namespace kernel::sim
