#include "http/gzip.h"

#include <zlib.h>

#include <algorithm>
#include <limits>

#include "kernel/error.h"

namespace http {

namespace {

// JSON shrinks to a fifth at the lowest level already; the sixth takes three times as long for a
// tenth less.
constexpr int level = 1;
constexpr int gzip_window = 15 + 16;  // the largest, in gzip's clothes
constexpr int memory = 8;

}  // namespace

struct Gzip::State {
  State() {
    if (deflateInit2(&stream, level, Z_DEFLATED, gzip_window, memory, Z_DEFAULT_STRATEGY) != Z_OK)
      throw kernel::Error(kernel::Code::internal, "zlib cannot begin");
  }
  ~State() { deflateEnd(&stream); }
  z_stream stream{};
};

Gzip::Gzip() : state_(std::make_unique<State>()) {}
Gzip::~Gzip() = default;

std::string Gzip::compress(std::string_view text) {
  if (text.size() > std::numeric_limits<uInt>::max()) return {};
  z_stream& stream = state_->stream;
  std::string out(text.size(), '\0');
  // zlib only reads what it is given to read, whatever its types say.
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  const bool whole = deflate(&stream, Z_FINISH) == Z_STREAM_END;
  out.resize(whole ? std::min<std::size_t>(stream.total_out, out.size()) : 0);
  deflateReset(&stream);
  return out;
}

}  // namespace http
