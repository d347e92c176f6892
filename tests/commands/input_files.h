// Where the tests of commands/input find their files, and how they read them.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <string_view>

namespace commands::test {

// The project's folder: CLEAVE_SOURCE as ctest sets it, else the working directory.
inline std::filesystem::path source_folder() {
  const char* folder = std::getenv("CLEAVE_SOURCE");
  return folder != nullptr ? std::filesystem::path(folder) : std::filesystem::current_path();
}

inline std::ifstream open_source(std::string_view path) {
  return std::ifstream(source_folder() / path, std::ios::binary);
}

// The real data: the file itself or the folder that holds it.
inline std::filesystem::path real_retail_file() {
  const char* place = std::getenv("CLEAVE_RETAIL_DATA");
  const std::filesystem::path path = place != nullptr
                                         ? std::filesystem::path(place)
                                         : source_folder().parent_path() / "shared/data";
  return std::filesystem::is_directory(path) ? path / "online-retail-10k.csv" : path;
}

template <class Read>
auto read_text(std::string_view text, Read read) {
  std::istringstream input{std::string(text)};
  return read(input);
}

}  // namespace commands::test
