#include "lab/oracle/oracle_run.h"

#include <fmt/format.h>

#include <boost/json.hpp>

#include "kernel/error.h"
#include "lab/oracle/mail_files.h"

namespace lab {

namespace {

using kernel::Task;
using kernel::Ticks;
using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr Ticks request_timeout = seconds(30);
constexpr Ticks rest_max = seconds(20);
constexpr Ticks rest_poll = milliseconds(2);
constexpr Ticks status_max = seconds(5);  // an ended session is heard of within 2 s
constexpr Ticks status_poll = milliseconds(20);

// Empty when there is no such thing, or null.
std::string value_at(const http::Response& response, std::string_view from) {
  if (from == "ETag") return std::string(response.headers.find(from).value_or(""));
  boost::system::error_code failed;
  const auto body = boost::json::parse(response.body, failed);
  if (failed) return {};
  const auto* found = body.find_pointer(from, failed);
  if (failed || found == nullptr || found->is_null()) return {};
  if (found->is_string()) return std::string(found->get_string().c_str());
  return boost::json::serialize(*found);
}

std::int64_t count(kernel::Queries& database, std::string_view sql) {
  return database.one(sql)->get<std::int64_t>(0);
}

}  // namespace

ScriptRun::ScriptRun(kernel::RealRuntime& runtime, ScriptedShop shop, const Script& script)
    : runtime_(runtime),
      shop_(std::move(shop)),
      script_(script),
      pool_(runtime, runtime.loop(0)),
      databases_(open_databases(shop_.directory)),
      values_(script.values),
      names_(Names::Unknown::numbered) {
  for (const auto& [name, value] : values_)
    if (const auto id = kernel::parse_uuid(value)) names_.give(*id, name);
}

Task<> ScriptRun::run(const std::function<void()>& between) {
  co_await come_to_rest();
  for (const auto& step : script_.steps) {
    between();
    co_await take(step);
  }
}

Task<> ScriptRun::take(const ScriptStep& step) {
  if (!step.mailed.address.empty())
    values_["mailed"] =
        mailed_token(shop_.directory, step.mailed.address, step.mailed.path).value_or("");
  auto response = co_await ask_until(step);
  remember(step, response);
  if (!step.in_order) response.body = with_sorted_items(response.body);
  answers_.push_back({describe_step(step), normalise_answer(response, names_, step.with_body)});
  if (step.method != "GET") co_await come_to_rest();
}

Task<http::Response> ScriptRun::ask_until(const ScriptStep& step) {
  const Ticks end = runtime_.ticks() + status_max;
  auto response = co_await ask(step);
  while (step.until_status != 0 && response.status != step.until_status && runtime_.ticks() < end) {
    co_await runtime_.sleep(status_poll);
    response = co_await ask(step);
  }
  co_return response;
}

Task<http::Response> ScriptRun::ask(const ScriptStep& step) {
  http::ClientRequest request;
  request.method = step.method;
  request.target = filled(step.target);
  request.body = filled(step.body);
  request.content_type = step.content_type;
  if (!step.token.empty()) request.headers.add("Authorization", "Bearer " + filled(step.token));
  if (!step.guest.empty()) request.headers.add("Cart-Token", filled(step.guest));
  if (!step.key.empty()) request.headers.add("Idempotency-Key", step.key);
  if (!step.if_none_match.empty()) request.headers.add("If-None-Match", filled(step.if_none_match));
  co_return co_await pool_.send(shop_.url, request, runtime_.ticks() + request_timeout);
}

void ScriptRun::remember(const ScriptStep& step, const http::Response& response) {
  for (const auto& [name, from] : step.keeps) {
    const auto value = value_at(response, from);
    values_[name] = value.empty() ? "none" : value;
    if (const auto id = kernel::parse_uuid(value)) names_.give(*id, name);
  }
}

// A name that has no value stays as it is: what it should have come from was answered otherwise.
std::string ScriptRun::filled(const std::string& text) const {
  std::string out;
  std::size_t at = 0;
  while (at < text.size()) {
    const auto open = std::min(text.find('<', at), text.size());
    const auto close = text.find('>', open);
    out += text.substr(at, open - at);
    if (close == text.npos) return out + text.substr(open);
    const auto found = values_.find(text.substr(open + 1, close - open - 1));
    out += found != values_.end() ? found->second : text.substr(open, close - open + 1);
    at = close + 1;
  }
  return out;
}

Task<> ScriptRun::come_to_rest() {
  const Ticks end = runtime_.ticks() + rest_max;
  // Twice: what is delivered to one database may owe something to one that was looked at before.
  for (int quiet = 0; quiet < 2;) {
    if (is_at_rest()) {
      ++quiet;
      continue;
    }
    quiet = 0;
    if (runtime_.ticks() > end)
      throw kernel::Error(kernel::Code::deadline_exceeded,
                          fmt::format("{} still owes deliveries or mail after {} s", shop_.url,
                                      rest_max / seconds(1)));
    co_await runtime_.sleep(rest_poll);
  }
}

bool ScriptRun::is_at_rest() {
  for (auto& [module, database] : databases_) {
    if (count(database, "SELECT count(*) FROM delivery WHERE dead = 0") != 0) return false;
    if (module == "notification" &&
        count(database, "SELECT count(*) FROM mails WHERE status = 0") != 0)
      return false;
  }
  return true;
}

}  // namespace lab
