// http, internal: the read buffers of one loop's connections.
#pragma once

#include <cstddef>
#include <memory>
#include <vector>

namespace http {

// Buffers of one size, a whole number of pages each. Memory that malloc gave, and got back from
// between what lives on, stays with the process; here a buffer that is not needed gives its pages
// back to the system, but for the few that the next connections take. Addresses are kept: as many
// as were in use at once. Used on one loop only.
class BufferPool {
 public:
  explicit BufferPool(std::size_t bytes);
  ~BufferPool();
  BufferPool(const BufferPool&) = delete;
  BufferPool& operator=(const BufferPool&) = delete;

  std::size_t bytes() const noexcept { return bytes_; }
  char* take();  // throws std::bad_alloc
  void give_back(char* buffer) noexcept;

 private:
  void add_slab();

  const std::size_t bytes_;
  std::vector<char*> slabs_;
  std::vector<char*> warm_;   // may hold pages
  std::vector<char*> empty_;  // hold none
};

}  // namespace http
