// kernel: configuration. One table of keys, handed in by the composition root, drives everything:
// what a file may hold, the overrides by environment and command line, what `cleave doctor` shows
// and the comments in config/*.toml.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "kernel/time.h"

namespace kernel {

enum class SettingKind {
  text,
  secret,    // text that is never shown
  url,       // http://host:port, https://host:port or unix:path
  place,     // "local", "serialized" or a url: where a module is
  integer,   // a number
  boolean,   // true, false
  duration,  // a number and ms, s, min, h or d: "250 ms"
  size,      // a number and B, KiB, MiB or GiB: "19 MiB"
  choice,    // one of the words in `bounds`
  list,      // texts: "a, b" by --set, ["a", "b"] in a file; `unit` says of what
};

struct SettingKey {
  std::string path;  // "auth.access_token_lifetime"
  SettingKind kind = SettingKind::text;
  std::string fallback;  // the default, as --set would give it
  std::string bounds;    // "1 min..24 h", inclusive; choice: "text|json"; empty: none
  std::string unit;      // of an integer: "threads"; for people
  std::string reason;    // what it is, and why one would change it
};

// A value and where it came from.
struct Setting {
  const SettingKey* key = nullptr;
  std::string text;         // as --set would give it
  std::int64_t number = 0;  // integer, boolean (0, 1), duration (ns), size (bytes)
  std::string where;        // "default", "config/split.toml:12:16", "CLEAVE_LOG_LEVEL", "--set …"
};

using Assignment = std::pair<std::string, std::string>;

// Where values come from, the later ones winning: the defaults, the built-in layout, the file,
// the environment, the command line.
struct ConfigSources {
  std::string name;                          // of the file or the built-in layout, for messages
  std::vector<Assignment> built_in;          // path and text
  std::string file_text;                     // TOML
  std::vector<Assignment> environment;       // variables that begin with CLEAVE_
  std::vector<std::string> set;              // "path=text"
  std::vector<std::string> other_variables;  // CLEAVE_… that are no settings, not warned about
};

class Config {
 public:
  // Throws Error{invalid_argument} whose message has one line per fault:
  // `config/shop.toml:12:9: found …; expected …`.
  Config(std::vector<SettingKey> keys, const ConfigSources& sources);

  // The value at a path of the table, which must be of that kind.
  const std::string& text(std::string_view path) const;
  std::int64_t integer(std::string_view path) const;  // sizes too, in bytes
  bool boolean(std::string_view path) const;
  Ticks duration(std::string_view path) const;
  std::vector<std::string> list(std::string_view path) const;

  const Setting& at(std::string_view path) const;
  const std::vector<SettingKey>& keys() const noexcept { return keys_; }  // in the table's order
  const std::string& name() const noexcept { return name_; }
  const std::vector<std::string>& warnings() const noexcept { return warnings_; }

 private:
  void read_built_in(const ConfigSources& sources);
  void read_file(const ConfigSources& sources);
  void read_environment(const ConfigSources& sources);
  void read_command_line(const ConfigSources& sources);
  void assign(const SettingKey& key, std::string_view text, const std::string& where);
  const SettingKey* find(std::string_view path) const;
  bool is_section(std::string_view name) const;
  std::string unknown(std::string_view path) const;

  std::vector<SettingKey> keys_;
  std::map<std::string, Setting, std::less<>> settings_;
  std::string name_;
  std::vector<std::string> warnings_;
  std::vector<std::string> faults_;  // while reading
};

// "CLEAVE_AUTH_ACCESS_TOKEN_LIFETIME" for "auth.access_token_lifetime".
std::string variable_name(std::string_view path);

// The whole table as a TOML file: each key with its reason, unit, bounds and default, set to its
// value in `config` (secrets to their default). `title` becomes the comment at the top.
std::string to_toml(const Config& config, std::string_view title);

// "15 min", "250 ms"; "19 MiB": the largest unit that leaves no rest.
std::string duration_text(Ticks duration);
std::string size_text(std::int64_t bytes);

// Of `words`, the one that `word` was probably meant to be; empty when none is near.
std::string nearest(std::string_view word, std::span<const std::string> words);

}  // namespace kernel
