#include "sample_module.h"
#include "support/bench.h"

using kernel::Code;
using kernel::OrderId;
using test::Bench;

namespace {

sample::Echo full_echo() {
  sample::Echo echo;
  echo.text = "Größe \"9\"\n\t\\ \x01 €";
  echo.number = -5;
  echo.flag = true;
  echo.parts = {{"one", {}, sample::Colour::blue}, {"two", {}, sample::Colour::green}};
  echo.price = kernel::Money{255, {}};
  echo.address = kernel::Address{"Ann", "1 High St", std::nullopt, "York", "YO1", "GB"};
  return echo;
}

}  // namespace

TEST_CASE_TRANSPORTS("a message and its reply arrive as they were sent") {
  Bench bench{wire, {"sample"}};
  bench.host<sample::SampleModule>();
  sample::Echo echo = full_echo();
  echo.parts[0].id = kernel::ProductId::fresh(bench.runtime());

  const auto back = bench.ask(bench.as_nobody(), echo);

  CHECK(back.text == echo.text);
  CHECK(back.number == echo.number);
  CHECK(back.flag);
  REQUIRE(back.parts.size() == 2);
  CHECK(back.parts[0].id == echo.parts[0].id);
  CHECK(back.parts[1].colour == sample::Colour::green);
  CHECK(back.price == echo.price);
  CHECK(back.address == echo.address);
}

TEST_CASE_TRANSPORTS("an error arrives with its code, message and details") {
  Bench bench{wire, {"sample"}};
  bench.host<sample::SampleModule>();
  const sample::Fail fail{"error"};

  try {
    bench.ask(bench.as_nobody(), fail);
    FAIL("no error");
  } catch (const kernel::Error& error) {
    CHECK(error.code == Code::conflict);
    CHECK(error.message == "as told");
    REQUIRE(error.details.size() == 1);
    CHECK(error.details[0] == kernel::Fault{"/how", "this one"});
  }
}

TEST_CASE_TRANSPORTS("an exception of a handler arrives as internal and tells nothing") {
  Bench bench{wire, {"sample"}};
  bench.host<sample::SampleModule>();
  const sample::Fail fail{"exception"};

  try {
    bench.ask(bench.as_nobody(), fail);
    FAIL("no error");
  } catch (const kernel::Error& error) {
    CHECK(error.code == Code::internal);
    CHECK(error.message == "internal error");
  }
}

TEST_CASE_TRANSPORTS("bounds are checked alike, with a pointer to each violation") {
  Bench bench{wire, {"sample"}};
  bench.host<sample::SampleModule>();
  sample::Echo echo;
  echo.number = 101;
  echo.parts = {{"", {}, sample::Colour::red}, {"12345678901", {}, sample::Colour::red}};

  try {
    bench.ask(bench.as_nobody(), echo);
    FAIL("no error");
  } catch (const kernel::Error& error) {
    CHECK(error.code == Code::invalid_argument);
    REQUIRE(error.details.size() == 3);
    CHECK(error.details[0].pointer == "/number");
    CHECK(error.details[1].pointer == "/parts/0/label");
    CHECK(error.details[2].pointer == "/parts/1/label");
  }
}

TEST_CASE_TRANSPORTS("a call whose deadline is over is not served") {
  Bench bench{wire, {"sample"}};
  bench.host<sample::SampleModule>();
  const auto late = bench.as_nobody().with_deadline(bench.runtime().ticks());
  const sample::Echo echo;

  CHECK(bench.refused(late, echo) == Code::deadline_exceeded);
}

TEST_CASE_TRANSPORTS("a command repeated with its key has the effect of once") {
  Bench bench{wire, {"sample"}};
  bench.host<sample::SampleModule>();
  const sample::Add add{OrderId::fresh(bench.runtime()), 5};
  const auto once = bench.as_nobody();

  CHECK(bench.ask(once, add).value == 5);
  CHECK(bench.ask(once, add).value == 5);
  CHECK(bench.ask(bench.as_nobody(), add).value == 10);
}

TEST_CASE_TRANSPORTS("what was acknowledged survives kill -9") {
  Bench bench{wire, {"sample"}};
  bench.host<sample::SampleModule>();
  const sample::Add add{OrderId::fresh(bench.runtime()), 5};
  bench.ask(bench.as_nobody(), add);

  bench.crash();

  CHECK(bench.ask(bench.as_nobody(), add).value == 10);
}

TEST_CASE_TRANSPORTS("an event reaches its subscriber once, in order per aggregate") {
  Bench bench{wire, {"sample"}};
  std::vector<std::int64_t> heard;
  bench.listen<sample::Added>([&](const sample::Added& added) { heard.push_back(added.total); });
  bench.host<sample::SampleModule>();
  const sample::Add add{OrderId::fresh(bench.runtime()), 1};

  for (int i = 0; i < 20; ++i) bench.ask(bench.as_nobody(), add);
  bench.settle();

  REQUIRE(heard.size() == 20);
  for (std::size_t i = 0; i < heard.size(); ++i)
    CHECK(heard[i] == static_cast<std::int64_t>(i + 1));
}
