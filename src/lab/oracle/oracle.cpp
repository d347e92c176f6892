#include "lab/oracle/oracle.h"

#include "lab/oracle/oracle_run.h"

namespace lab {

kernel::Task<std::vector<OracleAnswer>> run_script(Lab& lab, Arm& arm, const SeededShop& shop,
                                                   std::uint64_t seed, int requests) {
  const Script script = make_script(shop, seed, requests);
  ScriptedShop scripted;
  scripted.url = arm.url();
  scripted.directory = arm.directory();
  ScriptRun run(lab.runtime, std::move(scripted), script);
  const std::function<void()> between = [&] {
    lab.go_on();
    arm.check_alive();
  };
  co_await run.run(between);
  co_return run.take_answers();
}

}  // namespace lab
