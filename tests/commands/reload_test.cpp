// Which changes of a configuration a running process takes over.
#include <doctest/doctest.h>

#include "app_reload.h"
#include "app_settings.h"

using Names = std::vector<std::string>;

namespace {

const Names at_first = {"modules.cart=http://127.0.0.1:9001"};

// The gateway's process, started with `at_first`.
struct Running {
  kernel::Config began = app::load_config("monolith", at_first);
  kernel::Process process = app::load_layout(began).process({});
};

app::Reread reread(Names sets) {
  auto config = std::make_unique<kernel::Config>(app::load_config("monolith", sets));
  auto process = app::load_layout(*config).process({});
  return {std::move(config), std::move(process)};
}

app::Changes changes_of(Names sets) {
  const Running running;
  return app::changes(running.began, running.began, reread(std::move(sets)), running.process);
}

}  // namespace

TEST_CASE("limits, faults, the log's level and certificates are taken over") {
  auto sets = at_first;
  sets.insert(sets.end(), {"limits.reads_per_address=7", "log.level=error", "faults.order=[]",
                           "gateway.connections_max=17"});

  const auto found = changes_of(sets);

  CHECK(found.need_restart.empty());
  CHECK(found.taken_over.size() == 4);
}

TEST_CASE("what is read only once needs a restart") {
  auto sets = at_first;
  sets.insert(sets.end(), {"limits.buckets_max=80", "storage.batch_max=2"});

  const auto found = changes_of(sets);

  CHECK(found.taken_over.empty());
  CHECK(found.need_restart == Names{"limits.buckets_max", "storage.batch_max"});
}

TEST_CASE("a module elsewhere may move; none moves in or out") {
  CHECK(changes_of({"modules.cart=unix:/tmp/cart.sock"}).taken_over == Names{"modules.cart"});
  CHECK(changes_of({"modules.cart=local"}).need_restart == Names{"modules.cart"});
  auto sets = at_first;
  sets.push_back("modules.order=http://127.0.0.1:9002");
  CHECK(changes_of(sets).need_restart == Names{"modules.order"});
}

TEST_CASE("what was taken over already is no change again; what needs a restart stays one") {
  const Running running;
  auto sets = at_first;
  sets.insert(sets.end(), {"limits.reads_per_address=7", "storage.batch_max=2"});
  const auto latest = reread(sets);

  const auto found = app::changes(running.began, *latest.config, reread(sets), running.process);

  CHECK(found.taken_over.empty());
  CHECK(found.need_restart == Names{"storage.batch_max"});
}
