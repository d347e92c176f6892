// kernel: which process hosts which module. One layout describes the whole deployment; a process
// is one part of it.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "kernel/config.h"
#include "kernel/exchange.h"

namespace kernel {

// An address of a listener: http://host:port, https://host:port, http://[::1]:port or unix:path.
struct Endpoint {
  std::string host;         // empty for a Unix socket
  std::uint16_t port = 80;  // 0: any free one; https: 443
  std::string path;         // of a Unix socket
  bool tls = false;         // https
  bool is_unix() const noexcept { return host.empty(); }
  bool is_loopback() const noexcept;  // Unix sockets too
};

// Throws Error{invalid_argument} whose message says what was found and what was expected:
// `found "htp://x"; expected …`.
Endpoint parse_endpoint(std::string_view url);

// One running executable: what it hosts, where it listens, how it reaches the rest.
struct Process {
  std::string name;  // "gateway", or its modules: "cart+order"
  bool gateway = false;
  std::vector<std::string> modules;     // hosted, in dependency order
  std::vector<std::string> listeners;   // URLs at which other processes reach its modules
  std::map<std::string, Place> places;  // of every module, as seen from here
};

class Layout {
 public:
  // `modules`: all there are, in dependency order. Reads modules.*, gateway.listen,
  // gateway.internal and storage.directory. Throws Error{invalid_argument}, one line per fault, for
  // a layout that cannot be.
  Layout(const Config& config, std::vector<std::string> modules);

  const std::vector<std::string>& modules() const noexcept { return modules_; }
  const Place& place(std::string_view module) const;  // as configured
  const std::string& gateway_listen() const noexcept { return gateway_listen_; }
  const std::string& internal() const noexcept { return internal_; }

  // All of them: those of single modules first, the gateway's last.
  std::vector<Process> processes() const;

  // The gateway's process, or one that hosts `only`: modules with URLs, and all modules of each of
  // those URLs. Throws Error{invalid_argument} otherwise, saying what would be right.
  Process process(std::span<const std::string> only) const;

 private:
  void check(const Config& config) const;
  std::vector<std::string> modules_at(std::string_view url) const;  // empty url: the gateway's
  Process make_process(std::vector<std::string> hosted, bool gateway) const;

  std::vector<std::string> modules_;
  std::map<std::string, Place, std::less<>> places_;
  std::string gateway_listen_;
  std::string internal_;
};

}  // namespace kernel
