// What tests of the lab share: a lab on a loop of its own, and a shop that is seeded once.
#pragma once

#include <filesystem>
#include <functional>
#include <string>

#include "lab/arms/seeding.h"
#include "lab/lab.h"
#include "signals.h"

namespace lab::test {

// A folder that goes away with it.
class Folder {
 public:
  Folder() {
    std::string name = (std::filesystem::temp_directory_path() / "lab-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no folder for a test");
    path_ = name;
  }
  ~Folder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  const std::string& path() const noexcept { return path_; }

 private:
  std::string path_;
};

class Silent final : public Watcher {
 public:
  void begins(std::string_view, kernel::Ticks) override {}
};

// A lab in `folder`; run() carries one coroutine out on its loop and may be called once.
struct Bench {
  explicit Bench(const std::string& directory) : lab{runtime, silent, directory, {}, {}} {}
  void run(kernel::Task<> task) { app::run_to_end(runtime, std::move(task)); }

  kernel::RealRuntime runtime{{.loops = 1, .workers = 1}};
  Silent silent;
  Lab lab;
};

// A small shop, seeded when it is first asked for.
const SeededShop& small_shop();

}  // namespace lab::test
