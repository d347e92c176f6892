// kernel: the structured log. One JSON object a line on stderr, with the trace id of the request it
// belongs to. Never a secret, never a customer's text beyond ids.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

#include "kernel/context.h"

namespace kernel {

struct LogField {
  std::string_view name;
  std::string value;
};
using LogFields = std::initializer_list<LogField>;

enum class LogLevel { debug, info, warning, error, off };

void set_log_level(LogLevel level);
std::optional<LogLevel> parse_log_level(std::string_view name) noexcept;
// Named in every line: which process of a layout speaks.
void set_log_process(std::string name);

void log_debug(std::string_view what, LogFields fields = {});
void log_info(std::string_view what, LogFields fields = {});
void log_warning(std::string_view what, LogFields fields = {});
void log_error(std::string_view what, LogFields fields = {});
void log_debug(const Context& context, std::string_view what, LogFields fields = {});
void log_error(const Context& context, std::string_view what, LogFields fields = {});
void log_warning(const Context& context, std::string_view what, LogFields fields = {});
void log_info(const Context& context, std::string_view what, LogFields fields = {});

}  // namespace kernel
