// A server's bytes as an answer: ResponseHead and BodyReader driven as http::ClientConnection does.
// However the bytes are cut, the same comes out, and its framing is what a second parser reads.
#include <algorithm>
#include <array>
#include <cstring>
#include <optional>

#include "body_reader.h"
#include "response_head.h"
#include "support/fuzz.h"
#include "support/http_oracle.h"

namespace {

using fuzz::require;

constexpr std::size_t head_max = 512;
constexpr std::size_t body_max = 1024;

enum class End { answered, cut_off, no_http, too_large };

struct Outcome {
  End end = End::cut_off;
  int status = 0;
  std::string type, headers, body, raw_head, raw_body;
  bool reusable = false;
  bool operator==(const Outcome&) const = default;

  // A fault may be seen later when its line comes slowly, or not at all before the end.
  bool agrees(const Outcome& other) const {
    const auto is_lost = [](End end) { return end == End::cut_off || end == End::no_http; };
    return *this == other || (is_lost(end) && is_lost(other.end));
  }
};

class Session {
 public:
  Session(std::string_view input, bool head_only, std::uint64_t seed)
      : input_(input), pieces_(seed), head_only_(head_only) {}

  Outcome run() {
    std::optional<http::ResponseHead> head;
    http::Response response;
    do {
      response = {};
      head.emplace(response, head_only_, head_max);
      outcome_.raw_head.clear();
      if (!read_head(*head)) return {outcome_.end, 0, {}, {}, {}, {}, {}, false};
    } while (head->interim());
    http::BodyReader body;
    head->start_body(body, body_max);
    read_body(body, response.body);
    if (outcome_.end != End::answered) return {outcome_.end, 0, {}, {}, {}, {}, {}, false};
    outcome_.status = response.status;
    outcome_.type = response.content_type;
    outcome_.headers = response.headers.text();
    outcome_.body = std::move(response.body);
    outcome_.reusable = head->reusable() && begin_ == end_ && input_.empty();
    return std::move(outcome_);
  }

 private:
  std::string_view pending() const { return {buffer_.data() + begin_, end_ - begin_}; }

  bool read_some() {
    if (begin_ == end_ || end_ == buffer_.size()) {
      std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
      end_ -= begin_;
      begin_ = 0;
    }
    if (end_ == buffer_.size()) return false;
    const auto size = std::min({pieces_.next(), buffer_.size() - end_, input_.size()});
    std::memcpy(buffer_.data() + end_, input_.data(), size);
    input_.remove_prefix(size);
    end_ += size;
    return size > 0;
  }

  bool read_head(http::ResponseHead& head) {
    while (!head.done()) {
      const auto used = begin_ < end_ ? head.read(pending()) : 0;
      require(used <= pending().size(), "more was used than there was");
      outcome_.raw_head.append(pending().substr(0, used));
      begin_ += used;
      if (head.malformed()) {
        outcome_.end = End::no_http;
        return false;
      }
      if (!head.done() && !read_some()) return false;
    }
    return true;
  }

  void read_body(http::BodyReader& body, std::string& out) {
    using State = http::BodyReader::State;
    for (;;) {
      const auto used = body.feed(pending(), out);
      require(used <= pending().size(), "more was used than there was");
      outcome_.raw_body.append(pending().substr(0, used));
      begin_ += used;
      if (body.state() != State::reading) break;
      if (!read_some()) body.finish();
    }
    if (body.state() == State::done) outcome_.end = End::answered;
    if (body.state() == State::too_large) outcome_.end = End::too_large;
  }

  std::string_view input_;
  fuzz::Pieces pieces_;
  const bool head_only_;
  std::array<char, head_max> buffer_;
  std::size_t begin_ = 0, end_ = 0;
  Outcome outcome_;
};

void check(const Outcome& outcome, bool head_only) {
  const auto head = fuzz::parse_head(outcome.raw_head);
  if (!head) return;  // servers may be less strict than clients: folded lines are unfolded
  const auto codings = head->all("transfer-encoding");
  const auto lengths = head->all("content-length");
  require(codings.empty() || lengths.empty(), "the body has two lengths", outcome.raw_head);
  const bool none = head_only || outcome.status == 204 || outcome.status == 304;
  if (none) {
    require(outcome.raw_body.empty(), "a body where there can be none", outcome.raw_head);
  } else if (!codings.empty()) {
    require(codings.size() == 1 && fuzz::lower(codings.front()) == "chunked", "an unknown coding",
            outcome.raw_head);
    require(fuzz::decode_chunked(outcome.raw_body) == outcome.body, "chunks are misread",
            outcome.raw_body);
  } else {
    require(outcome.raw_body == outcome.body, "a plain body is not what was sent");
    for (const auto& length : lengths)
      require(std::stoull(length) == outcome.body.size(), "the body is not as long as it says",
              outcome.raw_head);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto input = fuzz::text_of(data, size);
  for (const bool head_only : {false, true}) {
    const auto whole = Session(input, head_only, 0).run();
    if (whole.end == End::answered) check(whole, head_only);
    require(Session(input, head_only, 1).run().agrees(whole),
            "byte by byte, something else comes out", input);
    require(Session(input, head_only, fuzz::seed_of(input)).run().agrees(whole),
            "in pieces, something else comes out", input);
  }
  return 0;
}
