#include "kernel/log.h"

#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include "kernel/json.h"

namespace kernel {

namespace {

struct Process {
  std::string name = "cleave";
  std::shared_ptr<spdlog::logger> logger;
};

Process& process() {
  static Process one = [] {
    Process made;
    made.logger = std::make_shared<spdlog::logger>(
        "cleave", std::make_shared<spdlog::sinks::stderr_sink_mt>());
    made.logger->set_formatter(std::make_unique<spdlog::pattern_formatter>(
        R"({"time":"%Y-%m-%dT%H:%M:%S.%eZ","level":"%l",%v})", spdlog::pattern_time_type::utc));
    made.logger->set_level(spdlog::level::info);
    made.logger->flush_on(spdlog::level::trace);
    return made;
  }();
  return one;
}

void write(spdlog::level::level_enum level, const Context* context, std::string_view what,
           LogFields fields) {
  const Process& one = process();
  if (!one.logger->should_log(level)) return;
  std::string line = "\"process\":";
  json::append_quoted(line, one.name);
  line += ",\"event\":";
  json::append_quoted(line, what);
  if (context != nullptr) line += ",\"trace_id\":\"" + trace_id_text(context->trace) + '"';
  for (const LogField& field : fields) {
    line += ',';
    json::append_quoted(line, field.name);
    line += ':';
    json::append_quoted(line, field.value);
  }
  one.logger->log(level, "{}", line);
}

}  // namespace

void set_log_level(LogLevel level) {
  constexpr spdlog::level::level_enum levels[] = {spdlog::level::debug, spdlog::level::info,
                                                  spdlog::level::warn, spdlog::level::err,
                                                  spdlog::level::off};
  process().logger->set_level(levels[static_cast<int>(level)]);
}

std::optional<LogLevel> parse_log_level(std::string_view name) noexcept {
  if (name == "debug") return LogLevel::debug;
  if (name == "info") return LogLevel::info;
  if (name == "warning") return LogLevel::warning;
  if (name == "error") return LogLevel::error;
  if (name == "off") return LogLevel::off;
  return std::nullopt;
}

void set_log_process(std::string name) { process().name = std::move(name); }

void log_debug(std::string_view what, LogFields fields) {
  write(spdlog::level::debug, nullptr, what, fields);
}
void log_info(std::string_view what, LogFields fields) {
  write(spdlog::level::info, nullptr, what, fields);
}
void log_warning(std::string_view what, LogFields fields) {
  write(spdlog::level::warn, nullptr, what, fields);
}
void log_error(std::string_view what, LogFields fields) {
  write(spdlog::level::err, nullptr, what, fields);
}
void log_debug(const Context& context, std::string_view what, LogFields fields) {
  write(spdlog::level::debug, &context, what, fields);
}
void log_error(const Context& context, std::string_view what, LogFields fields) {
  write(spdlog::level::err, &context, what, fields);
}
void log_warning(const Context& context, std::string_view what, LogFields fields) {
  write(spdlog::level::warn, &context, what, fields);
}
void log_info(const Context& context, std::string_view what, LogFields fields) {
  write(spdlog::level::info, &context, what, fields);
}

}  // namespace kernel
