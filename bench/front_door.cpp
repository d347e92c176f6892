// What a public GET costs a whole shop with and without its front door: limits per address, access
// log and metrics. CPU time of the process but for the client's thread.
#include <benchmark/benchmark.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <csignal>
#include <ctime>
#include <filesystem>
#include <future>
#include <string>
#include <thread>

#include "app.h"
#include "app_settings.h"

namespace {

constexpr int in_a_row = 200;  // requests per measurement, one after the other

double cpu_of_others() {
  const auto seconds = [](clockid_t clock) {
    timespec now{};
    clock_gettime(clock, &now);
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
  };
  return seconds(CLOCK_PROCESS_CPUTIME_ID) - seconds(CLOCK_THREAD_CPUTIME_ID);
}

std::vector<std::string> settings(const std::string& folder, bool with_door) {
  std::vector<std::string> sets = {"storage.directory=" + folder + "/data",
                                   "gateway.listen=unix:" + folder + "/shop.sock",
                                   "runtime.loops=1",
                                   "auth.argon2_memory=64 KiB",
                                   "log.level=warning",
                                   "limits.trusted="};
  const std::vector<std::string> on = {"gateway.access_log=json",
                                       "gateway.access_log_file=" + folder + "/access.log",
                                       "limits.reads_per_address=1000000"};
  const std::vector<std::string> off = {"limits.reads_per_address=0",
                                        "limits.connections_per_address=0"};
  const auto& more = with_door ? on : off;
  sets.insert(sets.end(), more.begin(), more.end());
  return sets;
}

int connect_to(const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  path.copy(address.sun_path, sizeof address.sun_path - 1);
  const int socket = ::socket(AF_UNIX, SOCK_STREAM, 0);
  if (::connect(socket, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) return -1;
  return socket;
}

void ask(int socket, std::string_view request) {
  char answer[65536];
  ::send(socket, request.data(), request.size(), 0);
  ::recv(socket, answer, sizeof answer, 0);  // small answers come whole
}

void public_get(benchmark::State& state, bool with_door) {
  std::string folder = (std::filesystem::temp_directory_path() / "cleave-door-XXXXXX").string();
  if (::mkdtemp(folder.data()) == nullptr) return state.SkipWithError("no directory");
  const auto config = app::load_config("monolith", settings(folder, with_door));
  const auto layout = app::load_layout(config);
  app::App shop(config, layout.processes().back());
  std::promise<void> ready;
  std::thread loop([&] { shop.run([&] { ready.set_value(); }, [] { return app::Reread{}; }); });
  ready.get_future().wait();

  const int socket = connect_to(folder + "/shop.sock");
  const std::string request =
      "GET /api/v1/categories HTTP/1.1\r\nHost: shop\r\nUser-Agent: bench/1.0\r\n"
      "Accept: application/json\r\nAccept-Encoding: gzip\r\n\r\n";
  for (int i = 0; i < 1000; ++i) ask(socket, request);
  for (auto _ : state) {
    const double before = cpu_of_others();
    for (int i = 0; i < in_a_row; ++i) ask(socket, request);
    state.SetIterationTime((cpu_of_others() - before) / in_a_row);
  }
  ::close(socket);
  ::kill(::getpid(), SIGTERM);  // drains
  loop.join();
  std::filesystem::remove_all(folder);
}

void plain_get(benchmark::State& state) { public_get(state, false); }
void guarded_get(benchmark::State& state) { public_get(state, true); }

BENCHMARK(plain_get)->Name("public GET, no limits and no log")->Iterations(50)->UseManualTime();
BENCHMARK(guarded_get)->Name("public GET, limits and access log")->Iterations(50)->UseManualTime();

}  // namespace
