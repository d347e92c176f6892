// A connection's bytes as requests: RequestHead and BodyReader driven as http::Connection does.
// However the bytes are cut, the same comes out; and what is accepted is, read by a second, simple
// parser, a request that nobody could take for another.
#include <algorithm>
#include <array>
#include <cstring>
#include <vector>

#include "body_reader.h"
#include "request_head.h"
#include "support/fuzz.h"
#include "support/http_oracle.h"

namespace {

using fuzz::require;

struct Accepted {
  std::vector<std::pair<std::string, std::string>> headers;
  std::string method, target, body;
  std::string raw_head, raw_body;
  bool head = false, keep_alive = false, old_version = false, chunked = false;

  bool operator==(const Accepted& other) const {
    return headers == other.headers && method == other.method && target == other.target &&
           body == other.body && raw_head == other.raw_head && raw_body == other.raw_body &&
           head == other.head && keep_alive == other.keep_alive &&
           old_version == other.old_version && chunked == other.chunked;
  }
};

struct Outcome {
  std::vector<Accepted> requests;
  int refused = 0;  // the status; 0: the bytes ended first, or nothing may follow

  // The same requests; and the same end, but that a fault may be seen later when its line comes
  // slowly: with all headers, which may be cut off or too many by then.
  bool agrees(const Outcome& other) const {
    const bool one_more = refused == 0 || other.refused == 0;
    const bool too_large = refused == 431 || other.refused == 431;
    return requests == other.requests && (one_more || too_large || refused == other.refused);
  }
};

http::ServerOptions small_options() {
  http::ServerOptions options;
  options.head_bytes_max = 512;  // so that the limits are within reach
  options.headers_max = 12;
  options.body_bytes_max = 1024;
  return options;
}

// One connection, read to its end.
class Session {
 public:
  Session(std::string_view input, std::uint64_t seed)
      : input_(input), pieces_(seed), options_(small_options()) {}

  Outcome run() {
    while (read_request() && outcome_.requests.back().keep_alive) {
    }
    return std::move(outcome_);
  }

 private:
  bool receive(std::size_t from) {
    if (begin_ == end_) begin_ = end_ = from;
    const auto size = std::min({pieces_.next(), buffer_.size() - end_, input_.size()});
    require(end_ < buffer_.size(), "there is no room to read into");
    std::memcpy(buffer_.data() + end_, input_.data(), size);
    input_.remove_prefix(size);
    end_ += size;
    return size > 0;
  }

  std::string_view pending() const { return {buffer_.data() + begin_, end_ - begin_}; }

  bool refuse(int status) {
    outcome_.refused = status;
    return false;
  }

  bool read_request() {
    std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
    end_ -= begin_;
    begin_ = 0;
    http::Request request;
    http::RequestHead head(request, options_);
    if (!read_head(head)) return false;
    Accepted accepted;
    accepted.raw_head.assign(buffer_.data(), begin_);
    accepted.method = request.method;
    accepted.target = request.target;
    accepted.head = request.head;
    for (const auto& [name, value] : request.headers) accepted.headers.emplace_back(name, value);
    accepted.keep_alive = head.keep_alive();
    accepted.old_version = head.is_old_version();
    accepted.chunked = head.chunked();
    if ((head.chunked() || head.body_length() > 0) && !read_body(head, accepted)) return false;
    // The views must not have moved while the body was read.
    require(request.target == accepted.target, "the target changed under the body");
    outcome_.requests.push_back(std::move(accepted));
    return true;
  }

  bool read_head(http::RequestHead& head) {
    for (;;) {
      if (begin_ < end_) {
        begin_ += head.read(pending());
        require(begin_ <= end_, "more was used than there was");
        int refused = head.refusal().status;
        const auto max = options_.head_bytes_max;
        if (refused == 0 && (head.done() ? begin_ > max : end_ >= max)) refused = 431;
        if (refused != 0) return refuse(refused);
        if (head.done()) return true;
      }
      if (!receive(end_)) return false;
    }
  }

  bool read_body(http::RequestHead& head, Accepted& accepted) {
    using State = http::BodyReader::State;
    http::BodyReader body;
    if (head.chunked())
      body.start_chunked(options_.body_bytes_max);
    else
      body.start_length(head.body_length(), options_.body_bytes_max);
    const auto head_end = begin_;
    for (;;) {
      const auto used = body.feed(pending(), accepted.body);
      require(used <= pending().size(), "more was used than there was");
      accepted.raw_body.append(pending().substr(0, used));
      begin_ += used;
      if (body.state() == State::done) return true;
      if (body.state() == State::too_large) return refuse(413);
      if (body.state() == State::malformed) return refuse(400);
      require(begin_ == end_, "a body that goes on left bytes unread");
      if (!receive(head_end)) return false;
    }
  }

  std::string_view input_;
  fuzz::Pieces pieces_;
  const http::ServerOptions options_;
  std::array<char, 1024> buffer_;
  std::size_t begin_ = 0, end_ = 0;
  Outcome outcome_;
};

void check(const Accepted& accepted) {
  const auto head = fuzz::parse_head(accepted.raw_head);
  require(head.has_value(), "a head was accepted that is not written by the rules",
          accepted.raw_head);
  require(head->headers == accepted.headers, "headers are not what was sent", accepted.raw_head);
  const auto hosts = head->count("host");
  const auto lengths = head->all("content-length");
  const auto codings = head->all("transfer-encoding");
  const bool is_old = head->start.ends_with(" HTTP/1.0");
  require(is_old || head->start.ends_with(" HTTP/1.1"), "another version", head->start);
  require(is_old == accepted.old_version, "the version is not what was sent", head->start);
  require(hosts == 1 || (is_old && hosts == 0), "not one Host", accepted.raw_head);
  require(lengths.size() + codings.size() <= 1, "the body has two lengths", accepted.raw_head);
  require(codings.empty() != accepted.chunked, "chunked or not", accepted.raw_head);
  require(accepted.target.starts_with('/') || accepted.target == "*", "no target", accepted.target);
  require(head->start.find(accepted.target) != std::string::npos, "another target", head->start);
  if (accepted.chunked) {
    require(!is_old && fuzz::lower(codings.front()) == "chunked", "an unknown coding",
            codings.front());
    require(fuzz::decode_chunked(accepted.raw_body) == accepted.body, "chunks are misread",
            accepted.raw_body);
    return;
  }
  require(accepted.raw_body == accepted.body, "a plain body is not what was sent");
  const std::string length = std::to_string(accepted.body.size());
  const auto said = lengths.empty() ? std::string("0") : lengths.front();
  const auto digits = said.find_first_not_of('0');
  require((digits == std::string::npos ? "0" : said.substr(digits)) == length,
          "the body is not as long as it says", accepted.raw_head);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto input = fuzz::text_of(data, size);
  const auto whole = Session(input, 0).run();
  for (const auto& accepted : whole.requests) check(accepted);
  require(Session(input, 1).run().agrees(whole), "byte by byte, something else comes out", input);
  require(Session(input, fuzz::seed_of(input)).run().agrees(whole),
          "in pieces, something else comes out", input);
  return 0;
}
