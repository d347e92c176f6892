#include "access_line.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <ctime>

namespace gateway {

namespace {

constexpr std::size_t path_max = 512;
constexpr std::size_t agent_max = 200;
constexpr std::size_t method_max = 32;

constexpr char hex[] = "0123456789abcdef";

std::string_view path_of(std::string_view target) noexcept {
  return target.substr(0, std::min({target.find('?'), target.size(), path_max}));
}

bool is_plain(char c) noexcept { return c >= 0x20 && c < 0x7f && c != '"' && c != '\\'; }

// With `escape` before the two hex digits of whatever is not plain: "\u00" or "\x".
void append_escaped(std::string& out, std::string_view text, std::string_view escape) {
  auto rest = text;
  while (!rest.empty()) {
    const auto plain = std::find_if_not(rest.begin(), rest.end(), is_plain) - rest.begin();
    out.append(rest.substr(0, static_cast<std::size_t>(plain)));
    rest.remove_prefix(static_cast<std::size_t>(plain));
    if (rest.empty()) return;
    const auto c = static_cast<unsigned char>(rest.front());
    out.append(escape).append({hex[c >> 4], hex[c & 15]});
    rest.remove_prefix(1);
  }
}

void append_number(std::string& out, std::size_t number) {
  const fmt::format_int text(number);
  out.append(text.data(), text.size());
}

void append_three(std::string& out, std::int64_t number) {
  out.append({static_cast<char>('0' + number / 100), static_cast<char>('0' + number / 10 % 10),
              static_cast<char>('0' + number % 10)});
}

void append_member(std::string& out, std::string_view name, std::string_view value) {
  out.append(",\"").append(name).append("\":\"");
  append_escaped(out, value, "\\u00");
  out.push_back('"');
}

}  // namespace

void LineClock::look(kernel::WallTime now) {
  static constexpr const char* months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                           "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  if (now.ms / 1000 == second_) return;
  second_ = now.ms / 1000;
  const std::time_t seconds = second_;
  std::tm utc{};
  gmtime_r(&seconds, &utc);
  const int year = utc.tm_year + 1900;
  iso_ = fmt::format("{}-{:02}-{:02}T{:02}:{:02}:{:02}", year, utc.tm_mon + 1, utc.tm_mday,
                     utc.tm_hour, utc.tm_min, utc.tm_sec);
  common_ = fmt::format("{:02}/{}/{}:{:02}:{:02}:{:02} +0000", utc.tm_mday, months[utc.tm_mon],
                        year, utc.tm_hour, utc.tm_min, utc.tm_sec);
}

const std::string& LineClock::iso(kernel::WallTime now) {
  look(now);
  return iso_;
}

const std::string& LineClock::common(kernel::WallTime now) {
  look(now);
  return common_;
}

void append_json_line(std::string& out, const Access& access, kernel::WallTime now,
                      LineClock& clock) {
  out.append("{\"time\":\"").append(clock.iso(now)).push_back('.');
  append_three(out, now.ms % 1000);
  out.append("Z\",\"address\":\"").append(access.address).push_back('"');
  append_member(out, "method", access.method.substr(0, method_max));
  append_member(out, "path", path_of(access.target));
  out.append(",\"status\":");
  append_number(out, static_cast<std::size_t>(access.status));
  out.append(",\"bytes\":");
  append_number(out, access.bytes);
  const auto took = std::chrono::duration_cast<std::chrono::microseconds>(access.took).count();
  out.append(",\"ms\":");
  append_number(out, static_cast<std::size_t>(took / 1000));
  out.push_back('.');
  append_three(out, took % 1000);
  append_member(out, "request_id", access.request_id);
  out.append(",\"trace_id\":\"").append(access.trace_id).push_back('"');
  if (access.user) {
    out.append(",\"user\":\"");
    kernel::append_text(out, *access.user);
    out.push_back('"');
  }
  if (!access.agent.empty()) append_member(out, "agent", access.agent.substr(0, agent_max));
  out.append("}\n");
}

void append_common_line(std::string& out, const Access& access, kernel::WallTime now,
                        LineClock& clock) {
  out.append(access.address).append(" - ");
  if (access.user) {
    kernel::append_text(out, *access.user);
  } else {
    out.push_back('-');
  }
  out.append(" [").append(clock.common(now)).append("] \"");
  append_escaped(out, access.method.empty() ? "-" : access.method.substr(0, method_max), "\\x");
  out.push_back(' ');
  append_escaped(out, access.target.empty() ? "-" : path_of(access.target), "\\x");
  out.append(" HTTP/1.1\" ");
  append_number(out, static_cast<std::size_t>(access.status));
  out.push_back(' ');
  if (access.bytes == 0) {
    out.push_back('-');
  } else {
    append_number(out, access.bytes);
  }
  out.push_back('\n');
}

}  // namespace gateway
