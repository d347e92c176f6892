// commands: a backup's databases take the place of a data directory's. A restore that is cut off,
// by whatever and anywhere, leaves either everything as it was or a mark, `restore-unfinished`,
// that keeps every shop from starting there until a restore has come to its end.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "commands/backup_files.h"
#include "kernel/config.h"
#include "kernel/describe.h"

namespace commands {

// What the mark says.
struct UnfinishedRestore {
  std::string finish;  // the command that does so
  std::string typed_in;
  std::string aside;  // the folder for what was there
};
BOOST_DESCRIBE_STRUCT(UnfinishedRestore, (), (finish, typed_in, aside))

// None when a data directory is whole.
std::optional<UnfinishedRestore> unfinished_restore(const std::string& directory);

// For people: what is the matter, and what to do.
std::string describe(const UnfinishedRestore& unfinished, const std::string& directory);

// Asked by each command that opens the databases of a configuration. Throws
// Error{failed_precondition} with describe() when a restore did not finish there.
void refuse_unfinished_restore(const kernel::Config& config);

struct RestorePlan {
  std::string folder;  // the backup
  BackupManifest manifest;
  std::string directory;  // of the shop, whose locks the caller holds
  std::string finish;     // what to type if this is cut off
};

// Puts what is there aside and the backup in its place; goes on with a restore that was cut off.
// Returns the folder in which that is which was there, or "" when nothing was. `step` is called
// before each change of the directory: tests end it there. Throws
// std::filesystem::filesystem_error.
std::string put_back(
    const RestorePlan& plan, const std::function<void()>& step = [] {});

}  // namespace commands
