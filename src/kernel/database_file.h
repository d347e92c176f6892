// kernel, inside: where a module's database lies and how it is told from others' files.
#pragma once

#include <cstdint>
#include <string>

namespace kernel {

constexpr std::int64_t application_id = 0x436c6576;  // "Clev"

std::string database_file(const std::string& directory, const std::string& module);
std::string lock_file(const std::string& directory, const std::string& module);

// Throws Error{failed_precondition}.
void make_data_directory(const std::string& directory);

}  // namespace kernel
