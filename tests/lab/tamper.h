// What tests do to a stopped shop's databases behind its back.
#pragma once

#include <filesystem>
#include <string>

namespace lab::test {

// Runs `sql` on <directory>/<module>.db; fails the test when it cannot.
void tamper(const std::string& directory, const std::string& module, const std::string& sql);

// A copy of a stopped shop's directory in `directory`, which must not exist.
void copy_directory(const std::string& from, const std::string& directory);

}  // namespace lab::test
