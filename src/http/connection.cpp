#include "connection.h"

#include <algorithm>
#include <boost/asio/buffer.hpp>
#include <cstring>
#include <utility>

#include "kernel/log.h"
#include "kernel/wire.h"
#include "render.h"

namespace http {

namespace {

constexpr std::size_t body_room = 16 * 1024;  // bytes of body read at once, at least
constexpr std::size_t linger_max = 256 * 1024;
constexpr kernel::Ticks linger_timeout = std::chrono::seconds(2);
// A small body is cheaper copied behind its head than sent as a second part.
constexpr std::size_t copied_max = 4 * 1024;
constexpr std::size_t headers_usual = 16;
constexpr std::size_t kept_max = 64 * 1024;  // bytes, for the next body

}  // namespace

std::size_t Connection::buffer_bytes(const ServerOptions& options) noexcept {
  return options.head_bytes_max + body_room;
}

Connection::Connection(Service& service, LoopConnections& loop, Socket socket, Peer peer,
                       const Tls* tls)
    : service_(service),
      options_(service.options.get()),
      loop_(loop),
      channel_(std::move(socket)),
      peer_(std::move(peer)),
      place_(loop.all.insert(loop.all.end(), this)),
      capacity_(loop.buffers.bytes()) {
  if (tls != nullptr) channel_.be_tls_server(tls->context());
  request_.peer = peer_.address;
  request_.address = peer_.ip;
  request_.local = peer_.local;
  request_.tls = channel_.is_tls();
}

Connection::~Connection() {
  give_buffer_back();
  loop_.bodies_bytes -= counted_;
  loop_.all.erase(place_);
}

void Connection::take_buffer() {
  if (buffer_ != nullptr) return;
  buffer_ = loop_.buffers.take();
  request_.headers.reserve(headers_usual);
}

void Connection::give_buffer_back() noexcept {
  if (buffer_ != nullptr) loop_.buffers.give_back(buffer_);
  buffer_ = nullptr;
}

kernel::Task<> Connection::run() {
  if (channel_.is_tls()) {
    enter(State::handshake);
    const bool agreed = co_await channel_.handshake();
    if (!agreed) co_return;
  }
  // Never a co_await in a condition: where a coroutine declares no variable, GCC 12.2 lays its
  // frame out wrongly then.
  for (;;) {
    const bool complete = co_await read_request();
    if (!complete) co_return;
    const bool another = co_await answer();
    if (!another) co_return;
  }
}

void Connection::enter(State state) {
  state_ = state;
  timed_out_ = tired_ = false;
  rests_at_ = kernel::Ticks::max();
  switch (state) {
    case State::idle:
      expires_ = loop_.now + options_.idle_timeout;
      rests_at_ = loop_.now + options_.rest_after;
      break;
    case State::handshake:
    case State::head:
      expires_ = loop_.now + options_.head_timeout;
      break;
    case State::body:
      expires_ = loop_.now + options_.body_timeout;
      break;
    case State::handling:
    case State::streaming:
      expires_ = kernel::Ticks::max();
      break;
    case State::writing:
      expires_ = loop_.now + options_.write_timeout;
      break;
    case State::lingering:
      expires_ = loop_.now + linger_timeout;
      break;
  }
}

void Connection::check_time(kernel::Ticks now) {
  const bool late = now >= expires_;
  const bool tired = now >= rests_at_ && buffer_ != nullptr;
  if (!late && !tired) return;
  // Both times stay: if what arrives crosses this, the next sweep cancels again.
  (late ? timed_out_ : tired_) = true;
  channel_.cancel();
}

void Connection::drain() {
  if (state_ == State::idle || state_ == State::handshake) channel_.cancel();
  if (stream_ != nullptr) stream_->stop();
}

void Connection::cut_off() { channel_.close(); }

// Appends what arrives to the buffer, which is emptied down to `from` first if it is all used.
kernel::Task<bool> Connection::receive(std::size_t from) {
  if (begin_ == end_) begin_ = end_ = from;
  ErrorCode error;
  for (;;) {
    end_ += co_await channel_.read_some(buffer_ + end_, capacity_ - end_, error);
    if (error != asio::error::operation_aborted || !tired_ || timed_out_ || service_.draining)
      break;
    co_await rest(error);
    if (error) break;
  }
  const bool called_off = error == asio::error::operation_aborted && !timed_out_;
  if (!called_off || !service_.draining) co_return !error;
  // What had come before the end was announced is still answered.
  const std::size_t got = channel_.read_now(buffer_ + end_, capacity_ - end_);
  end_ += got;
  co_return got > 0;
}

// Gives back what an idle connection does not need, until something comes.
kernel::Task<> Connection::rest(ErrorCode& error) {
  tired_ = false;
  give_buffer_back();
  out_ = {};
  request_.body = {};
  request_.headers = {};
  loop_.resting.fetch_add(1, std::memory_order_relaxed);
  co_await channel_.socket().async_wait(Socket::wait_read, into(error));
  loop_.resting.fetch_sub(1, std::memory_order_relaxed);
  take_buffer();
  rests_at_ = loop_.now + options_.rest_after;
}

// Few requests need much, and those who send nothing more shall not keep it.
void Connection::clear_body() noexcept {
  if (request_.body.capacity() > kept_max) request_.body = {};
  request_.body.clear();
  loop_.bodies_bytes -= std::exchange(counted_, 0);
  if (out_.capacity() > kept_max) out_ = {};
}

// Small bodies are read however much others send.
bool Connection::has_room_for_body() noexcept {
  const std::size_t size = request_.body.size();
  loop_.bodies_bytes += size - counted_;
  counted_ = size;
  return size <= kept_max || loop_.bodies_bytes <= options_.bodies_bytes_max;
}

// True when a whole request lies in request_; otherwise the connection is over.
kernel::Task<bool> Connection::read_request() {
  take_buffer();
  if (begin_ > 0) {
    std::memmove(buffer_, buffer_ + begin_, end_ - begin_);
    end_ -= begin_;
    begin_ = 0;
  }
  request_.method = request_.target = {};
  request_.headers.clear();
  clear_body();
  request_.head = false;
  head_.emplace(request_, options_);
  const bool whole = co_await read_head();
  if (!whole) co_return false;
  if (!head_->chunked() && head_->body_length() == 0) co_return true;
  co_return co_await read_body();
}

kernel::Task<bool> Connection::read_head() {
  enter(begin_ == end_ ? State::idle : State::head);
  for (;;) {
    if (begin_ < end_) {
      if (state_ == State::idle) enter(State::head);
      begin_ += head_->read(pending());
      const auto max = options_.head_bytes_max;
      RequestHead::Refusal refusal = head_->refusal();
      if (refusal.status == 0 && (head_->done() ? begin_ > max : end_ >= max))
        refusal = {431, "the headers are too large"};
      if (refusal.status != 0) {
        co_await refuse(refusal.status, refusal.detail);
        co_return false;
      }
      if (head_->done()) co_return true;
    } else if (service_.draining && state_ == State::idle) {
      co_return false;
    }
    // Never from 0: the head's used part stays where its views point.
    const bool more = co_await receive(end_);
    if (!more) break;
  }
  if (timed_out_ && state_ == State::head) co_await refuse(408, "the request took too long");
  co_return false;
}

kernel::Task<bool> Connection::read_body() {
  enter(State::body);
  const std::size_t limit = options_.body_bytes_max;
  if (head_->chunked())
    body_.start_chunked(limit);
  else
    body_.start_length(head_->body_length(), limit);
  // Once, and no more than comes: what grows step by step takes half as much again.
  if (body_.state() == BodyReader::State::reading) request_.body.reserve(head_->body_length());
  const std::size_t head_end = begin_;
  if (head_->expects_continue() && begin_ == end_ && body_.state() == BodyReader::State::reading) {
    std::size_t sent = 0;
    const bool told = co_await channel_.write_all("HTTP/1.1 100 Continue\r\n\r\n", {}, sent);
    if (!told) co_return false;
  }
  for (;;) {
    begin_ += body_.feed(pending(), request_.body);
    if (!has_room_for_body()) {
      clear_body();
      co_await refuse(503, "too much is being sent at once");
      co_return false;
    }
    switch (body_.state()) {
      case BodyReader::State::done:
        co_return true;
      case BodyReader::State::too_large:
        co_await refuse(413, "the body is too large");
        co_return false;
      case BodyReader::State::malformed:
        co_await refuse(400, "the body is malformed");
        co_return false;
      case BodyReader::State::reading:
        break;
    }
    const bool more = co_await receive(head_end);
    if (!more) break;
  }
  if (timed_out_) co_await refuse(408, "the request took too long");
  co_return false;
}

Response Connection::refusal(int status, std::string_view detail) const {
  const auto& render = options_.refusal;
  return render ? render(request_, status, detail) : default_refusal(status, detail);
}

// True when another request may follow.
kernel::Task<bool> Connection::answer() {
  enter(State::handling);
  Response response;
  try {
    response = co_await service_.handler.handle(request_);
  } catch (const kernel::Error& error) {
    response = refusal(kernel::http_status(error.code), error.message);
  } catch (const std::exception& error) {
    kernel::log_error("a request failed", {{"error", error.what()}});
    response = refusal(500, "internal error");
  }
  // Without chunks, only the connection's end says where a stream ends.
  const bool has_end = !response.stream || !head_->is_old_version();
  bool keep_alive = head_->keep_alive() && !service_.draining && has_end;
  bool sent = co_await send(response, keep_alive);
  if (sent && response.stream && !request_.head) {
    sent = co_await stream(*response.stream);
    keep_alive = keep_alive && !service_.draining;
  }
  if (sent && !keep_alive) co_await linger();
  co_return sent&& keep_alive;
}

// True when the whole of it was sent.
kernel::Task<bool> Connection::stream(Stream& stream) {
  enter(State::streaming);
  struct Current {
    Stream*& current;
    ~Current() { current = nullptr; }
  };
  const Current current{stream_ = &stream};
  if (service_.draining) stream.stop();
  ChunkWriter writer(*this, !head_->is_old_version());
  try {
    const CloseWatch watch(channel_.socket(), stream);
    co_await stream.run(writer);
  } catch (const std::exception& error) {
    kernel::log_error("a stream failed", {{"error", error.what()}});
    co_return false;
  }
  co_return co_await writer.finish();
}

kernel::Task<bool> Connection::send_part(std::string_view bytes) {
  enter(State::writing);
  std::size_t sent = 0;
  const bool whole = co_await channel_.write_all(bytes, {}, sent);
  enter(State::streaming);
  co_return whole;
}

kernel::Task<bool> Connection::send(const Response& response, bool keep_alive) {
  enter(State::writing);
  render_head(out_, response, loop_.date, keep_alive, head_->is_old_version());
  std::string_view body = response.body;
  if (request_.head || !may_have_body(response.status)) body = {};
  if (body.size() <= copied_max) {
    out_.append(body);
    body = {};
  }
  std::size_t sent = 0;
  co_return co_await channel_.write_all(out_, body, sent);
}

kernel::Task<> Connection::refuse(int status, std::string_view detail) {
  const Response response = refusal(status, detail);
  const bool sent = co_await send(response, false);
  if (sent) co_await linger();
}

// Closing with unread bytes makes the kernel reset the connection, and the peer may lose the
// response: say that nothing more comes, then read what the peer still sends, encrypted or not.
kernel::Task<> Connection::linger() {
  enter(State::lingering);
  ErrorCode error;
  co_await channel_.end_sending(error);
  for (std::size_t read = 0; !error && read < linger_max;) {
    const auto room = asio::buffer(buffer_, capacity_);
    read += co_await channel_.socket().async_read_some(room, into(error));
  }
}

}  // namespace http
