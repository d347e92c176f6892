// kernel: time, randomness, timers, workers, writers and threads: all that makes a run differ from
// the next one comes through here. Two implementations: real (kernel/real_runtime.h) and simulated
// (kernel/sim/world.h), in which a whole shop runs in one thread from one seed.
#pragma once

#include <cstdint>
#include <memory>
#include <span>

#include "kernel/task.h"
#include "kernel/time.h"

namespace kernel {

class Database;
class Store;
class Transaction;

// Work for a module's one writer. Points into the suspended caller's frame, which outlives it.
struct WriteJob {
  Database* database = nullptr;
  void* object = nullptr;
  void (*run)(void* object, Transaction& tx) = nullptr;
};

// The queue before a module's writer; drained in batches, each batch one commit.
class WriteQueue {
 public:
  virtual ~WriteQueue() = default;
  // False when the queue is full: nothing was taken, and `resume` is untouched.
  virtual bool push(WriteJob job, Resume& resume) = 0;
  virtual std::size_t depth() const noexcept = 0;
};

using TimerId = std::uint64_t;

class Runtime {
 public:
  virtual ~Runtime() = default;

  virtual Ticks ticks() noexcept = 0;
  virtual WallTime now() noexcept = 0;
  virtual std::uint64_t random() noexcept = 0;
  // Cryptographically strong on the real runtime, from the seed on the simulated one.
  virtual void random_bytes(std::span<std::uint8_t> out) = 0;

  // Calls `what` on the calling loop after `delay`.
  virtual TimerId after(Ticks delay, Unique<void()> what) = 0;
  virtual void cancel(TimerId timer) noexcept = 0;

  // Keeps a suspended coroutine until somebody takes it out again, from any thread. Whoever waits
  // for something keeps the number, never the Resume: a crash must find every stack here.
  virtual std::uint64_t park(Resume resume) = 0;
  virtual Resume unpark(std::uint64_t number) noexcept = 0;  // empty when it is gone

  // Runs `work` on the worker pool, then resumes; `work` must not throw. When too much waits there
  // already, resumes with Error{resource_exhausted} instead.
  virtual void offload(Unique<void()> work, Resume resume) = 0;
  // How long what is next to be worked on there has waited so far; zero when nothing waits.
  virtual Ticks workers_behind() noexcept { return Ticks::zero(); }

  // Starts a coroutine on the calling loop (on loop 0 when called from outside of them).
  virtual void spawn(Task<> task) = 0;

  // Event loops: their number, the calling one, and a thread-safe way to run something on one.
  virtual unsigned loops() const noexcept = 0;
  virtual unsigned this_loop() const noexcept = 0;
  virtual void post(unsigned loop, Unique<void()> what) = 0;

  virtual std::unique_ptr<WriteQueue> writer(Store& store) = 0;

  Task<> sleep(Ticks duration);

  // Runs `work` (any callable; may throw) on the worker pool and returns its result. `work` is
  // taken by reference: the caller's frame stays suspended meanwhile.
  template <class F>
  Task<std::invoke_result_t<F&>> on_worker(F& work);
};

}  // namespace kernel

#include "kernel/detail/on_worker.h"
