// Files that begin like a picture: whole ones are told from those that nobody could show.
#include "internal/picture_format.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <boost/crc.hpp>
#include <random>
#include <vector>

#include "internal/pictures.h"
#include "picture_samples.h"

namespace test {

namespace {

using namespace std::string_literals;
using catalog::PictureType;

std::string big(std::uint64_t value, int bytes) {
  std::string out;
  for (int i = bytes - 1; i >= 0; --i) out += static_cast<char>(value >> 8 * i);
  return out;
}

std::string little(std::uint64_t value, int bytes) {
  std::string out;
  for (int i = 0; i < bytes; ++i) out += static_cast<char>(value >> 8 * i);
  return out;
}

std::string png_chunk(const std::string& type, const std::string& data) {
  boost::crc_32_type sum;
  sum.process_bytes((type + data).data(), type.size() + data.size());
  return big(data.size(), 4) + type + data + big(sum.checksum(), 4);
}

// `kind`: bits a sample, kind of colour, compression, filter, interlacing.
std::string png_of(std::uint64_t width, std::uint64_t height, const std::string& kind,
                   const std::string& body) {
  return "\x89PNG\r\n\x1a\n"s + png_chunk("IHDR", big(width, 4) + big(height, 4) + kind) + body;
}

const std::string colours = "\x08\x02\0\0\0"s, by_palette = "\x08\x03\0\0\0"s;
const std::string pixels_and_end = png_chunk("IDAT", "pixels") + png_chunk("IEND", "");

std::string riff_chunk(const std::string& type, const std::string& data) {
  return type + little(data.size(), 4) + data + (data.size() % 2 == 1 ? "\0"s : ""s);
}

std::string riff(const std::string& chunks) {
  return "RIFF" + little(chunks.size() + 4, 4) + "WEBP" + chunks;
}

std::string canvas(std::uint64_t width, std::uint64_t height) {
  return riff_chunk("VP8X", "\0\0\0\0"s + little(width - 1, 3) + little(height - 1, 3));
}

std::string with(std::string bytes, std::size_t at, char now) {
  bytes.at(at) = now;
  return bytes;
}

// "3 × 2", or what is said against it.
std::string said_of(const std::string& bytes) {
  const auto type = catalog::pictures::type_of(bytes);
  if (!type) return "begins as no picture does";
  try {
    const auto size = catalog::pictures::size_of(*type, bytes);
    return fmt::format("{} × {}", size.width, size.height);
  } catch (const kernel::Error& error) {
    CHECK(error.code == kernel::Code::invalid_argument);
    REQUIRE(error.details.size() == 1);
    return error.details[0].detail;
  }
}

const std::string breaks_off = "breaks off: the file is not whole";
const std::vector<std::string> samples{png, jpeg, webp, lossless_webp};
// The last of a lossy picture's chunks, without the file's head.
const std::string still = webp.substr(12), still_lossless = lossless_webp.substr(12);

}  // namespace

TEST_CASE("the size of a picture is read from each kind of file") {
  for (const auto& whole : samples) CHECK(said_of(whole) == "3 × 2");
  CHECK(said_of(riff(canvas(3, 2) + riff_chunk("ICCP", "xxx") + still)) == "3 × 2");
  CHECK(said_of(riff(canvas(3, 2) + still_lossless + riff_chunk("EXIF", "xxx"))) == "3 × 2");
  const auto frame = riff_chunk("ANMF", std::string(16, '\0') + riff_chunk("ALPH", "x") + still);
  CHECK(said_of(riff(canvas(6, 4) + riff_chunk("ANIM", "xxxxxx") + frame + frame)) == "6 × 4");
  CHECK(said_of(png_of(3, 2, by_palette, png_chunk("PLTE", "abc") + pixels_and_end)) == "3 × 2");
}

TEST_CASE("a file that breaks off anywhere is no picture") {
  for (const auto& whole : samples)
    for (std::size_t kept = 0; kept < whole.size(); ++kept) {
      CAPTURE(whole.substr(0, 4));
      CAPTURE(kept);
      const auto said = said_of(whole.substr(0, kept));
      CHECK((said == breaks_off || said == "begins as no picture does"));
    }
}

TEST_CASE("what stands behind a picture's end is let be") {
  for (const auto& whole : samples) CHECK(said_of(whole + "\xff\xd8 a second one") == "3 × 2");
}

TEST_CASE("the signature of a picture alone is none") {
  CHECK(said_of("\x89PNG\r\n\x1a\nzzzz") == breaks_off);
  CHECK(said_of("\x89PNG\r\n\x1a\n"s + std::string(400, 'z')) == breaks_off);
  CHECK(said_of("\xff\xd8\xffzzzzzzzzzzzz") == breaks_off);
  CHECK(said_of("RIFF1234WEBPVP8 ") == breaks_off);
  CHECK(said_of(riff("")) == breaks_off);
  CHECK(said_of(riff(riff_chunk("VP8 ", ""))) == breaks_off);
}

TEST_CASE("a PNG is refused for what is wrong with its parts") {
  CHECK(said_of("\x89PNG\r\n\x1a\n"s + pixels_and_end) == "is a PNG without a header");
  CHECK(said_of(with(png, 18, '\x09')) == "is a damaged PNG: a checksum is wrong");
  CHECK(said_of(png_of(3, 2, colours, png_chunk("IEND", ""))) == "has no pixels");
  CHECK(said_of(png_of(3, 2, colours, png_chunk("IDAT", "") + png_chunk("IEND", ""))) ==
        "has no pixels");
  CHECK(said_of(png_of(3, 2, by_palette, pixels_and_end)) ==
        "is a PNG without the palette that it names");
  for (const auto& kind :
       {"\x03\x00\0\0\0"s, "\x10\x03\0\0\0"s, "\x04\x06\0\0\0"s, "\x08\x05\0\0\0"s,
        "\x08\x02\1\0\0"s, "\x08\x02\0\1\0"s, "\x08\x02\0\0\2"s})
    CHECK(said_of(png_of(3, 2, kind, pixels_and_end)) == "is a PNG of a kind that there is not");
}

TEST_CASE("a JPEG is refused for what is wrong with its parts") {
  const auto frame = jpeg.find("\xff\xc0"), scan = jpeg.find("\xff\xda");
  REQUIRE((frame != jpeg.npos && scan != jpeg.npos));
  const auto head = jpeg.substr(0, frame), from_scan = jpeg.substr(scan);
  const auto header = jpeg.substr(frame, 2 + 17);

  CHECK(said_of(head + from_scan) == "is a JPEG without a header");
  CHECK(said_of(head + header + header + from_scan) == "is a damaged JPEG: it has two headers");
  CHECK(said_of(jpeg.substr(0, scan) + "\xff\xd9") == "has no pixels");
  CHECK(said_of(jpeg.substr(0, scan + 14) + "\xff\xd9") == "has no pixels");
  CHECK(said_of(with(jpeg, frame + 1, '\xc3')) == "is a JPEG of a kind that browsers do not show");
  CHECK(said_of(with(jpeg, frame + 4, 12)) == "is a JPEG of a kind that browsers do not show");
  CHECK(said_of(with(jpeg, frame + 9, 2)) == "is a JPEG of a kind that browsers do not show");
  CHECK(said_of(with(with(jpeg, 4, 0), 5, 1)) ==
        "is a damaged JPEG: a part is shorter than its length");
  CHECK(said_of(with(jpeg, frame, 'x')) == "is a damaged JPEG: no marker where one must stand");
  // Restarts and zeros behind 0xff are within the pixels; 0xff before a marker is padding.
  const auto pixels = "\x12\xff\x00\x34\xff\xd0\x56\xff\xff\xd9"s;
  CHECK(said_of(jpeg.substr(0, scan + 14) + pixels) == "3 × 2");
}

TEST_CASE("a WebP is refused for what is wrong with its parts") {
  CHECK(said_of(riff(riff_chunk("EXIF", "xxxx"))) == "has no pixels");
  CHECK(said_of(riff(canvas(3, 2) + riff_chunk("EXIF", "xxxx"))) == "has no pixels");
  CHECK(said_of(riff(canvas(3, 3) + still)) == "is a damaged WebP: it says two sizes");
  CHECK(said_of(riff(canvas(3, 2) + riff_chunk("ANMF", std::string(16, '\0')))) == breaks_off);
  CHECK(said_of(riff(with(still, 8, still[8] | 1))) == "is a damaged WebP");
  CHECK(said_of(riff(with(still, 11, 'x'))) == "is a damaged WebP");
  CHECK(said_of(riff(with(still_lossless, 8, 'x'))) == "is a damaged WebP");
  CHECK(said_of(riff(riff_chunk("VP8L", "\x2f\x02\x40\0\0"s))) == "has no pixels");
  CHECK(said_of(riff(with(still_lossless, 12, '\x20'))) ==
        "is a WebP of a kind that browsers do not show");
}

TEST_CASE("a picture of nothing, or of more than a telephone can hold, is refused") {
  const auto sized = [](std::uint64_t width, std::uint64_t height) {
    return said_of(png_of(width, height, colours, pixels_and_end));
  };
  CHECK(sized(0, 2) == "has no pixels");
  CHECK(sized(3, 0) == "has no pixels");
  CHECK(sized(4096, 4096) == "4096 × 4096");
  CHECK(sized(8192, 2048) == "8192 × 2048");
  CHECK(sized(4097, 4096) == "is 4097 × 4096 pixels; 8192 a side and 16777216 in all are the most");
  CHECK(sized(8193, 1) == "is 8193 × 1 pixels; 8192 a side and 16777216 in all are the most");
  CHECK(sized(0xffffffff, 0xffffffff).starts_with("is 4294967295 × 4294967295 pixels;"));
  CHECK(said_of(riff(canvas(16777216, 1) + still)) == "is a damaged WebP: it says two sizes");
}

// Whatever became of a file on its way: it is a picture, or a sentence says why not.
TEST_CASE("damaged files are judged and never read beyond their end") {
  std::mt19937_64 random(4);  // NOLINT(cert-msc32-c,cert-msc51-cpp)
  int refused = 0;
  for (int i = 0; i < 20'000; ++i) {
    auto bytes = samples[random() % samples.size()];
    for (auto left = 1 + random() % 4; left > 0; --left) {
      const auto at = 3 + random() % (bytes.size() - 3);
      if (random() % 3 == 0) {
        bytes.erase(at, 1 + random() % 8);
      } else {
        bytes[at] = static_cast<char>(random());
      }
      if (bytes.size() < 8) break;
    }
    const auto said = said_of(bytes);
    REQUIRE_FALSE(said.empty());
    refused += said == "3 × 2" ? 0 : 1;
  }
  CHECK(refused > 10'000);
}

}  // namespace test
