#include "app_comparisons.h"

#include <fmt/format.h>
#include <signal.h>
#include <sys/wait.h>

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "app_settings.h"
#include "kernel/error.h"
#include "kernel/log.h"

namespace app {
namespace {

namespace fs = std::filesystem;
using kernel::Code;
using kernel::Error;

constexpr kernel::Ticks look_interval = std::chrono::milliseconds(200);
constexpr kernel::Ticks longest = std::chrono::minutes(10);  // for what takes a minute and a half
constexpr std::size_t head_bytes = 64 * 1024;                // of a report, its title among them
constexpr std::string_view report_file = "report.html";

// A comparison's name and its age: the milliseconds since 1970 when it was started.
std::optional<std::int64_t> parse_id(std::string_view id) {
  std::int64_t ms = 0;
  const auto [end, error] = std::from_chars(id.data(), id.data() + id.size(), ms);
  if (error != std::errc() || end != id.data() + id.size() || ms <= 0) return std::nullopt;
  return ms;
}

std::string read_file(const std::string& name, std::size_t most) {
  std::ifstream file(name, std::ios::binary);
  std::string text(most, '\0');
  file.read(text.data(), static_cast<std::streamsize>(most));
  text.resize(static_cast<std::size_t>(std::max<std::streamsize>(file.gcount(), 0)));
  return text;
}

std::string between(const std::string& text, std::string_view open, std::string_view close) {
  const auto begin = text.find(open);
  if (begin == std::string::npos) return {};
  const auto from = begin + open.size();
  const auto end = text.find(close, from);
  return end == std::string::npos ? std::string() : text.substr(from, end - from);
}

// What a report's headline has of HTML's escapes.
std::string unescaped(std::string text) {
  constexpr std::pair<std::string_view, std::string_view> escapes[] = {
      {"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", "\""}, {"&#39;", "'"}, {"&amp;", "&"}};
  for (const auto& [escape, plain] : escapes)
    for (auto at = text.find(escape); at != std::string::npos; at = text.find(escape, at + 1))
      text.replace(at, escape.size(), plain);
  return text;
}

// The ids of all folders, newest first.
std::vector<std::int64_t> ids_in(const std::string& directory) {
  std::vector<std::int64_t> ids;
  std::error_code missing;
  for (const auto& entry : fs::directory_iterator(directory, missing))
    if (const auto id = parse_id(entry.path().filename().string())) ids.push_back(*id);
  std::ranges::sort(ids, std::greater());
  return ids;
}

gateway::Comparison finished(const std::string& folder, std::int64_t id) {
  gateway::Comparison one;
  one.id = std::to_string(id);
  one.started_at = {id};
  const auto head = read_file(folder + "/" + std::string(report_file), head_bytes);
  one.title = unescaped(between(head, "<title>", "</title>"));
  one.state = one.title.empty() ? "failed" : "done";
  if (one.title.empty()) one.step = "it ended before it could report";
  return one;
}

void make_room(const std::string& directory) {
  const auto ids = ids_in(directory);
  for (std::size_t i = comparisons_kept - 1; i < ids.size(); ++i) {
    std::error_code ignored;
    fs::remove_all(directory + "/" + std::to_string(ids[i]), ignored);
  }
}

}  // namespace

std::optional<ComparisonProgress> progress_of(const std::string& line) {
  constexpr std::string_view mark = " % · ";
  const auto at = line.find(mark);
  const auto first = line.find_first_not_of(' ');
  if (at == std::string::npos || first >= at) return std::nullopt;
  ComparisonProgress progress;
  const auto [end, error] =
      std::from_chars(line.data() + first, line.data() + at, progress.percent);
  if (error != std::errc() || end != line.data() + at) return std::nullopt;
  progress.step = line.substr(at + mark.size());
  return progress;
}

LabComparisons::LabComparisons(kernel::Runtime& runtime, std::string directory)
    : runtime_(runtime), directory_(std::move(directory)), tasks_(runtime, "comparisons") {}

LabComparisons::~LabComparisons() {
  const std::lock_guard lock(mutex_);
  if (!child_) return;
  child_->send_signal(SIGKILL);
  waitpid(child_->pid(), nullptr, 0);
}

std::string LabComparisons::folder_of(const std::string& id) const { return directory_ + "/" + id; }

std::vector<std::string> LabComparisons::layouts() const {
  std::vector<std::string> names;
  for (const auto& layout : built_in_layouts()) names.emplace_back(layout.name);
  return names;
}

std::optional<gateway::Comparison> LabComparisons::current() const {
  const std::lock_guard lock(mutex_);
  return current_;
}

kernel::Task<std::vector<gateway::Comparison>> LabComparisons::list() {
  std::vector<gateway::Comparison> all;
  const auto read = [&] {
    for (const auto id : ids_in(directory_))
      all.push_back(finished(folder_of(std::to_string(id)), id));
  };
  co_await runtime_.on_worker(read);
  const auto mine = current();
  for (auto& one : all) {
    if (!mine || one.id != mine->id) continue;
    const std::string title = one.title;
    one = *mine;
    if (one.state != "running") one.title = title;
  }
  co_return all;
}

kernel::Task<gateway::Comparison> LabComparisons::start(std::vector<std::string> layouts) {
  const auto known = this->layouts();
  for (const auto& layout : layouts)
    if (std::ranges::find(known, layout) == known.end() || std::ranges::count(layouts, layout) > 1)
      throw Error(Code::invalid_argument, "the request is not valid: see errors",
                  {{"/layouts", "must be different names of built-in layouts; found " + layout}});
  gateway::Comparison started;
  started.started_at = runtime_.now();
  started.id = std::to_string(started.started_at.ms);
  started.layouts = layouts;
  started.state = "running";
  started.step = "begins";
  const auto prepare = [&] {
    make_room(directory_);
    fs::create_directories(folder_of(started.id));
  };
  if (!is_running()) co_await runtime_.on_worker(prepare);
  run(started);
  kernel::log_info("a comparison was started", {{"id", started.id}});
  tasks_.spawn(watch(runtime_.ticks() + longest));
  co_return started;
}

bool LabComparisons::is_running() const {
  const std::lock_guard lock(mutex_);
  return child_ != nullptr;
}

void LabComparisons::run(const gateway::Comparison& what) {
  std::vector<std::string> arguments = {"cleave", "compare", "--quick", "--out",
                                        folder_of(what.id)};
  arguments.insert(arguments.end(), what.layouts.begin(), what.layouts.end());
  const std::lock_guard lock(mutex_);
  if (child_) throw Error(Code::conflict, "a comparison is under way; wait for it or cancel it");
  child_ = std::make_unique<ChildProcess>(arguments);
  current_ = what;
}

kernel::Task<> LabComparisons::watch(kernel::Ticks kill_at) {
  bool running = true;
  while (running) {
    running = look();
    if (running && runtime_.ticks() > kill_at) {
      const std::lock_guard lock(mutex_);
      child_->send_signal(SIGKILL);
    }
    if (running) co_await runtime_.sleep(look_interval);
  }
}

bool LabComparisons::look() {
  const std::lock_guard lock(mutex_);
  int status = 0;
  const bool ended = waitpid(child_->pid(), &status, WNOHANG) == child_->pid();
  child_->read_out([](const std::string&) {});
  child_->read_err([&](const std::string& line) {
    if (const auto progress = progress_of(line)) {
      current_->percent = progress->percent;
      current_->step = progress->step;
    } else if (!line.empty()) {
      current_->step = line;  // if it is the last, it says why
    }
  });
  if (!ended) return true;
  end(WIFEXITED(status) && fs::exists(folder_of(current_->id) + "/" + std::string(report_file)));
  return false;
}

// mutex_ is held.
void LabComparisons::end(bool well) {
  child_.reset();
  current_->state = well ? "done" : "failed";
  if (well) current_->step.clear();
  kernel::log_info("a comparison has ended", {{"id", current_->id}, {"state", current_->state}});
}

void LabComparisons::cancel(const std::string& id) {
  const std::lock_guard lock(mutex_);
  if (!child_ || current_->id != id)
    throw Error(Code::not_found, "no such comparison is under way");
  child_->send_signal(SIGTERM);
}

kernel::Task<std::string> LabComparisons::report(std::string id) {
  if (!parse_id(id)) throw Error(Code::not_found, "no such comparison");
  std::string text;
  const auto read = [&] {
    std::ifstream file(folder_of(id) + "/" + std::string(report_file), std::ios::binary);
    text.assign(std::istreambuf_iterator<char>(file), {});
  };
  co_await runtime_.on_worker(read);
  if (text.empty()) throw Error(Code::not_found, "this comparison has no report");
  co_return text;
}

kernel::Task<bool> LabComparisons::stop(kernel::Ticks timeout) {
  const auto signal = [this](int number) {
    const std::lock_guard lock(mutex_);
    if (child_) child_->send_signal(number);
  };
  tasks_.stop();
  signal(SIGTERM);
  const bool polite = co_await tasks_.joined(timeout / 2);
  if (polite) co_return true;
  signal(SIGKILL);
  co_return co_await tasks_.joined(timeout / 2);
}

}  // namespace app
