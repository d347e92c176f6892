#include "buffer_pool.h"

#include <sys/mman.h>

#include <new>

namespace http {

namespace {

constexpr std::size_t page = 4096;
constexpr std::size_t slab_buffers = 64;
constexpr std::size_t warm_max = 64;

}  // namespace

BufferPool::BufferPool(std::size_t bytes) : bytes_((bytes + page - 1) / page * page) {
  warm_.reserve(warm_max);
}

BufferPool::~BufferPool() {
  for (char* const slab : slabs_) ::munmap(slab, slab_buffers * bytes_);
}

void BufferPool::add_slab() {
  const std::size_t size = slab_buffers * bytes_;
  slabs_.reserve(slabs_.size() + 1);
  empty_.reserve((slabs_.size() + 1) * slab_buffers);  // so that giving back needs no memory
  void* const slab =
      ::mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (slab == MAP_FAILED) throw std::bad_alloc();
  ::madvise(slab, size, MADV_NOHUGEPAGE);  // one byte would make two megabytes resident
  slabs_.push_back(static_cast<char*>(slab));
  for (std::size_t i = slab_buffers; i > 0; --i) empty_.push_back(slabs_.back() + (i - 1) * bytes_);
}

char* BufferPool::take() {
  if (warm_.empty() && empty_.empty()) add_slab();
  auto& from = warm_.empty() ? empty_ : warm_;
  char* const buffer = from.back();
  from.pop_back();
  return buffer;
}

void BufferPool::give_back(char* buffer) noexcept {
  if (warm_.size() < warm_max) {
    warm_.push_back(buffer);
    return;
  }
  ::madvise(buffer, bytes_, MADV_DONTNEED);
  empty_.push_back(buffer);
}

}  // namespace http
