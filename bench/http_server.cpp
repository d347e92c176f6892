// What a keep-alive request costs the server's loop: CPU time of its thread, the client's apart.
#include <benchmark/benchmark.h>
#include <pthread.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <ctime>
#include <filesystem>
#include <string>
#include <thread>

#include "http/server.h"
#include "kernel/real_runtime.h"

namespace {

constexpr std::string_view request =
    "GET /api/v1/products HTTP/1.1\r\nHost: 127.0.0.1:8080\r\nUser-Agent: bench\r\n"
    "Accept: application/json\r\nAuthorization: Bearer abcdefghijklmnopqrstuvwxyz\r\n\r\n";

class Fixed final : public http::Handler {
 public:
  kernel::Task<http::Response> handle(const http::Request&) override {
    http::Response response;
    response.body = R"({"items":[{"id":"01890a5d-ac96-774b-bcce-b302099a8057","name":"Mug"}]})";
    co_return response;
  }
};

double cpu_seconds(clockid_t clock) {
  timespec now{};
  clock_gettime(clock, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

int connect_to(const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  path.copy(address.sun_path, sizeof address.sun_path - 1);
  const int socket = ::socket(AF_UNIX, SOCK_STREAM, 0);
  if (::connect(socket, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) return -1;
  return socket;
}

// `range(0)` requests are sent at once: 1 is a client that waits for each answer.
void unix_keep_alive(benchmark::State& state) {
  const auto path = std::filesystem::temp_directory_path() /
                    ("cleave-bench-" + std::to_string(::getpid()) + ".sock");
  Fixed handler;
  kernel::RealRuntime runtime({1, 1});
  boost::asio::io_context* const loops[] = {&runtime.loop(0)};
  http::Server server(runtime, loops, handler);
  server.listen("unix:" + path.string());
  std::thread loop([&] { runtime.run(); });
  clockid_t clock{};
  pthread_getcpuclockid(loop.native_handle(), &clock);

  const int socket = connect_to(path);
  std::string batch;
  for (int i = 0; i < state.range(0); ++i) batch += request;
  char answer[65536];
  ::send(socket, request.data(), request.size(), 0);
  const auto answer_size = ::recv(socket, answer, sizeof answer, 0);
  for (auto _ : state) {
    const double before = cpu_seconds(clock);
    ::send(socket, batch.data(), batch.size(), 0);
    auto left = answer_size * state.range(0);
    while (left > 0) left -= ::recv(socket, answer, sizeof answer, 0);
    state.SetIterationTime((cpu_seconds(clock) - before) / static_cast<double>(state.range(0)));
  }
  ::close(socket);
  runtime.stop();
  loop.join();
  runtime.destroy_frames();
}
BENCHMARK(unix_keep_alive)->Name("http server, CPU per request")->Arg(1)->Arg(16)->UseManualTime();

}  // namespace
