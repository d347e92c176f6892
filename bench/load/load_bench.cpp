// What the load generator costs: CPU per request and the rate it keeps, against a server of ours
// that answers at once, in a process of its own; and what the kernel takes of that at the same
// rate.
//
//     load_bench [RATE_PER_S] [SECONDS] [BODY_BYTES]
#include <fmt/format.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <ctime>
#include <string>

#include "bare_exchange.h"
#include "http/server.h"
#include "lab/load/load.h"
#include "lab/statistics/histogram.h"
#include "signals.h"

namespace {

class Fixed final : public http::Handler {
 public:
  explicit Fixed(std::size_t bytes) : body_(bytes, 'x') {}
  kernel::Task<http::Response> handle(const http::Request&) override {
    http::Response response;
    response.body = body_;
    co_return response;
  }

 private:
  const std::string body_;
};

// Ends when it is killed.
[[noreturn]] void serve(int url_to, std::size_t bytes) {
  Fixed handler(bytes);
  kernel::RealRuntime runtime({1, 1});
  boost::asio::io_context* const loops[] = {&runtime.loop(0)};
  http::Server server(runtime, loops, handler);
  const auto url = server.listen("http://127.0.0.1:0");
  if (::write(url_to, url.data(), url.size()) < 0) _exit(1);
  ::close(url_to);
  runtime.run();
  _exit(0);
}

lab::LoadPlan plan_for(std::string url, double rate_per_s, double seconds) {
  lab::LoadPlan plan;
  plan.url = std::move(url);
  plan.endpoints = {{"product", "GET", {200}}, {"add item", "POST", {200}}};
  plan.tokens.assign(100, std::string(300, 't'));
  plan.warm_up_us = 500'000;
  plan.measured_us = static_cast<std::int64_t>(seconds * 1e6);
  const auto end = static_cast<double>(plan.warm_up_us + plan.measured_us);
  int number = 0;
  for (double at = 0; at < end; at += 1e6 / rate_per_s, ++number) {
    lab::PlannedRequest request;
    request.at_us = static_cast<std::int64_t>(at);
    request.customer = number % 100;
    request.target = "/api/v1/products/01890a5d-ac96-774b-bcce-b302099a8057";
    if (number % 10 == 0) {
      request.endpoint = 1;
      request.body = R"({"product_id":"01890a5d-ac96-774b-bcce-b302099a8057","quantity":1})";
    }
    plan.requests.push_back(std::move(request));
  }
  return plan;
}

// Of this process until now.
double cpu_seconds() {
  timespec used{};
  ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
  return static_cast<double>(used.tv_sec) + static_cast<double>(used.tv_nsec) * 1e-9;
}

void print(const lab::LoadResult& result) {
  lab::Histogram latency;
  std::int64_t sent = 0, good = 0;
  for (const auto& endpoint : result.endpoints) {
    latency.merge(lab::Histogram::from(endpoint.latency));
    sent += endpoint.sent;
    good += endpoint.good;
  }
  const auto lag = lab::Histogram::from(result.lag);
  fmt::print(
      "sent {} in {:.2f} s ({:.0f}/s), good {}\n"
      "generator: {:.1f} us CPU per request, {:.0f} % of a core\n"
      "lag     p50 {:.0f} us  p99 {:.0f} us  max {:.0f} us\n"
      "latency p50 {:.0f} us  p99 {:.0f} us\n",
      sent, result.seconds, static_cast<double>(sent) / result.seconds, good,
      result.cpu_us_per_request, result.busy * 100, lag.quantile_ns(0.5) / 1e3,
      lag.quantile_ns(0.99) / 1e3, static_cast<double>(lag.max_recorded_ns()) / 1e3,
      latency.quantile_ns(0.5) / 1e3, latency.quantile_ns(0.99) / 1e3);
}

}  // namespace

int main(int argc, char** argv) {
  const double rate_per_s = argc > 1 ? std::atof(argv[1]) : 20'000;
  const double seconds = argc > 2 ? std::atof(argv[2]) : 2;
  const auto bytes = static_cast<std::size_t>(argc > 3 ? std::atoi(argv[3]) : 600);
  int url_pipe[2];
  if (::pipe(url_pipe) != 0) return 1;
  const pid_t server = ::fork();
  if (server == 0) serve(url_pipe[1], bytes);
  ::close(url_pipe[1]);
  std::string url(100, '\0');
  url.resize(
      static_cast<std::size_t>(std::max<ssize_t>(0, ::read(url_pipe[0], url.data(), url.size()))));

  const auto plan = plan_for(url, rate_per_s, seconds);
  kernel::RealRuntime runtime({1, 1});
  lab::LoadResult result;
  const double before_s = cpu_seconds();
  app::run_to_end(runtime, lab::generate(runtime, plan, result, [](const char*) {}));
  const double cpu_s = cpu_seconds() - before_s;
  runtime.destroy_frames();
  print(result);
  fmt::print("warm-up and the wait for the last answers included: {:.1f} us CPU per request\n",
             cpu_s * 1e6 / static_cast<double>(plan.requests.size()));
  ::kill(server, SIGKILL);
  ::waitpid(server, nullptr, 0);
  constexpr std::size_t request_bytes = 480;  // of the plan's, on average
  const double bare_us = cpu_us_of({rate_per_s, seconds, request_bytes, bytes + 200});
  fmt::print(
      "bare    {:.1f} us CPU per exchange of as many bytes by an epoll loop: the generator takes "
      "{:.2f} times that\n",
      bare_us, result.cpu_us_per_request / bare_us);
}
