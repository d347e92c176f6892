#include "bad_disk.h"

#include <sqlite3.h>

#include <algorithm>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <mutex>
#include <new>
#include <stdexcept>
#include <vector>

namespace test {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t sector = 512;

struct Write {
  std::size_t at = 0;
  std::string bytes;
  bool truncates = false;  // to `at`
};

// One file: what a power cut leaves for sure, and what it may leave.
struct Kept {
  std::string synced;
  std::string current;
  std::vector<Write> since;
};

void apply(std::string& content, const Write& write, std::size_t size) {
  if (write.truncates) return content.resize(write.at);
  if (content.size() < write.at + size) content.resize(write.at + size);
  content.replace(write.at, size, write.bytes, 0, size);
}

// Databases are written by one thread each; operations of several may meet here.
struct State {
  std::recursive_mutex mutex;
  std::map<std::string, Kept> files;
  std::uint64_t operations = 0;
  Trouble trouble = Trouble::none;
  std::uint64_t trouble_from = 0;
  std::uint64_t trouble_left = 0;
  std::uint64_t moment = 0;
  std::function<void()> then;
};

State& state() {
  static State one;
  return one;
}

// Lies where SQLite made room for it, with the system's own file behind it.
struct File {
  sqlite3_file base;  // first: SQLite sees nothing else
  Kept* kept;         // null: a temporary file
  sqlite3_file* inner() noexcept { return reinterpret_cast<sqlite3_file*>(this + 1); }
};

File* ours(sqlite3_file* file) { return reinterpret_cast<File*>(file); }
sqlite3_file* inner_of(sqlite3_file* file) { return ours(file)->inner(); }
sqlite3_vfs* inner_of(sqlite3_vfs* vfs) { return static_cast<sqlite3_vfs*>(vfs->pAppData); }

template <auto Method>
struct OnFile;
template <class R, class... Args, R (*sqlite3_io_methods::*Method)(sqlite3_file*, Args...)>
struct OnFile<Method> {
  static R call(sqlite3_file* file, Args... args) {
    sqlite3_file* const inner = inner_of(file);
    return (inner->pMethods->*Method)(inner, args...);
  }
};

template <auto Method>
struct OnSystem;
template <class R, class... Args, R (*sqlite3_vfs::*Method)(sqlite3_vfs*, Args...)>
struct OnSystem<Method> {
  static R call(sqlite3_vfs* vfs, Args... args) {
    sqlite3_vfs* const inner = inner_of(vfs);
    return (inner->*Method)(inner, args...);
  }
};

// True when what happens now is to fail of `one` or `other`.
bool is_struck(Trouble one, Trouble other) {
  State& now = state();
  const bool concerned = now.trouble == one || now.trouble == other;
  if (!concerned || now.operations < now.trouble_from || now.trouble_left == 0) return false;
  --now.trouble_left;
  return true;
}

// The same for an operation, which is counted.
bool fails(Trouble one, Trouble other) {
  State& now = state();
  if (++now.operations == now.moment && now.then) now.then();
  return is_struck(one, other);
}

int read(sqlite3_file* file, void* bytes, int size, sqlite3_int64 at) {
  const std::lock_guard lock(state().mutex);
  if (ours(file)->kept != nullptr && is_struck(Trouble::read_error, Trouble::read_error))
    return SQLITE_IOERR_READ;
  return inner_of(file)->pMethods->xRead(inner_of(file), bytes, size, at);
}

int write_through(sqlite3_file* file, const char* bytes, int size, sqlite3_int64 at) {
  const int code = inner_of(file)->pMethods->xWrite(inner_of(file), bytes, size, at);
  if (Kept* const kept = ours(file)->kept; code == SQLITE_OK && kept != nullptr) {
    Write write{static_cast<std::size_t>(at), std::string(bytes, static_cast<std::size_t>(size)),
                false};
    apply(kept->current, write, write.bytes.size());
    kept->since.push_back(std::move(write));
  }
  return code;
}

int write(sqlite3_file* file, const void* bytes, int size, sqlite3_int64 at) {
  const std::lock_guard lock(state().mutex);
  const auto* const data = static_cast<const char*>(bytes);
  if (ours(file)->kept == nullptr || !fails(Trouble::full, Trouble::write_error))
    return write_through(file, data, size, at);
  if (state().trouble == Trouble::full) return SQLITE_FULL;
  write_through(file, data, size / 2, at);
  return SQLITE_IOERR_WRITE;
}

int truncate(sqlite3_file* file, sqlite3_int64 size) {
  const std::lock_guard lock(state().mutex);
  Kept* const kept = ours(file)->kept;
  if (kept != nullptr && fails(Trouble::write_error, Trouble::write_error))
    return SQLITE_IOERR_TRUNCATE;
  const int code = inner_of(file)->pMethods->xTruncate(inner_of(file), size);
  if (code == SQLITE_OK && kept != nullptr) {
    kept->since.push_back({static_cast<std::size_t>(size), {}, true});
    kept->current.resize(static_cast<std::size_t>(size));
  }
  return code;
}

int sync(sqlite3_file* file, int flags) {
  const std::lock_guard lock(state().mutex);
  Kept* const kept = ours(file)->kept;
  if (kept != nullptr && fails(Trouble::sync_error, Trouble::sync_error)) return SQLITE_IOERR_FSYNC;
  const int code = inner_of(file)->pMethods->xSync(inner_of(file), flags);
  if (code == SQLITE_OK && kept != nullptr) {
    kept->synced = kept->current;
    kept->since.clear();
  }
  return code;
}

using M = sqlite3_io_methods;

constexpr M methods_of(int version) {
  return {version,
          &OnFile<&M::xClose>::call,
          &read,
          &write,
          &truncate,
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
constexpr M methods[] = {methods_of(1), methods_of(2), methods_of(3)};

Kept* kept_of(const char* name, int flags) {
  constexpr int lasting = SQLITE_OPEN_MAIN_DB | SQLITE_OPEN_WAL | SQLITE_OPEN_MAIN_JOURNAL;
  if (name == nullptr || (flags & lasting) == 0) return nullptr;
  const auto [found, fresh] = state().files.try_emplace(name);
  if (fresh) {
    std::ifstream file(name, std::ios::binary);
    found->second.current.assign(std::istreambuf_iterator<char>(file), {});
    found->second.synced = found->second.current;
  }
  return &found->second;
}

int open(sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags, int* flags_out) {
  const std::lock_guard lock(state().mutex);
  File* const opened = new (file) File{};
  sqlite3_vfs* const system = inner_of(vfs);
  const int code = system->xOpen(system, name, opened->inner(), flags, flags_out);
  if (const M* const theirs = opened->inner()->pMethods; theirs != nullptr)
    opened->base.pMethods = &methods[std::min(theirs->iVersion, 3) - 1];
  if (code == SQLITE_OK) opened->kept = kept_of(name, flags);
  return code;
}

int remove(sqlite3_vfs* vfs, const char* name, int sync_directory) {
  const std::lock_guard lock(state().mutex);
  // Whoever still has it open goes on with a file that nobody finds any more.
  if (const auto found = state().files.find(name); found != state().files.end())
    found->second = Kept{};
  return inner_of(vfs)->xDelete(inner_of(vfs), name, sync_directory);
}

using V = sqlite3_vfs;

V vfs_over(V* system) {
  V vfs = *system;
  vfs.szOsFile = static_cast<int>(sizeof(File)) + system->szOsFile;
  vfs.zName = "bad-disk";
  vfs.pNext = nullptr;
  vfs.pAppData = system;
  vfs.xOpen = &open;
  vfs.xDelete = &remove;
  vfs.xAccess = &OnSystem<&V::xAccess>::call;
  vfs.xFullPathname = &OnSystem<&V::xFullPathname>::call;
  vfs.xDlOpen = &OnSystem<&V::xDlOpen>::call;
  vfs.xDlError = &OnSystem<&V::xDlError>::call;
  vfs.xDlSym = &OnSystem<&V::xDlSym>::call;
  vfs.xDlClose = &OnSystem<&V::xDlClose>::call;
  vfs.xRandomness = &OnSystem<&V::xRandomness>::call;
  vfs.xSleep = &OnSystem<&V::xSleep>::call;
  vfs.xCurrentTime = &OnSystem<&V::xCurrentTime>::call;
  vfs.xGetLastError = &OnSystem<&V::xGetLastError>::call;
  vfs.xCurrentTimeInt64 = &OnSystem<&V::xCurrentTimeInt64>::call;
  vfs.xSetSystemCall = &OnSystem<&V::xSetSystemCall>::call;
  vfs.xGetSystemCall = &OnSystem<&V::xGetSystemCall>::call;
  vfs.xNextSystemCall = &OnSystem<&V::xNextSystemCall>::call;
  return vfs;
}

// How much of a write arrives: nothing, all, or some of its sectors.
std::size_t part_of(const Write& write, std::mt19937_64& random) {
  switch (random() % 3) {
    case 0:
      return 0;
    case 1:
      return write.bytes.size();
    default:
      return write.bytes.size() / sector * sector == 0
                 ? 0
                 : random() % (write.bytes.size() / sector) * sector;
  }
}

std::string after_power_cut(const Kept& kept, std::mt19937_64& random) {
  std::string content = kept.synced;
  for (const Write& write : kept.since) {
    if (write.truncates && random() % 2 == 0) continue;
    if (const std::size_t part = write.truncates ? 0 : part_of(write, random);
        write.truncates || part > 0)
      apply(content, write, part);
  }
  return content;
}

}  // namespace

BadDisk& BadDisk::instance() {
  static V vfs = vfs_over(sqlite3_vfs_find(nullptr));
  static const int registered = sqlite3_vfs_register(&vfs, 1);
  if (registered != SQLITE_OK) throw std::runtime_error("SQLite does not take the bad disk");
  static BadDisk one;
  return one;
}

void BadDisk::begin() {
  State& now = state();
  const std::lock_guard lock(now.mutex);
  now.files.clear();
  now.operations = 0;
  now.trouble = Trouble::none;
  now.moment = 0;
  now.then = nullptr;
}

std::uint64_t BadDisk::operations() const {
  const std::lock_guard lock(state().mutex);
  return state().operations;
}

void BadDisk::fail(Trouble trouble, std::uint64_t from, std::uint64_t count) {
  State& now = state();
  const std::lock_guard lock(now.mutex);
  now.trouble = trouble;
  now.trouble_from = from;
  now.trouble_left = count;
}

void BadDisk::at_operation(std::uint64_t at, std::function<void()> then) {
  State& now = state();
  const std::lock_guard lock(now.mutex);
  now.moment = at;
  now.then = std::move(then);
}

void BadDisk::cut_power(const std::string& directory, const std::string& copy,
                        std::mt19937_64& random) {
  const std::lock_guard lock(state().mutex);
  fs::create_directories(copy);
  for (const auto& [name, kept] : state().files) {
    const fs::path path(name);
    if (path.parent_path() != fs::path(directory) || !fs::exists(path)) continue;
    std::ofstream file(fs::path(copy) / path.filename(), std::ios::binary);
    file << after_power_cut(kept, random);
  }
}

}  // namespace test
