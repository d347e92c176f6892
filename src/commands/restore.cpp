// cleave restore: a backup's databases become a stopped shop's.
#include <fmt/format.h>

#include <filesystem>

#include "commands/all.h"
#include "commands/assembly.h"
#include "commands/backup_files.h"
#include "commands/restore_files.h"
#include "commands/terminal.h"
#include "kernel/backup.h"
#include "kernel/config.h"
#include "kernel/error.h"
#include "kernel/json.h"

namespace commands {
namespace {

namespace fs = std::filesystem;
using kernel::Code;
using kernel::Error;

struct RestoreOptions {
  ConfigOptions config;
  std::string folder;
  bool replace = false;
  bool json = false;
  std::string words;  // the command line
};

[[noreturn]] void refuse(const std::string& why) { throw Error(Code::failed_precondition, why); }

// Nothing is touched before every file is known to be the one that was written.
void check(const BackupManifest& manifest, const std::string& folder) {
  const Assembly assembly;
  for (const auto& entry : manifest.databases) {
    const auto file = fmt::format("{}/{}", folder, entry.file);
    const auto known = assembly.schema_versions().find(entry.database);
    if (entry.file != entry.database + ".db" || known == assembly.schema_versions().end())
      refuse(
          fmt::format("the backup holds {}, which no module of this version has", entry.database));
    if (!fs::exists(file)) refuse(fmt::format("{} is missing", file));
    if (sha256_of(file) != entry.sha256)
      refuse(fmt::format("{} is not as it was written: its SHA-256 differs", file));
    const auto facts = kernel::check_database(file);
    if (facts.module != entry.database)
      refuse(fmt::format("{} is the database of {}", file, facts.module));
    if (facts.module_version > known->second || facts.kernel_version > assembly.kernel_version())
      refuse(fmt::format("{} was written by a newer version of cleave", file));
  }
}

std::vector<std::string> existing(const BackupManifest& manifest, const std::string& directory) {
  std::vector<std::string> found;
  for (const auto& entry : manifest.databases)
    if (fs::exists(fmt::format("{}/{}.db", directory, entry.database)))
      found.push_back(entry.database);
  return found;
}

void print(const BackupManifest& manifest, const std::string& directory, const std::string& aside) {
  for (const auto& entry : manifest.databases)
    fmt::print("{:<14} {:>10}\n", entry.database, kernel::size_text(entry.bytes));
  fmt::print("restored to {} as it was at {}\n", directory, manifest.taken_at);
  if (!aside.empty()) fmt::print("what was there is in {}\n", aside);
}

int restore(const RestoreOptions& options) {
  const auto config = options.config.load();
  const auto directory = config.text("storage.directory");
  const auto manifest = read_manifest(options.folder);
  std::vector<kernel::ModuleLock> locks;  // no process of the shop may run, nor start meanwhile
  for (const auto& entry : manifest.databases)
    locks.emplace_back(directory, entry.database, "cleave restore");
  const auto there = existing(manifest, directory);
  if (!there.empty() && !options.replace)
    refuse(fmt::format("{} holds a shop already; --replace puts that aside", directory));
  check(manifest, options.folder);
  const auto finish = options.words + (options.replace ? "" : " --replace");
  std::string aside;
  try {
    aside = put_back({options.folder, manifest, directory, finish});
  } catch (const fs::filesystem_error& error) {
    const auto unfinished = unfinished_restore(directory);
    throw Error(Code::unavailable,
                fmt::format("{}; {}", error.what(),
                            unfinished ? describe(*unfinished, directory) : "nothing was changed"));
  }
  if (options.json)
    fmt::print("{}\n", kernel::json::to_json(manifest));
  else
    print(manifest, directory, aside);
  return done;
}

}  // namespace

void add_restore(CommandLine& line) {
  const auto options = std::make_shared<RestoreOptions>();
  auto& command =
      line.add("restore", "Make a backup's databases those of a stopped shop", [options, &line] {
        options->words = line.words();
        return restore(*options);
      });
  command.add_option("FOLDER", options->folder, "made by `cleave backup`")
      ->required()
      ->check(folder_fault);
  options->config.add_to(command);
  command.add_flag("--replace", options->replace,
                   "put databases that are there aside, into before-restore");
  command.add_flag("--json", options->json, "the manifest on stdout");
}

}  // namespace commands
