#include "commands/doctor_checks.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sqlite3.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <memory>
#include <utility>

#include "commands/assembly.h"
#include "commands/probe.h"
#include "commands/restore_files.h"
#include "http/text.h"
#include "http/tls.h"
#include "kernel/real_runtime.h"

namespace commands {
namespace {

namespace fs = std::filesystem;
using Grade = Finding::Grade;

constexpr std::uintmax_t room_least = 256ull * 1024 * 1024;
constexpr rlim_t files_least = 4096;

Finding check_listener(const std::string& what, const std::string& url) {
  const auto state = probe(url);
  switch (state.kind) {
    case Probe::Kind::free:
      return {Grade::good, fmt::format("{} {} is free", what, url)};
    case Probe::Kind::cleave:
      return {Grade::note, fmt::format("{} {}: a shop is running there", what, url)};
    case Probe::Kind::taken:
      return {Grade::bad, fmt::format("{} {} is taken by another program", what, url),
              fmt::format("find it with `ss -ltnp`, or choose another address for {}", what)};
    case Probe::Kind::impossible:
      break;
  }
  return {Grade::bad, fmt::format("{} {} cannot be listened at: {}", what, url, state.reason),
          fmt::format("choose another address for {}", what)};
}

// Who holds the lock of a module, if anybody.
std::string holder_of(const std::string& lock_file) {
  const int descriptor = open(lock_file.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return {};
  std::string holder;
  if (flock(descriptor, LOCK_SH | LOCK_NB) != 0) {
    std::array<char, 200> text{};
    const auto size = pread(descriptor, text.data(), text.size() - 1, 0);
    holder =
        size > 0 ? std::string(text.data(), static_cast<std::size_t>(size)) : "another process";
    while (holder.ends_with('\n')) holder.pop_back();
  }
  close(descriptor);
  return holder;
}

// The first value of the first row; "" when there is none. A failure is told in `fault`.
std::string ask_database(sqlite3* database, const char* question, std::string& fault) {
  std::string answer;
  const auto keep = [](void* out, int, char** values, char**) {
    *static_cast<std::string*>(out) = values[0] != nullptr ? values[0] : "";
    return 0;
  };
  char* text = nullptr;
  if (sqlite3_exec(database, question, keep, &answer, &text) != SQLITE_OK)
    fault = text != nullptr ? text : "unreadable";
  sqlite3_free(text);
  return answer;
}

// Of what a module and of what the kernel keeps in a database.
struct Versions {
  std::int64_t module = 0;
  std::int64_t kernel = 0;
};

// What is wrong with a database file, opened read-only; "" when nothing is.
std::string fault_of(const std::string& file, Versions newest) {
  // Without a log beside it, a file can be read so that nothing at all is written beside it.
  const bool whole = !fs::exists(file + "-wal");
  const auto uri = "file:" + http::percent_encode(file) + (whole ? "?immutable=1" : "");
  sqlite3* raw = nullptr;
  const int opened =
      sqlite3_open_v2(uri.c_str(), &raw, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, nullptr);
  const std::unique_ptr<sqlite3, decltype(&sqlite3_close)> database(raw, &sqlite3_close);
  if (opened != SQLITE_OK) return sqlite3_errmsg(raw);
  std::string fault;
  const auto check = ask_database(raw, "PRAGMA quick_check(1)", fault);
  if (fault.empty() && check != "ok") return check;
  for (const auto& [column, known] :
       {std::pair("module_version", newest.module), std::pair("kernel_version", newest.kernel)}) {
    const auto question = fmt::format("SELECT {} FROM schema_of", column);
    const auto version = ask_database(raw, question.c_str(), fault);
    if (!fault.empty()) return fault;
    if (std::atoll(version.c_str()) > known)
      return fmt::format("its {} is {}, but this executable knows {} only", column, version, known);
  }
  return {};
}

Finding check_database(const fs::path& directory, const std::string& name, Versions newest) {
  const auto file = (directory / (name + ".db")).string();
  if (!fs::exists(file))
    return {Grade::note, fmt::format("{} does not exist yet", file),
            "it is made at the first start"};
  const auto holder = holder_of((directory / (name + ".lock")).string());
  if (!holder.empty()) return {Grade::note, fmt::format("{} is in use by {}", file, holder)};
  const auto fault = fault_of(file, newest);
  if (!fault.empty())
    return {Grade::bad, fmt::format("{}: {}", file, fault),
            "use a newer cleave, restore it from a backup, or move it away to begin anew"};
  return {Grade::good, fmt::format("{} is sound", file)};
}

Finding check_directory(const fs::path& directory) {
  std::error_code failed;
  auto existing = fs::absolute(directory, failed);
  while (!fs::exists(existing, failed) && existing.has_parent_path() &&
         existing != existing.parent_path())
    existing = existing.parent_path();
  if (!fs::is_directory(existing, failed))
    return {Grade::bad, fmt::format("{} is no directory", existing.string()),
            "set storage.directory to another one"};
  if (access(existing.c_str(), W_OK | X_OK) != 0)
    return {Grade::bad,
            fmt::format("{} cannot be written: {}", existing.string(), std::strerror(errno)),
            "give this user the right to write there, or set storage.directory"};
  const auto room = fs::space(existing, failed);
  if (!failed && room.available < room_least)
    return {Grade::bad,
            fmt::format("{} has only {} left", existing.string(),
                        kernel::size_text(static_cast<std::int64_t>(room.available))),
            "make room: without it no write is accepted"};
  return {Grade::good, fmt::format("{} can be written", directory.string())};
}

void check_certificate(const kernel::Config& config, std::vector<Finding>& findings) {
  const http::Tls::Files files{config.text("tls.certificate"), config.text("tls.key")};
  kernel::RealRuntime clock({.loops = 1, .workers = 1});
  try {
    const http::Tls tls(files, clock.now());
    for (const auto& warning : tls.warnings())
      findings.push_back({Grade::note, warning, "renew it, or see docs/operations.md"});
    findings.push_back({Grade::good, fmt::format("the certificate {} is good until {}",
                                                 files.certificate, to_text(tls.expires()))});
  } catch (const kernel::Error& error) {
    findings.push_back({Grade::bad, error.message, "see tls.certificate and tls.key"});
  }
}

}  // namespace

std::vector<Finding> check_listeners(const kernel::Layout& layout) {
  std::vector<Finding> findings{check_listener("gateway.listen", layout.gateway_listen())};
  for (const auto& process : layout.processes())
    for (const auto& url : process.listeners)
      findings.push_back(check_listener(
          process.gateway ? "gateway.internal" : "modules." + process.modules.front(), url));
  return findings;
}

std::vector<Finding> check_storage(const kernel::Config& config) {
  const fs::path directory = config.text("storage.directory");
  std::vector<Finding> findings{check_directory(directory)};
  if (findings.back().grade == Grade::bad) return findings;
  if (const auto unfinished = unfinished_restore(directory.string()))
    findings.push_back(
        {Grade::bad, describe(*unfinished, directory.string()), "until then no shop starts there"});
  const Assembly assembly;
  for (const auto& [name, newest] : assembly.schema_versions())
    findings.push_back(check_database(directory, name, {newest, assembly.kernel_version()}));
  return findings;
}

std::vector<Finding> check_machine(const kernel::Config& config) {
  std::vector<Finding> findings;
  rlimit files{};
  getrlimit(RLIMIT_NOFILE, &files);
  if (files.rlim_cur < files_least)
    findings.push_back({Grade::note,
                        fmt::format("at most {} files may be open at once", files.rlim_cur),
                        "raise it (`ulimit -n`) for thousands of customers at a time"});
  constexpr std::int64_t owasp_memory = 19 * 1024 * 1024;
  if (config.integer("auth.argon2_memory") < owasp_memory ||
      config.integer("auth.argon2_passes") < 2)
    findings.push_back({Grade::note, "passwords are hashed more cheaply than OWASP advises",
                        "keep auth.argon2_memory at 19 MiB and auth.argon2_passes at 2, or more"});
  if (config.text("notification.delivery") == "file")
    findings.push_back({Grade::note, "mail goes into files, not to customers",
                        "set notification.delivery = \"smtp\" and the server"});
  const auto listen = kernel::parse_endpoint(config.text("gateway.listen"));
  if (!listen.is_loopback() && !listen.tls)
    findings.push_back(
        {Grade::note, "the gateway is open to other machines without TLS",
         "give it a certificate ([tls]), or put a proxy that ends TLS in front of it"});
  if (listen.tls) check_certificate(config, findings);
  return findings;
}

}  // namespace commands
