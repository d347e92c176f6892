// Files, locks and schemas of databases.
#include <fmt/format.h>

#include <array>

#include "connection.h"
#include "database_file.h"
#include "file_lock.h"
#include "kernel/error.h"
#include "kernel/storage.h"
#include "kernel_migrations.h"

namespace kernel {

namespace {

// That ever read: loops (64 at most), workers (256) and whoever else, each with a number of its
// own.
constexpr std::size_t threads_max = 1024;

[[noreturn]] void refuse(std::string why) {
  throw Error(Code::failed_precondition, std::move(why));
}

class SqliteStore final : public Store {
 public:
  SqliteStore(const StorageOptions& options, std::string module, Migrations migrations)
      : options_(options), module_(std::move(module)) {
    try {
      open_files();
      check_ours();
      migrate("kernel_version", {kernel::migrations.data(), kernel::migrations.size()});
      migrate("module_version", migrations);
    } catch (const StorageFailure& failure) {
      refuse(fmt::format("{}: {}", file_, failure.what()));
    }
  }

  const std::string& module() const noexcept override { return module_; }
  const StorageOptions& options() const noexcept override { return options_; }
  Connection& writer() override { return *writer_; }

  Connection& reader(unsigned thread) override {
    if (in_memory()) return *writer_;
    if (thread >= threads_max) throw std::logic_error("more threads than read connections");
    // Only thread number `thread` ever touches this place.
    auto& mine = readers_[thread];
    if (!mine) {
      mine = std::make_unique<Connection>(file_, SQLITE_OPEN_READONLY);
      mine->execute_script("PRAGMA mmap_size = 268435456; PRAGMA cache_size = -1024;");
    }
    return *mine;
  }

 private:
  bool in_memory() const { return options_.directory.empty(); }
  void open_files();
  void check_ours();
  void migrate(std::string_view what, Migrations migrations);
  std::int64_t version_of(std::string_view what);

  const StorageOptions options_;
  const std::string module_;
  std::string file_ = ":memory:";
  std::unique_ptr<FileLock> lock_;
  std::unique_ptr<Connection> writer_;
  std::array<std::unique_ptr<Connection>, threads_max> readers_;
};

void SqliteStore::open_files() {
  if (!in_memory()) {
    make_data_directory(options_.directory);
    file_ = database_file(options_.directory, module_);
    lock_ = std::make_unique<FileLock>(lock_file(options_.directory, module_), options_.owner);
  }
  writer_ = std::make_unique<Connection>(file_, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
  writer_->execute_script(
      "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;"
      "PRAGMA cache_size = -4096; PRAGMA temp_store = MEMORY; PRAGMA wal_autocheckpoint = 4000;");
}

void SqliteStore::check_ours() {
  const bool fresh = writer_->pragma("schema_version") == 0;
  if (!fresh && writer_->pragma("application_id") != application_id)
    refuse(fmt::format("{} is a database of something else; name another directory", file_));
  if (fresh) {
    writer_->execute_script(
        fmt::format("BEGIN; PRAGMA application_id = {};"
                    "CREATE TABLE schema_of (module TEXT NOT NULL, kernel_version INTEGER NOT NULL,"
                    " module_version INTEGER NOT NULL) STRICT;"
                    "INSERT INTO schema_of VALUES ('{}', 0, 0); COMMIT;",
                    application_id, module_));
  }
  Queries queries(*writer_);
  const auto row = queries.one("SELECT module FROM schema_of");
  if (!row || row->get<std::string>(0) != module_)
    refuse(fmt::format("{} is the database of module {}, not of {}", file_,
                       row ? row->get<std::string>(0) : "nobody", module_));
}

std::int64_t SqliteStore::version_of(std::string_view what) {
  Queries queries(*writer_);
  return queries.one(fmt::format("SELECT {} FROM schema_of", what))->get<std::int64_t>(0);
}

void SqliteStore::migrate(std::string_view what, Migrations migrations) {
  const auto newest = static_cast<std::int64_t>(migrations.size());
  const std::int64_t version = version_of(what);
  if (version > newest)
    refuse(
        fmt::format("{} was written by a newer version (its {} is {}, this one knows {}); use "
                    "that version or another data directory",
                    file_, what, version, newest));
  for (std::int64_t next = version; next < newest; ++next) {
    writer_->execute_script("BEGIN IMMEDIATE");
    writer_->execute_script(migrations[static_cast<std::size_t>(next)]);
    writer_->execute_script(fmt::format("UPDATE schema_of SET {} = {}; COMMIT;", what, next + 1));
  }
}

}  // namespace

std::shared_ptr<Store> Store::open(const StorageOptions& options, std::string module,
                                   Migrations migrations) {
  return std::make_shared<SqliteStore>(options, std::move(module), migrations);
}

}  // namespace kernel
