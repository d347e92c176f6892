// commands: what a backup's folder holds: a database file per module, and a manifest that says
// which they are and what they add up to.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "kernel/describe.h"

namespace commands {

struct BackupFile {
  std::string database;  // "order"; some modules have a second one
  std::string file;      // beside the manifest
  std::int64_t bytes = 0;
  std::string sha256;               // hexadecimal
  std::int64_t kernel_version = 0;  // migrations that it has seen
  std::int64_t module_version = 0;
};

struct BackupManifest {
  std::int64_t format = 1;
  std::string taken_at;
  std::string version;  // of the executable
  std::string commit;
  bool same_moment = false;            // nobody wrote while they were held one after the other
  std::vector<BackupFile> databases;   // in the order in which they were held
  std::vector<std::string> elsewhere;  // not in the data directory that was copied
};

BOOST_DESCRIBE_STRUCT(BackupFile, (),
                      (database, file, bytes, sha256, kernel_version, module_version))
BOOST_DESCRIBE_STRUCT(BackupManifest, (),
                      (format, taken_at, version, commit, same_moment, databases, elsewhere))

// What is wrong with a folder's name as somebody typed it; empty when nothing is.
std::string folder_fault(const std::string& name);

// Writes it durably, last: a folder without a manifest is no backup.
void write_manifest(const BackupManifest& manifest, const std::string& folder);

// Throws kernel::Error{failed_precondition}: no backup, or one of a newer version.
BackupManifest read_manifest(const std::string& folder);

// Of a file's bytes. Throws kernel::Error{unavailable} when it cannot be read.
std::string sha256_of(const std::string& file);

}  // namespace commands
