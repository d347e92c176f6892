// kernel: the Runtime of a real process: one event loop per core, a worker pool, one writer thread
// per module, the machine's clocks and random numbers.
#pragma once

#include <ctime>
#include <map>
#include <memory>
#include <mutex>
#include <vector>

#include "kernel/runtime.h"

namespace kernel {

struct RealRuntimeOptions {
  unsigned loops = 0;    // 0: one per core
  unsigned workers = 0;  // 0: one per core, at least 2
};

// How many workers a runtime with these options has.
unsigned workers_of(const RealRuntimeOptions& options) noexcept;

class RealRuntime final : public Runtime {
 public:
  explicit RealRuntime(RealRuntimeOptions options = {});
  ~RealRuntime() override;  // stop() if nobody did

  // Runs the loops until stop(); the calling thread serves loop 0.
  void run();
  // From any thread: ends every loop. What is still suspended is destroyed with the runtime.
  void stop();
  // Ends the threads and destroys what is suspended; modules must still be alive, since their
  // frames refer to them. Called by the composition root after run() returned.
  void destroy_frames();

  boost::asio::io_context& loop(unsigned index);

  // When it was on ticks() what the kernel stamped with its wall clock, as SO_TIMESTAMPNS does.
  Ticks ticks_at(const timespec& stamp) noexcept;

  Ticks ticks() noexcept override;
  WallTime now() noexcept override;
  std::uint64_t random() noexcept override;
  void random_bytes(std::span<std::uint8_t> out) override;
  TimerId after(Ticks delay, Unique<void()> what) override;
  void cancel(TimerId timer) noexcept override;
  std::uint64_t park(Resume resume) override;
  Resume unpark(std::uint64_t number) noexcept override;
  void offload(Unique<void()> work, Resume resume) override;
  Ticks workers_behind() noexcept override;
  void spawn(Task<> task) override;
  unsigned loops() const noexcept override;
  unsigned this_loop() const noexcept override;  // loops() outside of any
  void post(unsigned loop, Unique<void()> what) override;
  std::unique_ptr<WriteQueue> writer(Store& store) override;

 private:
  struct Loop;
  class Workers;
  void serve(unsigned index);

  std::mutex parked_mutex_;
  std::map<std::uint64_t, Resume> parked_;  // guarded by parked_mutex_
  std::uint64_t next_parked_ = 1;           // guarded by parked_mutex_
  std::vector<std::unique_ptr<Loop>> loops_;
  std::unique_ptr<Workers> workers_;
};

}  // namespace kernel
