#include "real_writer.h"

#include <pthread.h>

#include <algorithm>
#include <boost/asio/post.hpp>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

#include "commit.h"
#include "kernel/storage.h"

namespace kernel {

namespace {

// Resumes every caller of the batch, all of one loop's by a single post.
void resume_all(std::vector<PendingWrite>& batch) {
  std::vector<Executor> places;
  for (const PendingWrite& write : batch)
    if (std::find(places.begin(), places.end(), write.resume.executor()) == places.end())
      places.push_back(write.resume.executor());
  for (const Executor& place : places) {
    std::vector<std::pair<Resume, std::exception_ptr>> mine;
    for (PendingWrite& write : batch)
      if (write.resume && write.resume.executor() == place)
        mine.emplace_back(std::move(write.resume), std::move(write.error));
    boost::asio::post(place, [mine = std::move(mine)]() mutable {
      for (auto& [resume, error] : mine) resume.run_here(std::move(error));
    });
  }
  batch.clear();
}

class WriterThread final : public WriteQueue {
 public:
  explicit WriterThread(Store& store) : store_(store), thread_([this] { run(); }) {
    pthread_setname_np(thread_.native_handle(), ("w:" + store.module()).substr(0, 15).c_str());
  }

  ~WriterThread() override {
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
    }
    filled_.notify_one();
    thread_.join();
  }

  bool push(WriteJob job, Resume& resume) override {
    {
      const std::lock_guard lock(mutex_);
      if (queue_.size() >= store_.options().queue_max) return false;
      queue_.push_back({job, std::move(resume), nullptr, false});
    }
    filled_.notify_one();
    return true;
  }

  std::size_t depth() const noexcept override {
    const std::lock_guard lock(mutex_);
    return queue_.size();
  }

 private:
  void run() {
    std::vector<PendingWrite> batch;
    while (take(batch)) {
      commit_batch(store_.writer(), batch);
      resume_all(batch);
    }
  }

  // Waits for work; false when there is none and there will be none.
  bool take(std::vector<PendingWrite>& batch) {
    std::unique_lock lock(mutex_);
    filled_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
    const std::size_t size = std::min(queue_.size(), store_.options().batch_max);
    for (std::size_t i = 0; i < size; ++i) {
      batch.push_back(std::move(queue_.front()));
      queue_.pop_front();
    }
    return size > 0;
  }

  Store& store_;
  mutable std::mutex mutex_;
  std::condition_variable filled_;
  std::deque<PendingWrite> queue_;  // guarded by mutex_
  bool stopping_ = false;           // guarded by mutex_
  std::thread thread_;              // last: it uses the others
};

}  // namespace

std::unique_ptr<WriteQueue> start_writer_thread(Store& store) {
  return std::make_unique<WriterThread>(store);
}

}  // namespace kernel
