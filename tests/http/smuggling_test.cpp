// Requests that two servers could understand differently: what one takes for a body is another
// request to the next. Each is refused, and the connection closed.
#include "net.h"

using namespace test;
using namespace std::string_literals;

namespace {

const std::string host = "POST /p HTTP/1.1\r\nHost: s\r\n";
const std::string chunked = host + "Transfer-Encoding: chunked\r\n\r\n";

struct Row {
  std::string request;
  int status = 400;
};

void check_refused(const std::vector<Row>& rows) {
  Running shop;
  for (const auto& row : rows) {
    CAPTURE(row.request);
    Wire wire(shop.url);
    const auto answer = wire.say(row.request).hear();
    CHECK(answer.status == row.status);
    CHECK(answer.closes());
    CHECK(answer.head.find("application/problem+json") != std::string::npos);
    CHECK(wire.stop().is_closed());
  }
}

}  // namespace

TEST_CASE("a head that is not written by the rules is refused") {
  check_refused({
      {"nonsense\r\n\r\n"},
      {"GET / HTTP/2.0\r\nHost: s\r\n\r\n"},
      {"GET / HTTP/1.1\r\n\r\n"},
      {"GET / HTTP/1.1\nHost: s\n\n"},
      {"GET  / HTTP/1.1\r\nHost: s\r\n\r\n"},
      {"GET a HTTP/1.1\r\nHost: s\r\n\r\n"},
      {"GET /#f HTTP/1.1\r\nHost: s\r\n\r\n"},
      {"GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n"},
      {"GET / HTTP/1.1\r\nHost: a/b\r\n\r\n"},
      {"GET / HTTP/1.1\r\nHost:\r\n\r\n"},
      {"GET / HTTP/1.0\r\nHost: a\r\nHost: b\r\n\r\n"},
      {"GET / HTTP/1.1\r\nHost: a\nX: b\r\n\r\n"},
      {"GET / HTTP/1.1\nHost: a\r\n\r\n"},
      {"GET / HTTP/1.1\r\nHost: a\r\nX: b\r\n\nY: c\r\n\r\n"},
      {"GET /\rx HTTP/1.1\r\nHost: a\r\n\r\n"},
      {"GET / HTTP/1.1\rHost: a\r\n\r\n"},
      {"GET / HTTP/1.1\r\nHost : a\r\n\r\n"},
      {"GET / HTTP/1.1\r\n Host: a\r\n\r\n"},
      {"GET / HTTP/1.1\r\nHost: a\r\nX: 1\r\n 2\r\n\r\n"},
      {"GET / HTTP/1.1\r\nHost: a\r\nX: \x01\r\n\r\n"},
      {"GET / HTTP/1.1\r\nHost: a\r\nX: \0\r\n\r\n"s},
      {"GET / HTTP/1.1\r\nHost: a\r\nX\r\n\r\n"},
      {"GET / HTTP/1.1\r\nHost: a\r\nX: a\rb\r\n\r\n"},
      {host + "X-Y:\r\n \r\n\r\n"},
      {host + "X-Y:\r\n\ta\r\n\r\n"},
      {host + "Expect: a pony\r\n\r\n", 417},
  });
}

TEST_CASE("a body has one length or is chunked, and nothing else") {
  check_refused({
      {host + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"},
      {host + "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n"},
      {host + "Content-Length: 5\r\nContent-Length: 5\r\n\r\nhello"},
      {host + "Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello"},
      {host + "Content-Length: 5, 5\r\n\r\nhello"},
      {host + "Content-Length: +5\r\n\r\nhello"},
      {host + "Content-Length: -5\r\n\r\nhello"},
      {host + "Content-Length: 0x5\r\n\r\nhello"},
      {host + "Content-Length:\r\n\r\nhello"},
      {host + "Content-Length: 99999999999999999999\r\n\r\nhello"},
      {host + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"},
      {host + "Transfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n"},
      {host + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n"},
      {host + "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n"},
      {host + "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n"},
      {"POST /p HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"},
  });
}

TEST_CASE("chunks are written by the rules") {
  check_refused({
      {chunked + "x\r\n"},
      {chunked + "3\nabc\n0\n\n"},
      {chunked + "3\r\nabcd\r\n0\r\n\r\n"},
      {chunked + "-1\r\na\r\n0\r\n\r\n"},
      {chunked + "3 \r\nabc\r\n0\r\n\r\n"},
      {chunked + "+1\r\na\r\n0\r\n\r\n"},
      {chunked + "0x1\r\na\r\n0\r\n\r\n"},
      {chunked + "\r\na\r\n0\r\n\r\n"},
      {chunked + "1;a\nb\r\na\r\n0\r\n\r\n"},
      {chunked + "1\ra\r\n0\r\n\r\n"},
      {chunked + "0\r\nTrailer: a\nb\r\n\r\n"},
      {chunked + "0\r\nno colon\r\n\r\n"},
      {chunked + "0\r\nTrailer : a\r\n\r\n"},
      {chunked + "0\r\n: a\r\n\r\n"},
      {chunked + "0\r\nTrailer: a\r\n folded\r\n\r\n"},
      {chunked + "0\r\nGET /p HTTP/1.1\r\nHost: x\r\n\r\n"},
      {chunked + "ffffffffffffffff1\r\n", 413},
  });
}
