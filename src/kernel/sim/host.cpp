#include <boost/asio/post.hpp>
#include <deque>
#include <utility>

#include "commit.h"
#include "kernel/sim/world.h"
#include "sim_transport.h"

namespace kernel::sim {

namespace {
// 2026-01-01T00:00:00Z: where every world's wall clock starts.
constexpr std::int64_t epoch_ms = 1'767'225'600'000;
}  // namespace

Host::Host(World& world, std::string name, std::uint64_t seed)
    : world_(world),
      name_(std::move(name)),
      random_(seed),
      transport_(std::make_unique<SimTransport>(*this)),
      io_(std::make_unique<boost::asio::io_context>(1)) {}

Host::~Host() { crash(); }

// Why this order: destroying a suspended stack posts its destruction to the io_context, so that
// must be alive; the stacks refer to modules, so those go last.
void Host::crash() {
  ++life_;
  auto io = std::exchange(io_, std::make_unique<boost::asio::io_context>(1));
  auto kept = std::exchange(kept_, {});
  waiting_.clear();
  parked_.clear();
  io.reset();
  while (!kept.empty()) kept.pop_back();
  world_.fail_calls_to(*this);
}

void Host::drain() {
  io_->restart();
  while (io_->poll_one() != 0) {
  }
}

void Host::enter(const std::function<void()>& what) {
  what();
  drain();
}

Ticks Host::ticks() noexcept { return world_.now(); }

WallTime Host::now() noexcept { return WallTime{epoch_ms} + (world_.now() - 1h) + clock_ahead_; }

std::uint64_t Host::random() noexcept { return random_.next(); }

void Host::random_bytes(std::span<std::uint8_t> out) {
  for (std::uint8_t& byte : out) byte = static_cast<std::uint8_t>(random_.next() >> 32);
}

// What waits lies in the host; the world's queue knows only its number and life, so an event of an
// older life finds nothing.
void Host::later(Ticks delay, Unique<void()> what, std::uint64_t number) {
  waiting_.emplace(number, std::move(what));
  world_.schedule(delay, [this, number, life = life_] {
    if (life != life_) return;
    auto found = waiting_.extract(number);
    if (found.empty()) return;
    enter([&] { found.mapped()(); });
  });
}

TimerId Host::after(Ticks delay, Unique<void()> what) {
  const std::uint64_t number = next_number_++;
  later(delay, std::move(what), number);
  return number;
}

void Host::cancel(TimerId timer) noexcept { waiting_.erase(timer); }

std::uint64_t Host::park(Resume resume) {
  const std::uint64_t number = next_number_++;
  parked_.emplace(number, std::move(resume));
  return number;
}

Resume Host::unpark(std::uint64_t number) noexcept {
  auto found = parked_.extract(number);
  return found.empty() ? Resume() : std::move(found.mapped());
}

void Host::offload(Unique<void()> work, Resume resume) {
  after(world_.pace().worker, [work = std::move(work), resume = std::move(resume)]() mutable {
    work();
    resume();
  });
}

void Host::spawn(Task<> task) {
  start(io_->get_executor(), std::move(task), [this](std::exception_ptr error) {
    if (!error) return;
    try {
      std::rethrow_exception(error);
    } catch (const std::exception& failure) {
      failures_.emplace_back(failure.what());
    }
  });
}

void Host::post(unsigned, Unique<void()> what) {
  boost::asio::post(*io_, [what = std::move(what)]() mutable { what(); });
}

// A writer whose fsync takes virtual time. A crash before the commit loses the batch; one after it
// leaves it committed and unanswered.
class SimWriter final : public WriteQueue {
 public:
  SimWriter(Host& host, Store& store) : host_(host), store_(store) {}

  bool push(WriteJob job, Resume& resume) override {
    if (queue_.size() >= store_.options().queue_max) return false;
    queue_.push_back({job, host_.park(std::move(resume))});
    if (!committing_) begin();
    return true;
  }

  std::size_t depth() const noexcept override { return queue_.size(); }

 private:
  void begin() {
    committing_ = true;
    const std::size_t size = std::min(queue_.size(), store_.options().batch_max);
    auto batch = std::make_shared<std::vector<PendingWrite>>();
    for (std::size_t i = 0; i < size; ++i) {
      const Queued next = queue_.front();
      queue_.pop_front();
      batch->push_back({next.job, host_.unpark(next.parked), nullptr, false});
    }
    const Pace& pace = host_.world().pace();
    host_.after(host_.world().random().between(pace.commit_min, pace.commit_max),
                [this, batch] { commit(batch); });
  }

  void commit(const std::shared_ptr<std::vector<PendingWrite>>& batch) {
    commit_batch(store_.writer(), *batch);
    host_.world().note(host_, "commit " + store_.module() + " " + std::to_string(batch->size()));
    host_.after(1us, [this, batch] {
      for (PendingWrite& write : *batch) write.resume(std::move(write.error));
      committing_ = false;
      if (!queue_.empty()) begin();
    });
  }

  struct Queued {
    WriteJob job;
    std::uint64_t parked;
  };

  Host& host_;
  Store& store_;
  std::deque<Queued> queue_;
  bool committing_ = false;
};

std::unique_ptr<WriteQueue> Host::writer(Store& store) {
  return std::make_unique<SimWriter>(*this, store);
}

}  // namespace kernel::sim
