#include "database_file.h"

#include <fmt/format.h>

#include <filesystem>

#include "kernel/error.h"

namespace kernel {

std::string database_file(const std::string& directory, const std::string& module) {
  return fmt::format("{}/{}.db", directory, module);
}

std::string lock_file(const std::string& directory, const std::string& module) {
  return fmt::format("{}/{}.lock", directory, module);
}

void make_data_directory(const std::string& directory) {
  std::error_code failed;
  std::filesystem::create_directories(directory, failed);
  if (failed)
    throw Error(Code::failed_precondition, fmt::format("the data directory {} cannot be made: {}",
                                                       directory, failed.message()));
}

}  // namespace kernel
