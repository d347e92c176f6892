#include "http/client.h"

#include <algorithm>
#include <boost/asio/post.hpp>
#include <charconv>
#include <deque>
#include <list>
#include <map>
#include <utility>

#include "client_connection.h"
#include "deadlines.h"
#include "kernel/error.h"
#include "loop_end.h"

namespace http {

boost::asio::execution_context::id LoopEnd::id;

namespace {

using kernel::Code;
using kernel::Error;
using Connection = std::unique_ptr<ClientConnection>;

// A place in the line for a connection of a destination.
struct Ticket {
  kernel::Resume resume;
  bool granted = false;  // it has the slot that somebody gave back
};
using Line = std::list<std::shared_ptr<Ticket>>;

// Leaves the line when the deadline comes.
class Patience final : public Deadlines::Timed {
 public:
  Patience(Deadlines& deadlines, kernel::Ticks deadline, Line& line, Ticket& ticket)
      : Timed(deadlines, deadline), line_(line), ticket_(ticket) {}

 private:
  void expire() override {
    if (ticket_.granted) return;
    std::erase_if(line_, [&](const auto& other) { return other.get() == &ticket_; });
    ticket_.resume();
  }
  Line& line_;
  Ticket& ticket_;
};

struct Destination {
  explicit Destination(std::string_view text)
      : origin(parse_origin(text)), name(text), host(origin.authority()) {}
  const Origin origin;
  const std::string name;
  const std::string host;
  std::deque<Connection> idle;  // the latest used last
  std::size_t taken = 0;        // slots in use: under way or promised to a waiter
  Line waiting;
};

std::string render(const ClientRequest& request, const Destination& destination) {
  std::string out;
  out.reserve(256 + request.target.size() + request.headers.text().size() + request.body.size());
  out.append(request.method).append(" ").append(request.target).append(" HTTP/1.1\r\nHost: ");
  out.append(destination.host).append("\r\n");
  if (!request.body.empty())
    out.append("Content-Type: ").append(request.content_type).append("\r\n");
  if (!request.body.empty() || (request.method != "GET" && request.method != "HEAD")) {
    char digits[24];
    const auto end = std::to_chars(digits, digits + sizeof digits, request.body.size()).ptr;
    out.append("Content-Length: ").append(digits, end).append("\r\n");
  }
  return out.append(request.headers.text()).append("\r\n").append(request.body);
}

bool is_clean(std::string_view target) noexcept {
  return !target.empty() && target.front() == '/' &&
         std::none_of(target.begin(), target.end(),
                      [](char c) { return static_cast<unsigned char>(c) <= 0x20 || c == 0x7f; });
}

}  // namespace

struct ClientPool::Core final : LoopEnd::Listener {
  Core(kernel::Runtime& runtime, asio::io_context& loop, ClientOptions options)
      : runtime(runtime),
        loop(loop),
        options(options),
        deadlines(std::make_shared<Deadlines>(runtime)) {}

  ~Core() override {
    if (watching) asio::use_service<LoopEnd>(loop).listeners.remove(this);
  }

  // The right to one of the destination's connections.
  class Slot {
   public:
    Slot(Core& core, Destination& destination) : core_(core), destination_(destination) {}
    Slot(const Slot&) = delete;
    Slot& operator=(const Slot&) = delete;
    ~Slot() { core_.give_back(destination_, std::move(connection)); }
    Connection connection;  // kept for the next one when it is reusable

   private:
    Core& core_;
    Destination& destination_;
  };

  void loop_ends() noexcept override;
  void close_idle() noexcept;
  Destination& destination(const std::string& origin);
  kernel::Task<> take_slot(Destination& destination, kernel::Ticks deadline);
  void give_back(Destination& destination, Connection connection);
  Connection take_idle(Destination& destination);
  kernel::Task<Connection> connect(Destination& destination, kernel::Ticks deadline);
  kernel::Task<Response> send(Destination& destination, const ClientRequest& request,
                              kernel::Ticks deadline);

  kernel::Runtime& runtime;
  asio::io_context& loop;
  const ClientOptions options;
  const std::shared_ptr<Deadlines> deadlines;
  std::map<std::string, Destination, std::less<>> destinations;
  std::unique_ptr<const TlsClient> tls;  // made when first needed
  bool watching = false;                 // registered with LoopEnd: the loop exists
};

void ClientPool::Core::close_idle() noexcept {
  for (auto& [name, destination] : destinations) destination.idle.clear();
}

void ClientPool::Core::loop_ends() noexcept {
  watching = false;
  close_idle();
  // Destroying a Resume destroys the coroutine that waits.
  for (auto& [name, destination] : destinations)
    for (const auto& ticket : Line(std::move(destination.waiting))) ticket->resume = {};
}

Destination& ClientPool::Core::destination(const std::string& origin) {
  const auto found = destinations.find(origin);
  if (found != destinations.end()) return found->second;
  return destinations.try_emplace(origin, origin).first->second;
}

// Waits in line unless there is room. Throws resource_exhausted, deadline_exceeded.
kernel::Task<> ClientPool::Core::take_slot(Destination& destination, kernel::Ticks deadline) {
  if (destination.taken < options.connections_max) {
    ++destination.taken;
    co_return;
  }
  if (destination.waiting.size() >= options.waiting_max)
    throw Error(Code::resource_exhausted, "too many requests wait for " + destination.name);
  const auto ticket = std::make_shared<Ticket>();
  destination.waiting.push_back(ticket);
  const Patience patience(*deadlines, deadline, destination.waiting, *ticket);
  kernel::Unique<void(kernel::Resume)> wait = [&ticket](kernel::Resume resume) {
    ticket->resume = std::move(resume);
  };
  co_await kernel::suspend(std::move(wait));
  if (!ticket->granted) throw Error(Code::deadline_exceeded, "no connection was free in time");
}

void ClientPool::Core::give_back(Destination& destination, Connection connection) {
  if (connection && connection->reusable()) {
    connection->idle_since = runtime.ticks();
    destination.idle.push_back(std::move(connection));
  }
  if (destination.waiting.empty()) {
    --destination.taken;
    return;
  }
  const auto next = std::move(destination.waiting.front());
  destination.waiting.pop_front();
  next->granted = true;
  next->resume();
}

Connection ClientPool::Core::take_idle(Destination& destination) {
  auto& idle = destination.idle;
  const auto oldest = runtime.ticks() - options.idle_timeout;
  while (!idle.empty() && idle.front()->idle_since < oldest) idle.pop_front();
  while (!idle.empty()) {
    Connection connection = std::move(idle.back());
    idle.pop_back();
    if (connection->is_alive()) return connection;
  }
  return nullptr;
}

kernel::Task<Connection> ClientPool::Core::connect(Destination& destination,
                                                   kernel::Ticks deadline) {
  std::vector<Endpoint> endpoints;
  if (is_literal(destination.origin)) {
    endpoints = resolve(destination.origin);
  } else {
    const auto look_up = [&] { return resolve(destination.origin); };
    endpoints = co_await runtime.on_worker(look_up);
  }
  auto connection = std::make_unique<ClientConnection>(loop, options);
  co_await connection->connect(endpoints, destination.name, *deadlines, deadline);
  if (destination.origin.tls) {
    if (!tls) tls = std::make_unique<TlsClient>();
    co_await connection->secure(*tls, destination.origin.host, destination.name, *deadlines,
                                deadline);
  }
  co_return connection;
}

kernel::Task<Response> ClientPool::Core::send(Destination& destination,
                                              const ClientRequest& request,
                                              kernel::Ticks deadline) {
  const std::string bytes = render(request, destination);
  const bool head_only = request.method == "HEAD";
  const bool repeatable = head_only || request.method == "GET";
  const auto asked = runtime.ticks();
  co_await take_slot(destination, deadline);
  Slot slot(*this, destination);
  slot.connection = take_idle(destination);
  if (!slot.connection) slot.connection = co_await connect(destination, deadline);
  if (request.waited != nullptr) *request.waited = runtime.ticks() - asked;
  for (;;) {
    if (!slot.connection) slot.connection = co_await connect(destination, deadline);
    const bool kept = slot.connection->used();
    auto outcome = co_await slot.connection->exchange(bytes, head_only, *deadlines, deadline);
    if (outcome.answered) co_return std::move(outcome.response);
    slot.connection.reset();
    if (!kept || !(outcome.untouched || (outcome.silent && repeatable)))
      throw Error(Code::unavailable, destination.name + ": " + outcome.failure);
  }
}

ClientPool::ClientPool(kernel::Runtime& runtime, asio::io_context& loop, ClientOptions options)
    : core_(std::make_shared<Core>(runtime, loop, options)) {}

// When the loop is gone, nothing is left to close; else that is done where the sockets are used.
ClientPool::~ClientPool() {
  if (core_->watching) asio::post(core_->loop, [core = core_] { core->close_idle(); });
}

kernel::Task<Response> ClientPool::send(const std::string& origin, const ClientRequest& request,
                                        kernel::Ticks deadline) {
  const auto core = core_;
  if (!core->watching) {
    asio::use_service<LoopEnd>(core->loop).listeners.push_back(core.get());
    core->watching = true;
  }
  if (!is_clean(request.target))
    throw Error(Code::invalid_argument, "the target of a request must be an encoded path");
  if (deadline <= core->runtime.ticks())
    throw Error(Code::deadline_exceeded, "the time was over before the request was sent");
  co_return co_await core->send(core->destination(origin), request, deadline);
}

std::size_t ClientPool::connections() const noexcept {
  std::size_t sum = 0;
  for (const auto& [name, destination] : core_->destinations)
    sum += destination.taken + destination.idle.size();
  return sum;
}

}  // namespace http
