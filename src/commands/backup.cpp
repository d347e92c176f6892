// cleave backup: the databases of a running shop, each as it was at the same moment.
#include "kernel/backup.h"

#include <fmt/format.h>

#include <chrono>
#include <filesystem>

#include "commands/all.h"
#include "commands/backup_files.h"
#include "commands/backup_order.h"
#include "commands/restore_files.h"
#include "commands/terminal.h"
#include "commit.h"
#include "kernel/config.h"
#include "kernel/error.h"
#include "kernel/json.h"
#include "kernel/real_runtime.h"
#include "version.h"

namespace commands {
namespace {

namespace fs = std::filesystem;
using kernel::Code;
using kernel::Error;

struct BackupOptions {
  ConfigOptions config;
  std::string folder;
  bool json = false;
};

// A folder that is made beside its final name and gets that only when it is whole.
class NewFolder {
 public:
  explicit NewFolder(const std::string& name) : name_(without_slash(name)), part_(name_ + ".part") {
    if (fs::exists(name_))
      throw Error(Code::failed_precondition,
                  fmt::format("{} is there already; name a new folder", name_));
    std::error_code failed;
    if (!fs::create_directories(part_, failed))
      throw Error(Code::failed_precondition,
                  failed ? fmt::format("{} cannot be made: {}", part_, failed.message())
                         : fmt::format("{} is there: a backup is being made, or was cut off; "
                                       "remove it if not",
                                       part_));
  }
  ~NewFolder() {
    std::error_code ignored;
    if (!kept_) fs::remove_all(part_, ignored);
  }
  NewFolder(const NewFolder&) = delete;
  NewFolder& operator=(const NewFolder&) = delete;

  const std::string& path() const noexcept { return part_; }
  void keep() {
    fs::rename(part_, name_);
    kept_ = true;
    kernel::sync_file(fs::absolute(name_).parent_path().string());
  }

 private:
  static std::string without_slash(const std::string& name) {
    const auto path = fs::path(name).lexically_normal();
    return path.has_filename() ? path.string() : path.parent_path().string();
  }

  const std::string name_;
  const std::string part_;
  bool kept_ = false;
};

struct Held {
  std::string database;
  kernel::Snapshot snapshot;
};

using Names = std::vector<std::string>;

std::string file_of(const std::string& directory, const std::string& database) {
  return fmt::format("{}/{}.db", directory, database);
}

// Senders before receivers.
Names databases_in(const std::string& directory, BackupManifest& manifest) {
  const Assembly assembly;
  Names here;
  for (const auto& database : backup_order(assembly)) {
    const bool found = fs::exists(file_of(directory, database));
    (found ? here : manifest.elsewhere).push_back(database);
  }
  if (here.empty())
    throw Error(
        Code::failed_precondition,
        fmt::format("there is no database in {}; which shop? --config names it", directory));
  return here;
}

// All of them within a moment; what is written afterwards is in none. A shop has many moments in
// which nobody writes: one of them is waited for, for a while.
std::vector<Held> hold(const std::string& directory, BackupManifest& manifest) {
  constexpr int attempts_max = 500;
  const Names names = databases_in(directory, manifest);
  std::vector<kernel::ChangeWatch> watches;
  for (const auto& name : names) watches.emplace_back(file_of(directory, name));
  std::vector<Held> held;
  for (int attempt = 0; attempt < attempts_max && !manifest.same_moment; ++attempt) {
    for (auto& watch : watches) watch.changed();
    held.clear();
    for (const auto& name : names)
      held.push_back({name, kernel::Snapshot(file_of(directory, name))});
    manifest.same_moment = true;
    for (auto& watch : watches)
      if (watch.changed()) manifest.same_moment = false;
  }
  return held;
}

BackupFile copy(Held& held, const std::string& folder) {
  BackupFile entry;
  entry.database = held.database;
  entry.file = held.database + ".db";
  const auto copied = fmt::format("{}/{}", folder, entry.file);
  held.snapshot.copy_to(copied);
  const auto facts = kernel::check_database(copied);
  entry.bytes = static_cast<std::int64_t>(fs::file_size(copied));
  entry.sha256 = sha256_of(copied);
  entry.kernel_version = facts.kernel_version;
  entry.module_version = facts.module_version;
  return entry;
}

std::string now_text() {
  kernel::RealRuntime runtime({.loops = 1, .workers = 1});
  return kernel::to_text(runtime.now());
}

void print(const BackupManifest& manifest, const std::string& folder) {
  Table table({{"database", Table::Align::left},
               {"size", Table::Align::right},
               {"sha256", Table::Align::left}});
  for (const auto& entry : manifest.databases)
    table.add({entry.database, kernel::size_text(entry.bytes), entry.sha256.substr(0, 12)});
  fmt::print("{}", table.text());
  for (const auto& database : manifest.elsewhere)
    fmt::print("{} is not in this data directory: back it up where it is\n", database);
  if (!manifest.same_moment)
    fmt::print(
        "somebody wrote all the time: the copies are some milliseconds apart, senders first\n");
  fmt::print("backup: {} (checked) · cleave restore {}\n", folder, folder);
}

int back_up(const BackupOptions& options) {
  const auto config = options.config.load();
  refuse_unfinished_restore(config);
  BackupManifest manifest;
  manifest.taken_at = now_text();
  manifest.version = build::version;
  manifest.commit = build::commit;
  NewFolder folder(options.folder);
  auto held = hold(config.text("storage.directory"), manifest);
  for (auto& one : held) manifest.databases.push_back(copy(one, folder.path()));
  write_manifest(manifest, folder.path());
  folder.keep();
  if (options.json)
    fmt::print("{}\n", kernel::json::to_json(manifest));
  else
    print(manifest, options.folder);
  return done;
}

}  // namespace

void add_backup(CommandLine& line) {
  const auto options = std::make_shared<BackupOptions>();
  auto& command = line.add("backup",
                           "Copy the databases of a shop, which may be running; every copy is of "
                           "the same moment, and checked",
                           [options] { return back_up(*options); });
  command.add_option("FOLDER", options->folder, "a new folder for it")
      ->required()
      ->check(folder_fault);
  options->config.add_to(command);
  command.add_flag("--json", options->json, "the manifest on stdout");
}

}  // namespace commands
