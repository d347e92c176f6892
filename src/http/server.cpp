#include "http/server.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <algorithm>
#include <atomic>
#include <boost/asio/posix/basic_descriptor.hpp>
#include <boost/asio/posix/basic_stream_descriptor.hpp>
#include <boost/asio/post.hpp>
#include <cerrno>
#include <deque>
#include <mutex>

#include "address_counts.h"
#include "connection.h"
#include "kernel/log.h"
#include "listener.h"
#include "render.h"

namespace http {

namespace {

constexpr kernel::Ticks drain_poll = std::chrono::milliseconds(5);

using Descriptor = asio::posix::basic_stream_descriptor<kernel::Executor>;

// A whole answer to a connection that is not served.
std::string turned_away_with(const ServerOptions& options, int status, std::string_view detail) {
  Request nothing;
  Response response =
      options.refusal ? options.refusal(nothing, status, detail) : default_refusal(status, detail);
  if (!response.headers.find("Retry-After")) response.headers.add("Retry-After", "1");
  std::string text;
  render_head(text, response, {}, false, false);
  return text + response.body;
}

kernel::Ticks sweep_interval(const ServerOptions& options) {
  const auto shortest = std::min({options.head_timeout, options.body_timeout, options.idle_timeout,
                                  options.write_timeout, options.rest_after});
  return std::clamp<kernel::Ticks>(shortest / 4, std::chrono::milliseconds(5),
                                   std::chrono::seconds(1));
}

}  // namespace

struct Server::Core : std::enable_shared_from_this<Server::Core> {
  struct Loop {
    Loop(asio::io_context& context, const ServerOptions& options)
        : context(context), connections(Connection::buffer_bytes(options)) {}
    asio::io_context& context;
    std::atomic<std::size_t> open = 0;  // handed to this loop and not yet ended
    LoopConnections connections;        // this loop only
  };

  Core(kernel::Runtime& runtime, std::span<asio::io_context* const> contexts, Handler& handler,
       ServerOptions options)
      : service{runtime, handler, std::move(options)},
        full(turned_away_with(service.options.get(), 503, "the server has too many connections")),
        greedy(
            turned_away_with(service.options.get(), 429, "this address has too many connections")),
        by_address(runtime.random()) {
    for (auto* context : contexts) loops.emplace_back(*context, service.options.get());
  }

  // An accepting socket: the wait for it and the file it may own.
  struct Port {
    Port(const Origin& origin, asio::io_context& context)
        : listener(origin), ready(context.get_executor(), ::dup(listener.descriptor())) {}
    Listener listener;
    Descriptor ready;  // a descriptor of its own, which it closes
    bool is_tls() const noexcept { return listener.origin().tls; }
  };

  std::size_t total() const noexcept {
    std::size_t sum = 0;
    for (const auto& loop : loops) sum += loop.open.load();
    return sum;
  }

  Loop& least_loaded() {
    return *std::min_element(loops.begin(), loops.end(), [](const Loop& a, const Loop& b) {
      return a.open.load(std::memory_order_relaxed) < b.open.load(std::memory_order_relaxed);
    });
  }

  static kernel::Task<> accept(std::shared_ptr<Core> core, std::shared_ptr<Port> port);
  // `tls`: null for a plain connection.
  static kernel::Task<> serve(std::shared_ptr<Core> core, Loop& loop, int descriptor,
                              Endpoint endpoint, bool counted, std::shared_ptr<const Tls> tls);
  static kernel::Task<> sweep(std::shared_ptr<Core> core, Loop& loop);
  bool accept_all(Port& port);
  void hand_over(int descriptor, const Endpoint& endpoint, bool is_tls);
  std::shared_ptr<const Tls> current_tls();
  bool is_counted(const IpAddress& address) const noexcept;
  void turn_away(int descriptor, const std::string& answer);
  void refresh(Loop& loop);
  bool is_listening() const noexcept;  // a port is open, or not closed yet
  void close_ports();
  template <class F>
  void on_every_loop(F each);
  void begin(Loop& loop, kernel::Task<> task);

  Service service;
  std::deque<Loop> loops;
  // Each is owned by the coroutine that accepts from it: it must not outlive its loop.
  std::vector<std::weak_ptr<Port>> ports;
  std::atomic<bool> closed = false;  // accepts no more, sweeps no more
  const std::string full;
  const std::string greedy;
  AddressCounts by_address;
  std::atomic<std::uint64_t> turned_away = 0;

  std::mutex mutex;
  std::shared_ptr<const Tls> tls;  // guarded by mutex
};

void Server::Core::begin(Loop& loop, kernel::Task<> task) {
  kernel::start(loop.context.get_executor(), std::move(task), [](std::exception_ptr error) {
    if (!error) return;
    try {
      std::rethrow_exception(error);
    } catch (const std::exception& failure) {
      kernel::log_error("a connection failed", {{"error", failure.what()}});
    }
  });
}

template <class F>
void Server::Core::on_every_loop(F each) {
  for (auto& loop : loops)
    asio::post(loop.context, [core = shared_from_this(), &loop, each] {
      for (Connection* connection : loop.connections.all) each(*connection);
    });
}

void Server::Core::refresh(Loop& loop) {
  loop.connections.now = service.runtime.ticks();
  loop.connections.date = date_line(service.runtime.now());
}

kernel::Task<> Server::Core::sweep(std::shared_ptr<Core> core, Loop& loop) {
  while (!core->closed || loop.open > 0) {
    core->refresh(loop);
    for (Connection* connection : loop.connections.all)
      connection->check_time(loop.connections.now);
    co_await core->service.runtime.sleep(sweep_interval(core->service.options.get()));
  }
}

// `counted`: among those of its address.
kernel::Task<> Server::Core::serve(std::shared_ptr<Core> core, Loop& loop, int descriptor,
                                   Endpoint endpoint, bool counted,
                                   std::shared_ptr<const Tls> tls) {
  Peer peer = peer_of(endpoint);
  struct Place {
    Core& core;
    Loop& loop;
    const IpAddress address;
    const bool counted;
    ~Place() {
      loop.open.fetch_sub(1);
      if (counted) core.by_address.remove(address);
    }
  };
  const Place place{*core, loop, peer.ip, counted};
  Socket socket(loop.context.get_executor());
  ErrorCode error;
  socket.assign(endpoint.protocol(), descriptor, error);
  if (error) {
    ::close(descriptor);
    co_return;
  }
  socket.non_blocking(true, error);
  if (loop.connections.date.empty()) core->refresh(loop);
  Connection connection(core->service, loop.connections, std::move(socket), std::move(peer),
                        tls.get());
  co_await connection.run();
}

bool Server::Core::is_counted(const IpAddress& address) const noexcept {
  const auto& options = service.options.get();
  return options.connections_per_address_max > 0 && !address.is_none() &&
         !contains(options.unlimited, address);
}

void Server::Core::turn_away(int descriptor, const std::string& answer) {
  turned_away.fetch_add(1, std::memory_order_relaxed);
  ::send(descriptor, answer.data(), answer.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
  ::close(descriptor);
}

std::shared_ptr<const Tls> Server::Core::current_tls() {
  const std::lock_guard lock(mutex);
  return tls;
}

void Server::Core::hand_over(int descriptor, const Endpoint& endpoint, bool is_tls) {
  static const std::string nothing;  // can be said before a handshake
  auto certificate = is_tls ? current_tls() : nullptr;
  if (is_tls && !certificate) return turn_away(descriptor, nothing);
  const auto& options = service.options.get();
  if (total() >= options.connections_max) return turn_away(descriptor, is_tls ? nothing : full);
  const auto address = ip_of(endpoint);
  const bool counted = is_counted(address);
  if (counted && !by_address.add(address, options.connections_per_address_max))
    return turn_away(descriptor, is_tls ? nothing : greedy);
  const int yes = 1;  // fails on Unix sockets, which know no such delay
  ::setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
  Loop& loop = least_loaded();
  loop.open.fetch_add(1);
  begin(loop,
        serve(shared_from_this(), loop, descriptor, endpoint, counted, std::move(certificate)));
}

// False when the process has no room for more connections at the moment.
bool Server::Core::accept_all(Port& port) {
  for (;;) {
    Endpoint peer;
    auto size = static_cast<socklen_t>(peer.capacity());
    const int accepted =
        ::accept4(port.listener.descriptor(), peer.data(), &size, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (accepted >= 0) {
      peer.resize(size);
      hand_over(accepted, peer, port.is_tls());
      continue;
    }
    if (errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM) return false;
    if (errno == EAGAIN || errno == EWOULDBLOCK) return true;
    // Anything else concerns the one connection that broke before it was taken.
  }
}

kernel::Task<> Server::Core::accept(std::shared_ptr<Core> core, std::shared_ptr<Port> port) {
  while (!core->closed) {
    ErrorCode error;
    co_await port->ready.async_wait(Descriptor::wait_read, into(error));
    if (error || core->closed) co_return;
    const bool room = core->accept_all(*port);
    if (!room) co_await core->service.runtime.sleep(std::chrono::milliseconds(100));
  }
}

bool Server::Core::is_listening() const noexcept {
  return std::any_of(ports.begin(), ports.end(), [](const auto& port) { return !port.expired(); });
}

void Server::Core::close_ports() {
  for (const auto& weak : ports)
    if (const auto port = weak.lock()) {
      ErrorCode ignored;
      port->ready.close(ignored);
    }
}

Server::Server(kernel::Runtime& runtime, std::span<asio::io_context* const> loops, Handler& handler,
               ServerOptions options)
    : core_(std::make_shared<Core>(runtime, loops, handler, std::move(options))) {
  for (auto& loop : core_->loops) core_->begin(loop, Core::sweep(core_, loop));
}

Server::~Server() {
  core_->closed = true;
  if (!core_->is_listening()) return;  // the loops may be gone
  asio::post(core_->loops.front().context, [core = core_] { core->close_ports(); });
}

// Read buffers are made for heads of one size.
void Server::set_options(ServerOptions options) {
  options.head_bytes_max = core_->service.options.get().head_bytes_max;
  core_->service.options.replace(std::move(options));
}

void Server::set_tls(std::shared_ptr<const Tls> tls) {
  const std::lock_guard lock(core_->mutex);
  core_->tls.swap(tls);
}

std::string Server::listen(std::string_view url) {
  auto& context = core_->loops.front().context;
  auto port = std::make_shared<Core::Port>(parse_origin(url), context);
  const std::string actual = port->listener.origin().text();
  core_->ports.push_back(port);
  core_->begin(core_->loops.front(), Core::accept(core_, std::move(port)));
  return actual;
}

kernel::Task<bool> Server::drain(kernel::Ticks timeout) {
  auto core = core_;
  core->service.draining = true;
  core->closed = true;
  asio::post(core->loops.front().context, [core] { core->close_ports(); });
  core->on_every_loop([](Connection& connection) { connection.drain(); });
  auto& runtime = core->service.runtime;
  const auto end = runtime.ticks() + timeout;
  while (core->total() > 0 || core->is_listening()) {
    if (runtime.ticks() >= end) {
      core->on_every_loop([](Connection& connection) { connection.cut_off(); });
      co_return false;
    }
    co_await runtime.sleep(drain_poll);
  }
  co_return true;
}

std::size_t Server::connections() const noexcept { return core_->total(); }

std::size_t Server::resting() const noexcept {
  std::size_t sum = 0;
  for (const auto& loop : core_->loops)
    sum += loop.connections.resting.load(std::memory_order_relaxed);
  return sum;
}

std::uint64_t Server::turned_away() const noexcept {
  return core_->turned_away.load(std::memory_order_relaxed);
}

}  // namespace http
