#include "commands/restore_files.h"

#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "kernel/backup.h"
#include "kernel/detail/describe_impl.h"
#include "kernel/error.h"
#include "kernel/json.h"

template const kernel::Type& kernel::type_of<commands::UnfinishedRestore>() noexcept;

namespace commands {
namespace {

namespace fs = std::filesystem;
using kernel::Code;
using kernel::Error;
using Step = std::function<void()>;

std::string mark_of(const std::string& directory) { return directory + "/restore-unfinished"; }

std::string path_of(const std::string& directory, const std::string& database,
                    const std::string& suffix) {
  return fmt::format("{}/{}{}", directory, database, suffix);
}

// Whole or not at all: a mark that cannot be read would still keep the shop from starting, but
// could not say how to go on.
void write_mark(const std::string& directory, const UnfinishedRestore& unfinished) {
  const auto part = mark_of(directory) + ".part";
  std::ofstream file(part, std::ios::binary);
  file << kernel::json::to_json(unfinished) << '\n' << std::flush;
  if (!file) throw Error(Code::unavailable, part + " cannot be written");
  file.close();
  kernel::sync_file(part);
  fs::rename(part, mark_of(directory));
  kernel::sync_file(directory);
}

// A name that is free: "before-restore", "before-restore-2".
std::string free_aside(const std::string& directory) {
  auto name = directory + "/before-restore";
  for (int i = 2; fs::exists(name); ++i) name = fmt::format("{}/before-restore-{}", directory, i);
  return name;
}

void copy_parts(const RestorePlan& plan) {
  for (const auto& entry : plan.manifest.databases) {
    const auto part = path_of(plan.directory, entry.database, ".db.part");
    fs::copy_file(fmt::format("{}/{}", plan.folder, entry.file), part,
                  fs::copy_options::overwrite_existing);
    fs::permissions(part, fs::perms::owner_read | fs::perms::owner_write);
    kernel::sync_file(part);
  }
}

// What is there goes aside, whole: a database is its file and its log. What lies aside already was
// put there by a restore that was cut off: the file here is that restore's.
void set_aside(const RestorePlan& plan, const std::string& aside, const Step& step) {
  for (const auto& entry : plan.manifest.databases)
    for (const std::string suffix : {".db", ".db-wal", ".db-shm"}) {
      const auto file = path_of(plan.directory, entry.database, suffix);
      const auto kept = path_of(aside, entry.database, suffix);
      if (!fs::exists(file) || fs::exists(kept)) continue;
      step();
      fs::create_directories(aside);
      fs::rename(file, kept);
    }
  if (fs::exists(aside)) kernel::sync_file(aside);
  kernel::sync_file(plan.directory);
}

}  // namespace

std::optional<UnfinishedRestore> unfinished_restore(const std::string& directory) {
  if (!fs::exists(mark_of(directory))) return {};
  std::ifstream file(mark_of(directory), std::ios::binary);
  const std::string text((std::istreambuf_iterator<char>(file)), {});
  try {
    return kernel::json::from_json<UnfinishedRestore>(text);
  } catch (const Error&) {  // not as it was written
    return UnfinishedRestore{"cleave restore FOLDER --replace", "", ""};
  }
}

std::string describe(const UnfinishedRestore& unfinished, const std::string& directory) {
  return fmt::format(
      "{} is not whole: a restore was cut off there; finish it with `{}`{}", directory,
      unfinished.finish,
      unfinished.typed_in.empty() ? "" : fmt::format(" (typed in {})", unfinished.typed_in));
}

void refuse_unfinished_restore(const kernel::Config& config) {
  const auto directory = config.text("storage.directory");
  if (const auto unfinished = unfinished_restore(directory))
    throw Error(Code::failed_precondition, describe(*unfinished, directory));
}

std::string put_back(const RestorePlan& plan, const Step& step) {
  step();
  copy_parts(plan);
  UnfinishedRestore mark{plan.finish, fs::current_path().string(), {}};
  if (const auto before = unfinished_restore(plan.directory)) mark.aside = before->aside;
  if (mark.aside.empty()) mark.aside = free_aside(plan.directory);
  step();
  write_mark(plan.directory, mark);
  set_aside(plan, mark.aside, step);
  for (const auto& entry : plan.manifest.databases) {
    step();
    fs::rename(path_of(plan.directory, entry.database, ".db.part"),
               path_of(plan.directory, entry.database, ".db"));
  }
  kernel::sync_file(plan.directory);
  step();
  fs::remove(mark_of(plan.directory));
  kernel::sync_file(plan.directory);
  return fs::exists(mark.aside) ? mark.aside : std::string();
}

}  // namespace commands
