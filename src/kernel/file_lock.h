// kernel, inside: the lock of one module's database.
#pragma once

#include <string>

namespace kernel {

// Exclusive, held as long as the object lives, and by its process only; names its owner to whoever
// comes second.
class FileLock {
 public:
  // Makes `file` when it is not there. Throws Error{failed_precondition}: held by whom, or why it
  // cannot be written.
  FileLock(const std::string& file, const std::string& owner);
  ~FileLock();
  FileLock(const FileLock&) = delete;
  FileLock& operator=(const FileLock&) = delete;

 private:
  std::string read_holder() const;
  int descriptor_;
};

}  // namespace kernel
