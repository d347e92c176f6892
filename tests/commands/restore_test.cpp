#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>

#include "app_settings.h"
#include "commands/restore_files.h"
#include "kernel/error.h"

namespace {

namespace fs = std::filesystem;

using Files = std::map<std::string, std::string>;  // what each holds, by its name

void write(const std::string& folder, const Files& files) {
  fs::create_directories(folder);
  for (const auto& [name, text] : files) std::ofstream(folder + "/" + name) << text;
}

Files files_in(const std::string& folder) {
  Files files;
  if (!fs::exists(folder)) return files;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (!entry.is_regular_file()) continue;
    std::ifstream file(entry.path());
    files[entry.path().filename()] = std::string((std::istreambuf_iterator<char>(file)), {});
  }
  return files;
}

const Files old_shop{{"order.db", "old"}, {"order.db-wal", "its log"}, {"cart.db", "old cart"}};
const Files backup{{"order.db", "new"}, {"cart.db", "new cart"}, {"auth.db", "new auth"}};

struct Killed {};

// A shop in which order and cart have databases, a backup that has auth, too, and a restore.
class Shop {
 public:
  Shop() {
    std::string pattern = (fs::temp_directory_path() / "restore-XXXXXX").string();
    REQUIRE(::mkdtemp(pattern.data()) != nullptr);
    folder_ = pattern;
    write(data(), old_shop);
    write(folder_ + "/backup", backup);
  }
  ~Shop() { fs::remove_all(folder_); }

  std::string data() const { return folder_ + "/data"; }
  std::string aside() const { return data() + "/before-restore"; }

  // Killed before its step of that number; false when it came to its end before.
  bool restore_until(int step) {
    try {
      commands::put_back(plan(), [&step] {
        if (step-- == 0) throw Killed{};
      });
    } catch (const Killed&) {
      return true;
    }
    return false;
  }
  std::string restore() { return commands::put_back(plan()); }

  bool may_start() const {
    const auto config = app::load_config("monolith", {"storage.directory=" + data()});
    try {
      commands::refuse_unfinished_restore(config);
    } catch (const kernel::Error& error) {
      CHECK(error.message.find("cleave restore backup --replace") != error.message.npos);
      return false;
    }
    return true;
  }

 private:
  commands::RestorePlan plan() const {
    commands::BackupManifest manifest;
    for (const auto& [file, text] : backup) {
      manifest.databases.emplace_back();
      manifest.databases.back().file = file;
      manifest.databases.back().database = file.substr(0, file.find('.'));
    }
    return {folder_ + "/backup", manifest, data(), "cleave restore backup --replace"};
  }

  std::string folder_;
};

}  // namespace

TEST_CASE("wherever a restore is killed, no shop starts on a part of it, and it can be finished") {
  int kills = 0;
  for (bool killed = true; killed; ++kills) {
    CAPTURE(kills);
    Shop shop;
    killed = shop.restore_until(kills);
    if (killed && shop.may_start()) {
      auto found = files_in(shop.data());
      std::erase_if(found, [](const auto& file) { return file.first.ends_with(".part"); });
      CHECK(found == old_shop);
    }

    if (killed) shop.restore();

    CHECK(shop.may_start());
    CHECK(files_in(shop.data()) == backup);
    CHECK(files_in(shop.aside()).at("order.db") == "old");
    CHECK(files_in(shop.aside()).at("order.db-wal") == "its log");
    CHECK(files_in(shop.aside()).at("cart.db") == "old cart");
  }
  CHECK(kills > 6);  // before each file that goes or comes, and before the mark goes
}

TEST_CASE("a restore where nothing was leaves nothing aside") {
  Shop shop;
  fs::remove_all(shop.data());
  fs::create_directories(shop.data());

  CHECK(shop.restore().empty());
  CHECK(files_in(shop.data()) == backup);
}

TEST_CASE("a mark that cannot be read keeps the shop from starting all the same") {
  Shop shop;
  write(shop.data(), {{"restore-unfinished", "?"}});

  const auto unfinished = commands::unfinished_restore(shop.data());
  REQUIRE(unfinished.has_value());
  CHECK(unfinished->finish == "cleave restore FOLDER --replace");
}
