// kernel: a module's database as it was at one moment, copied while its process may be running.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

namespace kernel {

class Connection;
class FileLock;

// Holds on to the state of a database from its making on, whatever is written meanwhile.
class Snapshot {
 public:
  // Throws Error{failed_precondition} with the file and why it cannot be read.
  explicit Snapshot(std::string file);
  ~Snapshot();
  Snapshot(Snapshot&&) noexcept;
  Snapshot& operator=(Snapshot&&) = delete;

  // Writes it to `copy`, which must not exist: one file, no log beside it, on the disk when this
  // returns. Throws Error{unavailable} when the disk refuses.
  void copy_to(const std::string& copy);

 private:
  std::string file_;
  std::unique_ptr<Connection> connection_;
};

// Sees whether anybody has written a database.
class ChangeWatch {
 public:
  // Throws as Snapshot.
  explicit ChangeWatch(const std::string& file);
  ~ChangeWatch();
  ChangeWatch(ChangeWatch&&) noexcept;
  ChangeWatch& operator=(ChangeWatch&&) = delete;

  bool changed();  // since the last question, or since its making

 private:
  std::unique_ptr<Connection> connection_;
  std::int64_t version_ = 0;
};

// What a sound database says of itself.
struct DatabaseFacts {
  std::string module;
  std::int64_t kernel_version = 0;  // migrations that it has seen
  std::int64_t module_version = 0;
};

// Reads every page, index and reference of a database that no process uses. Throws
// Error{failed_precondition} with the first thing that is wrong, or because it is none of ours.
DatabaseFacts check_database(const std::string& file);

// The lock of a module, as the process that hosts it holds it: while this lives, none can start.
class ModuleLock {
 public:
  // Makes `directory` when it is not there. Throws Error{failed_precondition} naming who holds it.
  ModuleLock(const std::string& directory, const std::string& module, const std::string& owner);
  ~ModuleLock();
  ModuleLock(ModuleLock&&) noexcept;
  ModuleLock& operator=(ModuleLock&&) = delete;

 private:
  std::unique_ptr<FileLock> lock_;
};

// Makes names and contents of a directory's files durable. Throws Error{unavailable}.
void sync_file(const std::string& path);

}  // namespace kernel
