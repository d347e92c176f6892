#include "lab/load/generator.h"

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <boost/asio/ip/address.hpp>
#include <charconv>

#include "http/address.h"
#include "kernel/error.h"

namespace lab {
namespace {

using kernel::Task;
using kernel::Ticks;
using std::chrono::microseconds;

// After so many sent at once, answers are looked at first.
constexpr int burst_max = 32;
// A wake-up costs as much as sending: at high rates it does for several requests. Longer naps cost
// less and send later.
constexpr Ticks nap_short = microseconds(100);
constexpr Ticks nap_long = microseconds(250);
constexpr double high_rate_per_s = 10'000;
// Answers wait no longer to be looked at, however few requests there are.
constexpr Ticks nap_max = std::chrono::milliseconds(1);
constexpr Ticks sweep_pause_max = std::chrono::milliseconds(100);

LoadConnection::Address address_of(const std::string& url) {
  const auto origin = http::parse_origin(url);
  boost::system::error_code error;
  const auto host = origin.host == "localhost" ? std::string("127.0.0.1") : origin.host;
  const auto address = boost::asio::ip::make_address(host, error);
  if (error)
    throw kernel::Error(kernel::Code::invalid_argument,
                        url + ": load goes to a numeric address, http://127.0.0.1:8080");
  return {address, origin.port};
}

// Of the whole process: what the generator costs the machine, its idle threads included.
double cpu_seconds() {
  rusage use{};
  getrusage(RUSAGE_SELF, &use);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * 1e-6;
  };
  return seconds(use.ru_utime) + seconds(use.ru_stime);
}

Ticks nap_for(const LoadPlan& plan) {
  const auto duration_us = static_cast<double>(plan.warm_up_us + plan.measured_us);
  const double rate_per_s = static_cast<double>(plan.requests.size()) * 1e6 / duration_us;
  return rate_per_s > high_rate_per_s ? nap_long : nap_short;
}

}  // namespace

Generator::Generator(kernel::RealRuntime& runtime, const LoadPlan& plan, LoadResult& result,
                     const Said& said)
    : runtime_(runtime),
      plan_(plan),
      result_(result),
      said_(said),
      address_(address_of(plan.url)),
      nap_min_(nap_for(plan)),
      stamps_(runtime),
      ready_(runtime.loop(0).get_executor()),
      tally_(plan) {
  const auto host = "Host: " + http::parse_origin(plan.url).authority() + "\r\n";
  for (const auto& token : plan.tokens)
    heads_.push_back(host + "Authorization: Bearer " + token + "\r\n");
  heads_.push_back(host);
}

Generator::~Generator() {
  *alive_ = false;
  for (const auto& connection : all_) connection->drop();
}

Task<> Generator::run() {
  co_await stamps_.wait();
  start_ = runtime_.ticks();
  kernel::Unique<void(kernel::Resume)> wait = [this](kernel::Resume resume) {
    ended_ = std::move(resume);
    sweep();
    if (!plan_.one_at_a_time) return follow_schedule();
    ready_.assign(::dup(poll_.descriptor()));
    look_whenever_ready();
    take_turn();
  };
  co_await kernel::suspend(std::move(wait));
  tally_.finish(result_);
}

// ---- the schedule --------------------------------------------------------------------------

void Generator::follow_schedule() {
  poll_.look();
  for (int burst = 1; !measured_; ++burst) {
    const bool more = next_ < plan_.requests.size();
    const bool begins = !measuring_ && (!more || counted(next_));
    const auto at_us = begins ? plan_.warm_up_us
                       : more ? plan_.requests[next_].at_us
                              : plan_.warm_up_us + plan_.measured_us;
    const auto wait = due(at_us) - runtime_.ticks();
    if (wait > Ticks::zero()) return wake_after(std::clamp(wait, nap_min_, nap_max));
    if (begins)
      begin_measuring();
    else if (more)
      start(next_++);
    else
      end_measuring();
    if (burst % burst_max == 0) poll_.look();
  }
  end_if_done();
  if (under_way_ > 0) wake_after(nap_max);
}

void Generator::wake_after(Ticks delay) {
  runtime_.after(delay, [this, alive = alive_] {
    if (*alive) follow_schedule();
  });
}

void Generator::look_whenever_ready() {
  ready_.async_wait(boost::asio::posix::descriptor_base::wait_read,
                    [this, alive = alive_](boost::system::error_code error) {
                      if (error || !*alive) return;
                      poll_.look();
                      look_whenever_ready();
                    });
}

// Closed loop: the next request after the answer to the one before.
void Generator::take_turn() {
  if (next_ == plan_.requests.size()) {
    if (!measuring_) begin_measuring();
    end_measuring();
    return end_if_done();
  }
  if (!measuring_ && counted(next_)) begin_measuring();
  turn_ = runtime_.ticks();
  start(next_++);
}

Ticks Generator::scheduled(std::size_t job) const {
  return plan_.one_at_a_time ? turn_ : due(plan_.requests[job].at_us);
}

// ---- requests and connections --------------------------------------------------------------

std::shared_ptr<LoadConnection> Generator::free_connection() {
  auto& free = idle_.empty() ? closed_ : idle_;
  if (!free.empty()) {
    const auto connection = free.back()->shared_from_this();
    free.pop_back();
    return connection;
  }
  if (all_.size() == static_cast<std::size_t>(plan_.connections_max)) return nullptr;
  return all_.emplace_back(std::make_shared<LoadConnection>(runtime_, poll_, address_, *this));
}

void Generator::start(std::size_t job) {
  ++under_way_;
  if (counted(job)) ++counted_;
  if (const auto connection = free_connection())
    send(*connection, job);
  else
    waiting_.push_back(job);
}

void Generator::send(LoadConnection& connection, std::size_t job) {
  const auto& planned = plan_.requests[job];
  connection.in_use = true;
  connection.job = job;
  connection.deadline = scheduled(job) + microseconds(plan_.timeout_us);
  render(connection.request(), planned);
  connection.begin(plan_.endpoints[static_cast<std::size_t>(planned.endpoint)].method == "GET");
}

void Generator::render(std::string& out, const PlannedRequest& planned) const {
  const auto& method = plan_.endpoints[static_cast<std::size_t>(planned.endpoint)].method;
  const auto& head =
      planned.customer < 0 ? heads_.back() : heads_[static_cast<std::size_t>(planned.customer)];
  out.clear();
  out.append(method).append(" ").append(planned.target).append(" HTTP/1.1\r\n").append(head);
  if (!planned.key.empty()) out.append("Idempotency-Key: ").append(planned.key).append("\r\n");
  if (!planned.body.empty()) out.append("Content-Type: application/json\r\n");
  if (!planned.body.empty() || method != "GET") {
    char digits[24];
    const auto end = std::to_chars(digits, digits + sizeof digits, planned.body.size()).ptr;
    out.append("Content-Length: ").append(digits, end).append("\r\n");
  }
  out.append("\r\n").append(planned.body);
}

void Generator::answered(LoadConnection& connection, int status, Ticks at) {
  const auto job = connection.job;
  const auto left_at = connection.left_at();
  release(connection);
  finish(job, status, left_at, at);
}

void Generator::lost(LoadConnection& connection, bool again) {
  if (again) return send(connection, connection.job);
  const auto job = connection.job;
  const auto left_at = connection.left_at();
  release(connection);
  finish(job, 0, left_at, runtime_.ticks());
}

void Generator::closed_idle(LoadConnection& connection) {
  std::erase(idle_, &connection);
  closed_.push_back(&connection);
}

// To whoever waits longest, or back to the free ones.
void Generator::release(LoadConnection& connection) {
  if (!waiting_.empty()) {
    const auto job = waiting_.front();
    waiting_.pop_front();
    return send(connection, job);
  }
  connection.in_use = false;
  (connection.is_open() ? idle_ : closed_).push_back(&connection);
}

void Generator::finish(std::size_t job, int status, Ticks left_at, Ticks at) {
  --under_way_;
  const auto planned_at = scheduled(job);
  const auto left = left_at == Ticks::zero() ? at : left_at;
  const Outcome outcome{status, at - planned_at, left - planned_at};
  if (counted(job))
    tally_.add(plan_.requests[job], outcome);
  else
    tally_.add_warm_up(plan_.requests[job], outcome);
  if (plan_.one_at_a_time) return take_turn();
  end_if_done();
}

// Ends what has waited too long; one timer for all.
void Generator::sweep() {
  const auto now = runtime_.ticks();
  const auto timeout = microseconds(plan_.timeout_us);
  while (!waiting_.empty() && scheduled(waiting_.front()) + timeout <= now) {
    const auto job = waiting_.front();
    waiting_.pop_front();
    finish(job, 0, {}, now);
  }
  for (std::size_t i = 0; i < all_.size(); ++i) {  // by index: all_ may grow meanwhile
    LoadConnection& connection = *all_[i];
    if (!connection.in_use || connection.deadline > now) continue;
    connection.drop();
    lost(connection, false);
  }
  const auto pause = std::min<Ticks>(sweep_pause_max, timeout / 8);
  runtime_.after(pause, [this, alive = alive_] {
    if (*alive) sweep();
  });
}

// ---- what is measured ----------------------------------------------------------------------

Generator::Moment Generator::moment() const { return {runtime_.ticks(), cpu_seconds()}; }

void Generator::begin_measuring() {
  measuring_ = true;
  said_("measuring");
  begun_ = moment();
}

void Generator::end_measuring() {
  measured_ = true;
  const auto ended = moment();
  said_("measured");
  result_.seconds = std::chrono::duration<double>(ended.at - begun_.at).count();
  const double cpu_s = ended.cpu_s - begun_.cpu_s;
  if (counted_ > 0) result_.cpu_us_per_request = cpu_s * 1e6 / static_cast<double>(counted_);
  if (result_.seconds > 0) result_.busy = cpu_s / result_.seconds;
}

void Generator::end_if_done() {
  if (measured_ && under_way_ == 0 && ended_) {
    auto ended = std::move(ended_);
    ended();
  }
}

}  // namespace lab
