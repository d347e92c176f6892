#include "lab/load/answer_scan.h"

#include <doctest/doctest.h>

using lab::AnswerScan;
using State = AnswerScan::State;

namespace {

struct Read {
  State state = State::reading;
  int status = 0;
  bool keeps_alive = false;
};

// In pieces of `piece` bytes.
Read read(std::string_view answer, std::size_t piece) {
  AnswerScan scan;
  scan.start();
  State state = State::reading;
  while (!answer.empty() && state == State::reading) {
    state = scan.feed(answer.substr(0, piece));
    answer.remove_prefix(std::min(piece, answer.size()));
  }
  return {state, scan.status(), scan.keeps_alive()};
}

}  // namespace

TEST_CASE("an answer is read to its end, however it comes in pieces") {
  struct Row {
    const char* what;
    std::string_view answer;
    int status;
    bool keeps_alive;
  };
  const Row rows[] = {
      {"a body", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", 200, true},
      {"no body", "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", 200, true},
      {"another case", "HTTP/1.1 503 No\r\ncontent-length:2\r\n\r\nno", 503, true},
      {"204 has none", "HTTP/1.1 204 No Content\r\n\r\n", 204, true},
      {"304 has none", "HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n", 304, true},
      {"the last one", "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 1\r\n\r\nx", 200,
       false},
      {"a head before it",
       "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 201 Created\r\nContent-Length: 1\r\n\r\nx", 201,
       true},
      {"no reason", "HTTP/1.1 200\r\nContent-Length: 0\r\n\r\n", 200, true},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    for (std::size_t piece = 1; piece <= row.answer.size(); ++piece) {
      CAPTURE(piece);
      const auto found = read(row.answer, piece);
      CHECK(found.state == State::done);
      CHECK(found.status == row.status);
      CHECK(found.keeps_alive == row.keeps_alive);
    }
  }
}

TEST_CASE("what is no answer is refused") {
  const std::string_view answers[] = {
      "HTTP/2 200 OK\r\n\r\n",
      "HTTP/1.1 abc\r\n\r\n",
      "HTTP/1.1 \r\n\r\n",
      "hello\r\n\r\n",
      "HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
      "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
      "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nmore than that",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
  };
  for (const auto answer : answers) {
    CAPTURE(answer);
    CHECK(read(answer, answer.size()).state == State::malformed);
  }
}

TEST_CASE("without a length, the end of the connection is the end of the answer") {
  AnswerScan scan;
  scan.start();

  CHECK(scan.silent());
  CHECK(scan.feed("HTTP/1.1 200 OK\r\n\r\nhello") == State::reading);
  CHECK_FALSE(scan.silent());
  CHECK(scan.end() == State::done);
  CHECK_FALSE(scan.keeps_alive());

  scan.start();
  CHECK(scan.feed("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhello") == State::reading);
  CHECK(scan.end() == State::malformed);
}
