#include "kernel/backup.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <utility>

#include "connection.h"
#include "database_file.h"
#include "file_lock.h"
#include "kernel/error.h"
#include "kernel/storage.h"

namespace kernel {

namespace {

[[noreturn]] void refuse(const std::string& file, const std::string& why) {
  throw Error(Code::failed_precondition, fmt::format("{}: {}", file, why));
}

std::string text_of(Queries& queries, std::string_view sql) {
  const auto row = queries.one(sql);
  return row ? row->get<std::string>(0) : std::string();
}

}  // namespace

Snapshot::Snapshot(std::string file) : file_(std::move(file)) {
  try {
    connection_ = std::make_unique<Connection>(file_, SQLITE_OPEN_READONLY);
    connection_->enter_read();
    connection_->pragma("schema_version");  // the state is held from the first read on
  } catch (const StorageFailure& failure) {
    refuse(file_, failure.what());
  }
}

Snapshot::Snapshot(Snapshot&&) noexcept = default;

Snapshot::~Snapshot() {
  if (connection_) connection_->leave_read();
}

void Snapshot::copy_to(const std::string& copy) {
  if (std::filesystem::exists(copy)) refuse(copy, "is there already");
  try {
    Connection target(copy, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
    connection_->copy_to(target);
    target.execute_script("PRAGMA journal_mode = DELETE;");
  } catch (const StorageFailure& failure) {
    throw Error(Code::unavailable, fmt::format("{}: {}", copy, failure.what()));
  }
  sync_file(copy);
}

// Source: https://www.sqlite.org/pragma.html#pragma_data_version
ChangeWatch::ChangeWatch(const std::string& file) {
  try {
    connection_ = std::make_unique<Connection>(file, SQLITE_OPEN_READONLY);
    version_ = connection_->pragma("data_version");
  } catch (const StorageFailure& failure) {
    refuse(file, failure.what());
  }
}

ChangeWatch::ChangeWatch(ChangeWatch&&) noexcept = default;

ChangeWatch::~ChangeWatch() = default;

bool ChangeWatch::changed() {
  const auto before = std::exchange(version_, connection_->pragma("data_version"));
  return version_ != before;
}

DatabaseFacts check_database(const std::string& file) {
  try {
    Connection connection(file, SQLITE_OPEN_READONLY);
    Queries queries(connection);
    if (connection.pragma("application_id") != application_id)
      refuse(file, "is a database of something else");
    if (const auto found = text_of(queries, "PRAGMA integrity_check(1)"); found != "ok")
      refuse(file, found);
    if (const auto table = text_of(queries, "PRAGMA foreign_key_check"); !table.empty())
      refuse(file, fmt::format("a row of {} refers to one that is not there", table));
    const auto row = queries.one("SELECT module, kernel_version, module_version FROM schema_of");
    if (!row) refuse(file, "does not say whose it is");
    return {row->get<std::string>(0), row->get<std::int64_t>(1), row->get<std::int64_t>(2)};
  } catch (const StorageFailure& failure) {
    refuse(file, failure.what());
  }
}

ModuleLock::ModuleLock(const std::string& directory, const std::string& module,
                       const std::string& owner) {
  make_data_directory(directory);
  lock_ = std::make_unique<FileLock>(lock_file(directory, module), owner);
}

ModuleLock::ModuleLock(ModuleLock&&) noexcept = default;

ModuleLock::~ModuleLock() = default;

void sync_file(const std::string& path) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  const bool synced = descriptor >= 0 && ::fsync(descriptor) == 0;
  const int failure = errno;
  if (descriptor >= 0) ::close(descriptor);
  if (!synced)
    throw Error(Code::unavailable,
                fmt::format("{} cannot be made durable: {}", path, std::strerror(failure)));
}

}  // namespace kernel
