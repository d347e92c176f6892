#include "kernel/sync_count.h"

#include <sqlite3.h>

#include <array>
#include <atomic>
#include <new>
#include <stdexcept>

namespace kernel {

namespace {

std::atomic<std::uint64_t> syncs = 0;

// Lies where SQLite made room for it, with the system's own file behind it.
struct File {
  sqlite3_file base;  // first: SQLite sees nothing else
  sqlite3_file* inner() noexcept { return reinterpret_cast<sqlite3_file*>(this + 1); }
};
static_assert(sizeof(File) % 8 == 0, "the file behind is aligned as SQLite aligns ours");

sqlite3_file* inner_of(sqlite3_file* file) noexcept {
  return reinterpret_cast<File*>(file)->inner();
}
sqlite3_vfs* inner_of(sqlite3_vfs* vfs) noexcept {
  return static_cast<sqlite3_vfs*>(vfs->pAppData);
}

// Hands one operation of a file on, whatever its arguments are.
template <auto Method>
struct OnFile;
template <class R, class... Args, R (*sqlite3_io_methods::*Method)(sqlite3_file*, Args...)>
struct OnFile<Method> {
  static R call(sqlite3_file* file, Args... args) {
    sqlite3_file* const inner = inner_of(file);
    return (inner->pMethods->*Method)(inner, args...);
  }
};

// The same for an operation of the file system.
template <auto Method>
struct OnSystem;
template <class R, class... Args, R (*sqlite3_vfs::*Method)(sqlite3_vfs*, Args...)>
struct OnSystem<Method> {
  static R call(sqlite3_vfs* vfs, Args... args) {
    sqlite3_vfs* const inner = inner_of(vfs);
    return (inner->*Method)(inner, args...);
  }
};

int sync(sqlite3_file* file, int flags) {
  syncs.fetch_add(1, std::memory_order_relaxed);
  sqlite3_file* const inner = inner_of(file);
  return inner->pMethods->xSync(inner, flags);
}

using M = sqlite3_io_methods;

// A version says which operations there are, so ours is always that of the file behind.
constexpr M methods_of(int version) {
  return {version,
          &OnFile<&M::xClose>::call,
          &OnFile<&M::xRead>::call,
          &OnFile<&M::xWrite>::call,
          &OnFile<&M::xTruncate>::call,
          &sync,
          &OnFile<&M::xFileSize>::call,
          &OnFile<&M::xLock>::call,
          &OnFile<&M::xUnlock>::call,
          &OnFile<&M::xCheckReservedLock>::call,
          &OnFile<&M::xFileControl>::call,
          &OnFile<&M::xSectorSize>::call,
          &OnFile<&M::xDeviceCharacteristics>::call,
          &OnFile<&M::xShmMap>::call,
          &OnFile<&M::xShmLock>::call,
          &OnFile<&M::xShmBarrier>::call,
          &OnFile<&M::xShmUnmap>::call,
          &OnFile<&M::xFetch>::call,
          &OnFile<&M::xUnfetch>::call};
}
constexpr std::array<M, 3> methods{methods_of(1), methods_of(2), methods_of(3)};

// Without methods SQLite does not close the file: so it is when the system's own has none.
int open(sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags, int* flags_out) {
  File* const ours = new (file) File{};
  sqlite3_vfs* const system = inner_of(vfs);
  const int code = system->xOpen(system, name, ours->inner(), flags, flags_out);
  if (const M* const theirs = ours->inner()->pMethods; theirs != nullptr)
    ours->base.pMethods =
        &methods[static_cast<std::size_t>(theirs->iVersion > 3 ? 3 : theirs->iVersion) - 1];
  return code;
}

using V = sqlite3_vfs;

V vfs_over(V* system) {
  V ours = *system;  // its limits and its version
  ours.szOsFile = static_cast<int>(sizeof(File)) + system->szOsFile;
  ours.zName = "cleave";
  ours.pNext = nullptr;
  ours.pAppData = system;
  ours.xOpen = &open;
  ours.xDelete = &OnSystem<&V::xDelete>::call;
  ours.xAccess = &OnSystem<&V::xAccess>::call;
  ours.xFullPathname = &OnSystem<&V::xFullPathname>::call;
  ours.xDlOpen = &OnSystem<&V::xDlOpen>::call;
  ours.xDlError = &OnSystem<&V::xDlError>::call;
  ours.xDlSym = &OnSystem<&V::xDlSym>::call;
  ours.xDlClose = &OnSystem<&V::xDlClose>::call;
  ours.xRandomness = &OnSystem<&V::xRandomness>::call;
  ours.xSleep = &OnSystem<&V::xSleep>::call;
  ours.xCurrentTime = &OnSystem<&V::xCurrentTime>::call;
  ours.xGetLastError = &OnSystem<&V::xGetLastError>::call;
  ours.xCurrentTimeInt64 = &OnSystem<&V::xCurrentTimeInt64>::call;
  ours.xSetSystemCall = &OnSystem<&V::xSetSystemCall>::call;
  ours.xGetSystemCall = &OnSystem<&V::xGetSystemCall>::call;
  ours.xNextSystemCall = &OnSystem<&V::xNextSystemCall>::call;
  return ours;
}

V* register_vfs() {
  V* const system = sqlite3_vfs_find(nullptr);
  if (system == nullptr) throw std::runtime_error("SQLite knows no file system");
  static V ours = vfs_over(system);
  if (sqlite3_vfs_register(&ours, 0) != SQLITE_OK)
    throw std::runtime_error("SQLite does not take a file system of ours");
  return &ours;
}

}  // namespace

std::uint64_t storage_syncs() noexcept { return syncs.load(std::memory_order_relaxed); }

const char* storage_vfs() {
  static const V* const registered = register_vfs();
  return registered->zName;
}

}  // namespace kernel
