#include "lab/load/load.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <sys/wait.h>

#include <csignal>
#include <cstdio>
#include <deque>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "kernel/error.h"
#include "lab/load/generator.h"

namespace lab {
namespace {

using kernel::Code;
using kernel::Error;
using kernel::Task;

constexpr kernel::Ticks poll_pause = std::chrono::milliseconds(2);
constexpr std::size_t last_words_max = 5;

void write_file(const std::string& path, const std::string& text) {
  std::ofstream file(path, std::ios::binary);
  file << text << std::flush;
  if (!file) throw Error(Code::internal, path + " cannot be written");
}

std::string read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  if (!file) throw Error(Code::internal, path + " cannot be read");
  return std::move(text).str();
}

}  // namespace

Task<> generate(kernel::RealRuntime& runtime, const LoadPlan& plan, LoadResult& result,
                const std::function<void(const char*)>& said) {
  Generator generator(runtime, plan, result, said);
  co_await generator.run();
}

struct Load::Core {
  Core(Lab& lab, const LoadPlan& plan)
      : lab(lab), plan_file(unused_name(lab)), result_file(plan_file + ".result") {
    write_file(plan_file, to_json(plan));
    child.emplace(
        std::vector<std::string>{"cleave", "load", "--plan", plan_file, "--result", result_file},
        lab.generator_cpus);
  }
  ~Core() {
    if (child && !status) {
      child->send_signal(SIGKILL);
      waitpid(child->pid(), nullptr, 0);
    }
    std::error_code ignored;
    std::filesystem::remove(plan_file, ignored);
    std::filesystem::remove(result_file, ignored);
  }

  static std::string unused_name(const Lab& lab) {
    int number = 1;
    std::string name;
    do name = fmt::format("{}/load-{}.json", lab.directory, number++);
    while (std::filesystem::exists(name));
    return name;
  }

  // Hears what the generator said, and whether it has ended.
  void look() {
    child->read_out([this](const std::string& line) {
      measuring = measuring || line == "measuring";
      measured = measured || line == "measured";
    });
    child->read_err([this](const std::string& line) {
      last_words.push_back(line);
      if (last_words.size() > last_words_max) last_words.pop_front();
    });
    int ended = 0;
    if (!status && waitpid(child->pid(), &ended, WNOHANG) == child->pid()) status = ended;
  }

  [[noreturn]] void complain() const {
    const auto how = WIFSIGNALED(*status)
                         ? fmt::format("was ended by signal {}", WTERMSIG(*status))
                         : fmt::format("ended with exit code {}", WEXITSTATUS(*status));
    throw Error(Code::internal, fmt::format("the load generator {} before its time{}{}", how,
                                            last_words.empty() ? "" : "; its last words:\n",
                                            fmt::join(last_words, "\n")));
  }

  bool well() const { return status && WIFEXITED(*status) && WEXITSTATUS(*status) == 0; }

  Task<> until(const bool& said) {
    for (;;) {
      lab.go_on();
      const bool had_ended = status.has_value();
      look();
      if (said) co_return;
      if (had_ended) complain();  // and what it wrote before was read after
      co_await lab.runtime.sleep(poll_pause);
    }
  }

  Lab& lab;
  const std::string plan_file;
  const std::string result_file;
  std::optional<app::ChildProcess> child;
  std::deque<std::string> last_words;  // of its stderr
  std::optional<int> status;           // once it has ended
  bool measuring = false;
  bool measured = false;
};

Load::Load(Lab& lab, const LoadPlan& plan) : core_(std::make_unique<Core>(lab, plan)) {}

Load::~Load() = default;

Task<> Load::until_measuring() { co_await core_->until(core_->measuring); }

Task<> Load::until_measured() { co_await core_->until(core_->measured); }

Task<LoadResult> Load::result() {
  co_await until_measured();
  while (!core_->status) {
    core_->lab.go_on();
    core_->look();
    if (!core_->status) co_await core_->lab.runtime.sleep(poll_pause);
  }
  core_->look();
  if (!core_->well()) core_->complain();
  co_return parse_result(read_file(core_->result_file));
}

}  // namespace lab
