#include "lab_support.h"

#include <cassert>
#include <cstdlib>

namespace lab::test {
namespace {

// Without it, app::ChildProcess would start this test again instead of cleave: and that again.
const bool binary_is_known = [] {
  const auto own = std::filesystem::read_symlink("/proc/self/exe");
  const auto built = own.parent_path().parent_path() / "cleave";
  return ::setenv("CLEAVE_BINARY", built.c_str(), 0) == 0;  // unless it is set
}();

kernel::Task<> seed(Lab& lab, SeededShop& shop) {
  SeedingOptions options;
  options.customers = 12;
  options.stock_factor = 100;
  shop = co_await seed_shop(lab, options);
}

}  // namespace

const SeededShop& small_shop() {
  assert(binary_is_known);
  static const Folder folder;
  static const SeededShop shop = [] {
    Bench bench(folder.path());
    SeededShop seeded;
    bench.run(seed(bench.lab, seeded));
    return seeded;
  }();
  return shop;
}

}  // namespace lab::test
