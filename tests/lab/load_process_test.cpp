// The generator as a process of its own.
#include <doctest/doctest.h>

#include <filesystem>

#include "behaving_server.h"
#include "kernel/error.h"
#include "lab_support.h"

namespace lab::test {
namespace {

kernel::Task<> load_to_end(Lab& lab, const LoadPlan& plan, LoadResult& result) {
  Load load(lab, plan);
  co_await load.until_measuring();
  co_await load.until_measured();
  result = co_await load.result();
}

kernel::Task<> begin_and_leave(Lab& lab, const LoadPlan& plan) {
  Load load(lab, plan);
  co_await load.until_measuring();
}

kernel::Task<> interrupt_soon(Lab& lab) {
  co_await lab.runtime.sleep(50ms);
  lab.interrupted = true;
}

bool is_empty(const Folder& folder) { return std::filesystem::is_empty(folder.path()); }

}  // namespace

TEST_CASE("a load runs in a process of its own and leaves nothing behind") {
  Shop shop;
  const Folder folder;
  Bench bench(folder.path());
  auto plan = plan_for(shop.url, "/fast", 100, 1ms);
  plan.warm_up_us = 20'000;
  plan.measured_us = 80'001;
  LoadResult result;

  bench.run(load_to_end(bench.lab, plan, result));

  CHECK(result.endpoints.at(0).good == 80);
  CHECK(shop.handler.heard().size() == 100);
  CHECK(is_empty(folder));
}

TEST_CASE("a load that cannot begin fails with the generator's words") {
  const Folder folder;
  Bench bench(folder.path());
  auto plan = plan_for("http://127.0.0.1:1", "/fast", 1, 1ms);
  plan.requests[0].endpoint = 7;
  LoadResult result;

  try {
    bench.run(load_to_end(bench.lab, plan, result));
    FAIL("it ran");
  } catch (const kernel::Error& error) {
    CHECK(error.code == kernel::Code::internal);
    CHECK(error.message.find("exit code 1") != std::string::npos);
    CHECK(error.message.find("endpoint 7") != std::string::npos);
  }
  CHECK(is_empty(folder));
}

TEST_CASE("a load that is left, or interrupted, ends") {
  Shop shop;
  const Folder folder;
  const auto plan = plan_for(shop.url, "/fast", 1000, 60ms);  // a minute
  {
    Bench bench(folder.path());
    bench.run(begin_and_leave(bench.lab, plan));
    CHECK(is_empty(folder));
  }
  Bench bench(folder.path());
  LoadResult result;
  bench.runtime.spawn(interrupt_soon(bench.lab));
  CHECK_THROWS_AS(bench.run(load_to_end(bench.lab, plan, result)), kernel::Error);
  CHECK(is_empty(folder));
}

}  // namespace lab::test
