#include "oracle_support.h"

namespace lab::test {
namespace {

kernel::Task<> ask(Lab& lab, ArmPlan plan, const std::string& directory, Asked& asked) {
  Arm arm(lab, std::move(plan), directory);
  co_await arm.start();
  const auto begun = lab.runtime.ticks();
  asked.answers = co_await run_script(lab, arm, small_shop(), 7, 0);
  asked.seconds = static_cast<double>((lab.runtime.ticks() - begun).count()) / 1e9;
  co_await arm.stop();
}

}  // namespace

Asked ask_layout(const std::string& layout, const std::string& directory,
                 const std::vector<std::string>& sets,
                 const std::function<void(const std::string& directory)>& prepare) {
  const Folder folder;
  Bench bench(folder.path());
  copy_shop(small_shop(), directory);
  if (prepare) prepare(directory);
  auto plan = plan_arm(layout);
  plan.sets = sets;
  Asked asked;
  bench.run(ask(bench.lab, plan, directory, asked));
  asked.rows = final_rows(directory);
  return asked;
}

const std::string& undisturbed_directory() {
  static const Folder folder;
  static const std::string directory = folder.path() + "/arm";
  return directory;
}

const Asked& undisturbed() {
  static const Asked asked = ask_layout("monolith", undisturbed_directory());
  return asked;
}

}  // namespace lab::test
