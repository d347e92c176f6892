// A server that behaves as it is asked to, and plans for it.
#pragma once

#include <algorithm>
#include <atomic>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "http/server.h"
#include "lab/load/load.h"

namespace lab::test {

using namespace std::chrono_literals;

// What is asked for says how it is answered: /fast, /slow (20 ms), /never, /bad (503), /last
// (closes), /stall: nothing that comes within 300 ms of it is answered before they are over.
class Behaving final : public http::Handler {
 public:
  explicit Behaving(kernel::Runtime& runtime) : runtime_(runtime) {}

  kernel::Task<http::Response> handle(const http::Request& request) override {
    const std::string target(request.target);
    note(request);
    most_at_once = std::max<int>(most_at_once, ++at_once_);
    if (target == "/slow") co_await runtime_.sleep(20ms);
    if (target == "/never") co_await runtime_.sleep(1h);
    if (target == "/stall") stalled_until_ = runtime_.ticks() + 300ms;
    const auto stalled = stalled_until_ - runtime_.ticks();
    if (stalled > 0ms) co_await runtime_.sleep(stalled);
    --at_once_;
    http::Response response;
    if (target == "/bad") response.status = 503;
    if (target == "/last") response.headers.add("Connection", "close");
    co_return response;
  }

  std::vector<std::string> heard() {
    const std::lock_guard lock(mutex_);
    return heard_;
  }
  std::atomic<int> most_at_once = 0;

 private:
  void note(const http::Request& request) {
    std::string line(request.method);
    line.append(" ").append(request.target);
    for (const auto name : {"Authorization", "Idempotency-Key"})
      if (const auto value = request.header(name)) line.append(" ").append(*value);
    if (!request.body.empty()) line.append(" ").append(request.body);
    const std::lock_guard lock(mutex_);
    heard_.push_back(std::move(line));
  }

  kernel::Runtime& runtime_;
  int at_once_ = 0;
  kernel::Ticks stalled_until_{};
  std::mutex mutex_;
  std::vector<std::string> heard_;  // guarded by mutex_
};

// Listens on a loop of its own until the end of the test.
struct Shop {
  Shop() : thread([this] { runtime.run(); }) {}
  ~Shop() {
    runtime.stop();
    thread.join();
    runtime.destroy_frames();
  }
  kernel::RealRuntime runtime{{.loops = 1, .workers = 1}};
  Behaving handler{runtime};
  boost::asio::io_context* loops[1] = {&runtime.loop(0)};
  http::Server server{runtime, loops, handler};
  const std::string url = server.listen("http://127.0.0.1:0");
  std::thread thread;
};

// `count` requests for `target`, `gap` apart, without a warm-up.
inline LoadPlan plan_for(const std::string& url, const std::string& target, int count,
                         std::chrono::microseconds gap) {
  LoadPlan plan;
  plan.url = url;
  plan.endpoints = {{"it", "GET", {200}}};
  for (int i = 0; i < count; ++i) plan.requests.push_back({gap.count() * i, 0, -1, target, {}, {}});
  plan.measured_us = gap.count() * count + 1;
  plan.good_within_us = 5'000'000;
  return plan;
}
}  // namespace lab::test
