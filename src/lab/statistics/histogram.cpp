#include "lab/statistics/histogram.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cassert>
#include <cmath>

#include "kernel/error.h"

namespace lab {
namespace {

// Bucket i < 2·half holds the value i. After that each power of two has `half` buckets, so that one
// is at most 1/half of its lowest value wide:
//
//   value   1 … 2047 | 2048 … 4095 | 4096 … 8191 | …
//   width          1 |           2 |           4 | …
//   index   1 … 2047 | 2048 … 3071 | 3072 … 4095 | …
constexpr int half_bits = 10;
constexpr std::int64_t half = 1 << half_bits;
static_assert(1000 < half, "0.1 %");

constexpr std::size_t index_of(std::int64_t ns) {
  const auto value = static_cast<std::uint64_t>(std::clamp<std::int64_t>(ns, 1, Histogram::max_ns));
  const int shift = std::max(0, static_cast<int>(std::bit_width(value)) - half_bits - 1);
  return (static_cast<std::size_t>(shift) << half_bits) + (value >> shift);
}
constexpr std::size_t buckets = index_of(Histogram::max_ns) + 1;

constexpr int shift_of(std::size_t index) {
  return index < 2 * half ? 0 : static_cast<int>(index >> half_bits) - 1;
}
constexpr std::int64_t lowest_of(std::size_t index) {
  const int shift = shift_of(index);
  return static_cast<std::int64_t>((index - (static_cast<std::size_t>(shift) << half_bits))
                                   << shift);
}
constexpr std::int64_t highest_of(std::size_t index) {
  return std::min(lowest_of(index) + (std::int64_t{1} << shift_of(index)) - 1, Histogram::max_ns);
}
static_assert(lowest_of(index_of(2047)) == 2047 && lowest_of(index_of(4097)) == 4096);
static_assert(highest_of(index_of(4097)) == 4099);

// ceil(quantile · count), not one more because the product was rounded up in its last digits.
std::int64_t rank_of(double quantile, std::int64_t count) {
  const double exact = std::clamp(quantile, 0.0, 1.0) * static_cast<double>(count);
  const double nearest = std::round(exact);
  const double rank = std::abs(exact - nearest) <= 1e-12 * nearest ? nearest : std::ceil(exact);
  return std::clamp<std::int64_t>(static_cast<std::int64_t>(rank), 1, count);
}

[[noreturn]] void refuse(std::string what) {
  throw kernel::Error(kernel::Code::invalid_argument, "counts: " + std::move(what));
}

}  // namespace

void Histogram::record(std::int64_t ns, std::int64_t count) {
  assert(count >= 0);
  if (buckets_.empty()) [[unlikely]]
    buckets_.resize(buckets);
  buckets_[index_of(ns)] += count;
  count_ += count;
}

void Histogram::merge(const Histogram& other) {
  if (other.buckets_.empty()) return;
  if (buckets_.empty()) buckets_.resize(buckets);
  for (std::size_t i = 0; i < buckets; ++i) buckets_[i] += other.buckets_[i];
  count_ += other.count_;
}

std::int64_t Histogram::count() const noexcept { return count_; }

double Histogram::quantile_ns(double quantile) const {
  if (count_ == 0) return 0;
  std::int64_t left = rank_of(quantile, count_);
  std::size_t index = 0;
  while ((left -= buckets_[index]) > 0) ++index;
  const auto lowest = static_cast<double>(lowest_of(index));
  return lowest + (static_cast<double>(highest_of(index)) - lowest) / 2;
}

std::int64_t Histogram::max_recorded_ns() const {
  const auto last = std::find_if(buckets_.rbegin(), buckets_.rend(), [](auto n) { return n > 0; });
  return last == buckets_.rend() ? 0
                                 : highest_of(static_cast<std::size_t>(buckets_.rend() - last) - 1);
}

std::int64_t Histogram::count_up_to(std::int64_t ns) const {
  if (count_ == 0 || ns < 1) return 0;
  std::int64_t sum = 0;
  for (std::size_t i = 0; i <= index_of(ns); ++i) sum += buckets_[i];
  return sum;
}

Counts Histogram::counts() const {
  Counts counts;
  for (std::size_t i = 0; i < buckets_.size(); ++i) {
    if (buckets_[i] == 0) continue;
    counts.value_ns.push_back(lowest_of(i));
    counts.count.push_back(buckets_[i]);
  }
  return counts;
}

Histogram Histogram::from(const Counts& counts) {
  const auto& values = counts.value_ns;
  if (values.size() != counts.count.size())
    refuse(fmt::format("{} of value_ns, but {} of count", values.size(), counts.count.size()));
  Histogram histogram;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (values[i] < 0) refuse(fmt::format("value_ns[{}] is negative: {}", i, values[i]));
    if (i > 0 && values[i] <= values[i - 1])
      refuse(fmt::format("value_ns[{}] is not above the one before: {} after {}", i, values[i],
                         values[i - 1]));
    const std::int64_t count = counts.count[i];
    if (count < 0) refuse(fmt::format("count[{}] is negative: {}", i, count));
    if (count > count_max - histogram.count_)
      refuse(fmt::format("more than {} with count[{}]", count_max, i));
    histogram.record(values[i], count);
  }
  return histogram;
}

}  // namespace lab
