#include "kernel/real_runtime.h"

#include <pthread.h>
#include <sched.h>
#include <sodium.h>

#include <algorithm>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <thread>

#include "kernel/error.h"
#include "kernel/log.h"
#include "kernel/observe.h"
#include "real_writer.h"

namespace kernel {

namespace asio = boost::asio;

namespace {

using Timer = asio::basic_waitable_timer<std::chrono::steady_clock,
                                         asio::wait_traits<std::chrono::steady_clock>, Executor>;

constexpr unsigned outside = ~0u;
constexpr TimerId loops_max_timer = 1024;  // a timer id is number × this + loop
thread_local unsigned current_loop = outside;

// Those that this process may run on: a container or taskset may leave it fewer than there are.
unsigned usable_cores() {
  cpu_set_t cores;
  CPU_ZERO(&cores);
  const bool known = sched_getaffinity(0, sizeof cores, &cores) == 0;
  return std::max(
      1u, known ? static_cast<unsigned>(CPU_COUNT(&cores)) : std::thread::hardware_concurrency());
}

void name_thread(const std::string& name) {
  pthread_setname_np(pthread_self(), name.substr(0, 15).c_str());
}

// xoshiro256** (Blackman, Vigna 2018), one a thread, seeded by the system: for span ids and jitter.
struct Generator {
  std::uint64_t state[4];
  Generator() { randombytes_buf(state, sizeof state); }
  static std::uint64_t rotate(std::uint64_t x, int k) { return x << k | x >> (64 - k); }
  std::uint64_t next() {
    const std::uint64_t result = rotate(state[1] * 5, 7) * 9;
    const std::uint64_t shifted = state[1] << 17;
    state[2] ^= state[0];
    state[3] ^= state[1];
    state[1] ^= state[2];
    state[0] ^= state[3];
    state[2] ^= shifted;
    state[3] = rotate(state[3], 45);
    return result;
  }
};

}  // namespace

struct RealRuntime::Loop {
  std::unique_ptr<asio::io_context> io = std::make_unique<asio::io_context>(1);
  asio::executor_work_guard<Executor> work{io->get_executor()};
  std::thread thread;
  // This loop only:
  std::map<TimerId, std::unique_ptr<Timer>> timers;
  TimerId next_timer = 1;
};

// A few threads for what must not hold up a loop.
class RealRuntime::Workers {
 public:
  explicit Workers(unsigned count) {
    for (unsigned i = 0; i < count; ++i)
      threads_.emplace_back([this, i] {
        name_thread("worker" + std::to_string(i));
        run();
      });
  }
  ~Workers() {
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
    }
    filled_.notify_all();
    for (std::thread& thread : threads_) thread.join();
  }
  // False when too many wait already: nothing was taken.
  bool push(Unique<void()>& work, Resume& resume, Ticks now) {
    {
      const std::lock_guard lock(mutex_);
      if (queue_.size() >= waiting_max) return false;
      queue_.push_back({std::move(work), std::move(resume), now});
    }
    filled_.notify_one();
    return true;
  }
  // Of the job that is next.
  std::optional<Ticks> waits_since() {
    const std::lock_guard lock(mutex_);
    if (queue_.empty()) return std::nullopt;
    return queue_.front().since;
  }

 private:
  static constexpr std::size_t waiting_max = 256;
  struct Job {
    Unique<void()> work;
    Resume resume;
    Ticks since;
  };
  void run() {
    for (;;) {
      std::unique_lock lock(mutex_);
      filled_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
      if (queue_.empty()) return;
      Job job = std::move(queue_.front());
      queue_.pop_front();
      lock.unlock();
      job.work();
      job.resume();
    }
  }

  std::mutex mutex_;
  std::condition_variable filled_;
  std::deque<Job> queue_;  // guarded by mutex_
  bool stopping_ = false;  // guarded by mutex_
  std::vector<std::thread> threads_;
};

unsigned workers_of(const RealRuntimeOptions& options) noexcept {
  return options.workers != 0 ? options.workers : std::max(2U, usable_cores());
}

RealRuntime::RealRuntime(RealRuntimeOptions options) {
  if (sodium_init() < 0) throw std::runtime_error("libsodium cannot start");
  const unsigned loops = std::min(options.loops != 0 ? options.loops : usable_cores(), loops_max);
  for (unsigned i = 0; i < loops; ++i) loops_.push_back(std::make_unique<Loop>());
  workers_ = std::make_unique<Workers>(workers_of(options));
}

RealRuntime::~RealRuntime() {
  stop();
  destroy_frames();
}

void RealRuntime::serve(unsigned index) {
  current_loop = index;
  for (;;) {
    try {
      loops_[index]->io->run();
      break;
    } catch (const std::exception& error) {
      log_error("loop handler failed", {{"error", error.what()}});
    }
  }
  current_loop = outside;
}

void RealRuntime::run() {
  for (unsigned i = 1; i < loops(); ++i)
    loops_[i]->thread = std::thread([this, i] {
      name_thread("loop" + std::to_string(i));
      serve(i);
    });
  serve(0);
  for (auto& loop : loops_)
    if (loop->thread.joinable()) loop->thread.join();
}

void RealRuntime::stop() {
  for (auto& loop : loops_)
    if (loop->io) loop->io->stop();
}

void RealRuntime::destroy_frames() {
  for (auto& loop : loops_)
    if (loop->thread.joinable()) loop->thread.join();
  workers_.reset();
  parked_.clear();
  for (auto& loop : loops_) {
    loop->timers.clear();
    loop->work.reset();
    loop->io.reset();
  }
}

asio::io_context& RealRuntime::loop(unsigned index) { return *loops_.at(index)->io; }

Ticks RealRuntime::ticks() noexcept { return std::chrono::steady_clock::now().time_since_epoch(); }

Ticks RealRuntime::ticks_at(const timespec& stamp) noexcept {
  const auto wall = std::chrono::system_clock::now().time_since_epoch();
  return ticks() -
         (wall - std::chrono::seconds(stamp.tv_sec) - std::chrono::nanoseconds(stamp.tv_nsec));
}

WallTime RealRuntime::now() noexcept {
  using namespace std::chrono;
  return {duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count()};
}

std::uint64_t RealRuntime::random() noexcept {
  thread_local Generator generator;
  return generator.next();
}

void RealRuntime::random_bytes(std::span<std::uint8_t> out) {
  randombytes_buf(out.data(), out.size());
}

unsigned RealRuntime::loops() const noexcept { return static_cast<unsigned>(loops_.size()); }

unsigned RealRuntime::this_loop() const noexcept {
  return current_loop == outside ? loops() : current_loop;
}

// A timer lives on the loop that asked; its id names both.
TimerId RealRuntime::after(Ticks delay, Unique<void()> what) {
  const unsigned index = current_loop == outside ? 0 : current_loop;
  Loop& loop = *loops_[index];
  const TimerId id = loop.next_timer++;
  auto timer = std::make_unique<Timer>(*loop.io);
  // A wait without end would overflow the clock.
  timer->expires_after(std::min<Ticks>(delay, std::chrono::hours(24 * 365)));
  timer->async_wait(
      [&loop, id, what = std::move(what)](const boost::system::error_code& cancelled) mutable {
        loop.timers.erase(id);
        if (!cancelled) what();
      });
  loop.timers.emplace(id, std::move(timer));
  return id * loops_max_timer + index;
}

void RealRuntime::cancel(TimerId timer) noexcept {
  const unsigned index = static_cast<unsigned>(timer % loops_max_timer);
  if (index != current_loop) return;  // fires on its own loop and finds nothing to do
  const auto found = loops_[index]->timers.find(timer / loops_max_timer);
  if (found != loops_[index]->timers.end()) found->second->cancel();
}

std::uint64_t RealRuntime::park(Resume resume) {
  const std::lock_guard lock(parked_mutex_);
  parked_.emplace(next_parked_, std::move(resume));
  return next_parked_++;
}

Resume RealRuntime::unpark(std::uint64_t number) noexcept {
  const std::lock_guard lock(parked_mutex_);
  const auto found = parked_.find(number);
  if (found == parked_.end()) return {};
  Resume resume = std::move(found->second);
  parked_.erase(found);
  return resume;
}

void RealRuntime::offload(Unique<void()> work, Resume resume) {
  if (workers_->push(work, resume, ticks())) return;
  resume(std::make_exception_ptr(
      Error(Code::resource_exhausted, "too much waits to be worked on; try again later")));
}

Ticks RealRuntime::workers_behind() noexcept {
  const auto since = workers_->waits_since();
  return since ? ticks() - *since : Ticks::zero();
}

void RealRuntime::spawn(Task<> task) {
  const unsigned index = current_loop == outside ? 0 : current_loop;
  start(loops_[index]->io->get_executor(), std::move(task), [](std::exception_ptr error) {
    if (!error) return;
    try {
      std::rethrow_exception(error);
    } catch (const std::exception& failure) {
      log_error("task failed", {{"error", failure.what()}});
    }
  });
}

void RealRuntime::post(unsigned loop, Unique<void()> what) {
  asio::post(*loops_.at(loop)->io, [what = std::move(what)]() mutable { what(); });
}

std::unique_ptr<WriteQueue> RealRuntime::writer(Store& store) { return start_writer_thread(store); }

}  // namespace kernel
