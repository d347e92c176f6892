// tests: a disk that fails when it is told to, and whose power may be cut at any operation. It lies
// below the kernel's databases as SQLite's default VFS, so the code under test is what ships.
// Source: https://www.sqlite.org/vfs.html, https://www.sqlite.org/atomiccommit.html
#pragma once

#include <cstdint>
#include <functional>
#include <random>
#include <string>

namespace test {

enum class Trouble {
  none,
  full,         // no room: SQLITE_FULL, nothing is written
  write_error,  // half of it is written, then SQLITE_IOERR_WRITE
  sync_error,   // writes succeed, syncs do not: SQLITE_IOERR_FSYNC
  read_error,   // SQLITE_IOERR_READ; reads are no operations that are counted
};

class BadDisk {
 public:
  // The only one. Must be asked for before the first database of the process is opened.
  static BadDisk& instance();

  // Forgets the files and the operations so far.
  void begin();

  // Writes, truncations and syncs of databases and their logs since begin().
  std::uint64_t operations() const;

  // From operation `from` on, `count` of those that the trouble concerns fail.
  void fail(Trouble trouble, std::uint64_t from, std::uint64_t count);

  // Called once, on the thread that writes, in the middle of operation number `at`.
  void at_operation(std::uint64_t at, std::function<void()> then);

  // What is found on the disk of `directory` after a power cut now, copied to `copy`: all that was
  // synced, and of what was written since any part: writes may be lost, torn at a sector, or there.
  // To be called from within at_operation(), or while nobody writes.
  void cut_power(const std::string& directory, const std::string& copy, std::mt19937_64& random);

 private:
  BadDisk() = default;
};

}  // namespace test
