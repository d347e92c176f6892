// kernel: what the databases of this process asked of the disk. They are all opened through one
// SQLite VFS of ours, which hands every operation on to the system's own and counts the syncs.
// Source: https://www.sqlite.org/vfs.html, https://www.sqlite.org/c3ref/io_methods.html
#pragma once

#include <cstdint>

namespace kernel {

// How often a database of this process, or its write-ahead log, was synced to the disk since the
// start: once per commit, twice per checkpoint, once more for the first commit after one. Syncs of
// directories are not counted. From any thread.
std::uint64_t storage_syncs() noexcept;

// The VFS's name, for sqlite3_open_v2; registered when first asked for. From any thread. Throws
// std::runtime_error when SQLite has no VFS to hand on to.
const char* storage_vfs();

}  // namespace kernel
