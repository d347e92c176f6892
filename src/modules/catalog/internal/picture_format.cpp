#include "internal/picture_format.h"

#include <fmt/format.h>

#include <boost/crc.hpp>
#include <cstddef>

namespace catalog::pictures {

using namespace std::string_view_literals;

namespace {

constexpr std::string_view no_pixels = "has no pixels";

class Reader {
 public:
  explicit Reader(std::string_view bytes) : left_(bytes) {}

  bool done() const { return left_.empty(); }
  std::string_view left() const { return left_; }

  std::string_view take(std::size_t count) {
    if (count > left_.size()) throw refused("breaks off: the file is not whole");
    const auto taken = left_.substr(0, count);
    left_.remove_prefix(count);
    return taken;
  }

  std::uint64_t big(std::size_t bytes) {
    std::uint64_t value = 0;
    for (const char c : take(bytes)) value = value << 8 | static_cast<unsigned char>(c);
    return value;
  }

  std::uint64_t little(std::size_t bytes) {
    std::uint64_t value = 0;
    unsigned shift = 0;
    for (const char c : take(bytes)) {
      value |= static_cast<std::uint64_t>(static_cast<unsigned char>(c)) << shift;
      shift += 8;
    }
    return value;
  }

 private:
  std::string_view left_;
};

// ---- PNG: chunks of length, type, data, checksum; IHDR first, IEND last ----

bool is_depth_of(std::uint64_t colour, std::uint64_t depth) {
  switch (colour) {
    case 0:  // grey
      return depth == 1 || depth == 2 || depth == 4 || depth == 8 || depth == 16;
    case 3:  // by a palette
      return depth == 1 || depth == 2 || depth == 4 || depth == 8;
    case 2:  // colours; 4 and 6: with transparency
    case 4:
    case 6:
      return depth == 8 || depth == 16;
    default:
      return false;
  }
}

struct PngHeader {
  Size size;
  bool by_palette = false;
};

PngHeader png_header(std::string_view data) {
  if (data.size() != 13) throw refused("is a PNG with a header of another length");
  Reader in(data);
  PngHeader header;
  header.size.width = in.big(4);
  header.size.height = in.big(4);
  const auto depth = in.big(1), colour = in.big(1), compression = in.big(1), filter = in.big(1),
             interlace = in.big(1);
  if (!is_depth_of(colour, depth) || compression != 0 || filter != 0 || interlace > 1)
    throw refused("is a PNG of a kind that there is not");
  header.by_palette = colour == 3;
  return header;
}

// What the chunk holds, behind its type.
std::string_view png_chunk(Reader& in, std::string_view& type) {
  const auto length = in.big(4);
  const auto summed = in.take(4 + length);
  boost::crc_32_type sum;
  sum.process_bytes(summed.data(), summed.size());
  if (in.big(4) != sum.checksum()) throw refused("is a damaged PNG: a checksum is wrong");
  type = summed.substr(0, 4);
  return summed.substr(4);
}

Size size_of_png(std::string_view bytes) {
  Reader in(bytes);
  in.take(8);
  std::string_view type;
  const auto first = png_chunk(in, type);
  if (type != "IHDR"sv) throw refused("is a PNG without a header");
  const auto header = png_header(first);
  bool palette = false, pixels = false;
  for (;;) {
    const auto data = png_chunk(in, type);
    if (type == "IEND"sv) break;
    palette = palette || type == "PLTE"sv;
    pixels = pixels || (type == "IDAT"sv && !data.empty());
  }
  if (!pixels) throw refused(std::string(no_pixels));
  if (header.by_palette && !palette) throw refused("is a PNG without the palette that it names");
  return header.size;
}

// ---- JPEG: markers; most have a segment with its length; a scan holds pixels up to the next ----

constexpr std::uint64_t fill = 0xff, end_of_image = 0xd9, start_of_scan = 0xda, temporary = 0x01;

bool is_restart(std::uint64_t marker) { return marker >= 0xd0 && marker <= 0xd7; }

bool is_frame(std::uint64_t marker) {
  return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
}

std::uint64_t next_marker(Reader& in) {
  if (in.big(1) != fill) throw refused("is a damaged JPEG: no marker where one must stand");
  auto marker = in.big(1);
  while (marker == fill) marker = in.big(1);
  return marker;
}

Size jpeg_frame(std::uint64_t marker, std::string_view segment) {
  Reader in(segment);
  const auto precision = in.big(1);
  Size size;
  size.height = in.big(2);
  size.width = in.big(2);
  const auto components = in.big(1);
  const bool shown = marker <= 0xc2 && precision == 8;  // baseline, extended, progressive
  if (!shown || (components != 1 && components != 3 && components != 4))
    throw refused("is a JPEG of a kind that browsers do not show");
  in.take(3 * components);
  return size;
}

// To the marker behind the pixels.
void pass_scan(Reader& in) {
  std::size_t at = 0;
  const auto left = in.left();
  for (;; at += 2) {
    at = left.find('\xff', at);
    if (at == left.npos || at + 1 == left.size()) in.take(left.size() + 1);  // breaks off
    const auto next = static_cast<unsigned char>(left[at + 1]);
    if (next != 0 && !is_restart(next)) break;
  }
  if (at == 0) throw refused(std::string(no_pixels));
  in.take(at);
}

Size size_of_jpeg(std::string_view bytes) {
  Reader in(bytes);
  in.take(2);
  Size size;
  bool framed = false, scanned = false;
  for (auto marker = next_marker(in); marker != end_of_image; marker = next_marker(in)) {
    if (is_restart(marker) || marker == temporary) continue;
    const auto length = in.big(2);
    if (length < 2) throw refused("is a damaged JPEG: a part is shorter than its length");
    const auto segment = in.take(length - 2);
    if (is_frame(marker)) {
      if (framed) throw refused("is a damaged JPEG: it has two headers");
      size = jpeg_frame(marker, segment);
      framed = true;
    } else if (marker == start_of_scan) {
      if (!framed) throw refused("is a JPEG without a header");
      pass_scan(in);
      scanned = true;
    }
  }
  if (!scanned) throw refused(std::string(no_pixels));
  return size;
}

// ---- WebP: RIFF chunks of type, length, data; VP8 and VP8L hold pixels, VP8X says what else ----

struct Chunk {
  std::string_view type;
  std::string_view data;

  bool has_pixels() const { return type == "VP8 "sv || type == "VP8L"sv; }
};

Chunk riff_chunk(Reader& in) {
  Chunk chunk;
  chunk.type = in.take(4);
  const auto length = in.little(4);
  chunk.data = in.take(length);
  if (length % 2 == 1 && !in.done()) in.take(1);
  return chunk;
}

Size size_of_lossy(Reader in) {
  const auto tag = in.little(3);
  const bool key_frame = (tag & 1) == 0;
  if (!key_frame || in.take(3) != "\x9d\x01\x2a"sv) throw refused("is a damaged WebP");
  Size size;
  size.width = in.little(2) & 0x3fff;
  size.height = in.little(2) & 0x3fff;
  in.take(tag >> 5);  // the first part of it, whose length stands in the tag
  return size;
}

Size size_of_lossless(Reader in) {
  if (in.little(1) != 0x2f) throw refused("is a damaged WebP");
  const auto bits = in.little(4);
  const bool known = bits >> 29 == 0;
  if (!known) throw refused("is a WebP of a kind that browsers do not show");
  if (in.done()) throw refused(std::string(no_pixels));
  return {(bits & 0x3fff) + 1, (bits >> 14 & 0x3fff) + 1};
}

Size size_of_pixels(const Chunk& chunk) {
  if (!chunk.has_pixels()) throw refused(std::string(no_pixels));
  return chunk.type == "VP8 "sv ? size_of_lossy(Reader(chunk.data))
                                : size_of_lossless(Reader(chunk.data));
}

void require_frame(std::string_view frame) {
  Reader in(frame);
  in.take(16);  // where it stands, how large it is, how long
  auto chunk = riff_chunk(in);
  while (!chunk.has_pixels()) chunk = riff_chunk(in);
  size_of_pixels(chunk);
}

Size size_of_extended(const Chunk& header, Reader& in) {
  Reader facts(header.data);
  facts.take(4);  // what it has beside pixels
  Size canvas;
  canvas.width = facts.little(3) + 1;
  canvas.height = facts.little(3) + 1;
  bool pixels = false;
  while (!in.done()) {
    const auto chunk = riff_chunk(in);
    if (chunk.type == "ANMF"sv) {
      require_frame(chunk.data);
    } else if (chunk.has_pixels()) {
      const auto size = size_of_pixels(chunk);
      if (size.width != canvas.width || size.height != canvas.height)
        throw refused("is a damaged WebP: it says two sizes");
    } else {
      continue;
    }
    pixels = true;
  }
  if (!pixels) throw refused(std::string(no_pixels));
  return canvas;
}

Size size_of_webp(std::string_view bytes) {
  Reader file(bytes);
  file.take(4);
  const auto length = file.little(4);
  Reader in(file.take(length));
  in.take(4);
  const auto first = riff_chunk(in);
  return first.type == "VP8X"sv ? size_of_extended(first, in) : size_of_pixels(first);
}

Size read_size(PictureType type, std::string_view bytes) {
  switch (type) {
    case PictureType::png:
      return size_of_png(bytes);
    case PictureType::jpeg:
      return size_of_jpeg(bytes);
    case PictureType::webp:
      return size_of_webp(bytes);
  }
  throw refused("is of no type");
}

}  // namespace

kernel::Error refused(std::string why) {
  return {kernel::Code::invalid_argument,
          "not a picture that can be shown",
          {{"/content", std::move(why)}}};
}

Size size_of(PictureType type, std::string_view bytes) {
  const auto size = read_size(type, bytes);
  if (size.width == 0 || size.height == 0) throw refused(std::string(no_pixels));
  // The sides first: then their product is a small number.
  if (size.width > side_max || size.height > side_max || size.width * size.height > pixels_max)
    throw refused(fmt::format("is {} × {} pixels; {} a side and {} in all are the most", size.width,
                              size.height, side_max, pixels_max));
  return size;
}

}  // namespace catalog::pictures
