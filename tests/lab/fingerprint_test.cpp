#include "lab/arms/fingerprint.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "lab_support.h"

namespace lab::test {
namespace {

TEST_CASE("a set of CPUs is written as ranges") {
  struct Row {
    std::vector<int> cpus;
    const char* text;
  };
  for (const Row& row : {Row{{}, ""}, Row{{4}, "4"}, Row{{0, 1}, "0-1"},
                         Row{{0, 1, 2, 3, 6}, "0-3,6"}, Row{{1, 3, 5}, "1,3,5"}})
    CHECK(cpu_list(row.cpus) == row.text);
}

TEST_CASE("generator and arms are apart where there are four CPUs, else they share all") {
  const Folder folder;
  Bench bench(folder.path());

  assign_cpus(bench.lab);

  const auto& arms = bench.lab.arm_cpus;
  const auto& generator = bench.lab.generator_cpus;
  REQUIRE(!arms.empty());
  REQUIRE(!generator.empty());
  const bool shared = std::find(arms.begin(), arms.end(), generator.back()) != arms.end();
  CHECK(shared == (arms.size() < 3));
  if (shared) CHECK(arms == generator);
}

TEST_CASE("a fingerprint says where a report was made") {
  const Folder folder;
  Bench bench(folder.path());
  assign_cpus(bench.lab);

  const auto print = take_fingerprint(bench.lab, "cleave compare --quick");

  CHECK(print.command == "cleave compare --quick");
  CHECK(print.cores > 0);
  CHECK(print.kernel.starts_with("Linux "));
  CHECK(print.memory_mib > 64);
  CHECK(!print.cpu.empty());
  CHECK(!print.file_system.empty());
  CHECK(!print.compiler.empty());
  CHECK(!print.version.empty());
  CHECK(!print.commit.empty());
  CHECK(!print.settings.empty());
  CHECK(print.started_at.ends_with("Z"));
  CHECK(print.fsync_us.n > 0);
  CHECK(print.fsync_us.low <= print.fsync_us.median);
  CHECK(print.fsync_us.median <= print.fsync_us.high);
  CHECK(print.fsync_p99_us.median >= print.fsync_us.median);
  CHECK(std::filesystem::is_empty(folder.path()));  // nothing stays behind
  MESSAGE(print.cpu << ", " << print.kernel << ", " << print.virtualised << ", "
                    << print.file_system << ", fsync " << print.fsync_us.median << " us, p99 "
                    << print.fsync_p99_us.median << ", commit " << print.commit);
}

}  // namespace
}  // namespace lab::test
