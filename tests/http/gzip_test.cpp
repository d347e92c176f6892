#include "http/gzip.h"

#include <doctest/doctest.h>
#include <zlib.h>

namespace {

std::string inflated(const std::string& coded) {
  z_stream stream{};
  REQUIRE(inflateInit2(&stream, 15 + 16) == Z_OK);
  std::string out(1'000'000, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(coded.data()));
  stream.avail_in = static_cast<uInt>(coded.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  CHECK(inflate(&stream, Z_FINISH) == Z_STREAM_END);
  out.resize(stream.total_out);
  inflateEnd(&stream);
  return out;
}

}  // namespace

TEST_CASE("one compressor makes one text after the other smaller, and none larger") {
  http::Gzip gzip;
  for (const std::size_t size : {1'000UL, 200'000UL, 5'000UL}) {
    std::string text;
    while (text.size() < size) text += R"({"id":")" + std::to_string(text.size() * 7919) + "\"},";

    const std::string coded = gzip.compress(text);

    CHECK(coded.size() < text.size() / 2);
    CHECK(inflated(coded) == text);
  }
  std::string noise;
  for (std::uint32_t x = 1; noise.size() < 2000; x = x * 1664525 + 1013904223)
    noise.push_back(static_cast<char>(x >> 24));
  CHECK(gzip.compress(noise).empty());
  CHECK(gzip.compress("").empty());
  CHECK(inflated(gzip.compress(std::string(3000, 'a'))) == std::string(3000, 'a'));
}
