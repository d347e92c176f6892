#include "app_settings_tls.h"

#include <fmt/format.h>

#include "kernel/error.h"
#include "kernel/layout.h"

namespace app {
namespace {

class Faults {
 public:
  explicit Faults(const kernel::Config& config) : config_(config) {}
  void add(std::string_view path, std::string_view what) {
    const auto& where = config_.at(path).where;
    if (!all_.empty()) all_ += '\n';
    all_ += where == "default" ? fmt::format("{}: {}", path, what)
                               : fmt::format("{}: {}: {}", where, path, what);
  }
  void throw_any() const {
    if (!all_.empty()) throw kernel::Error(kernel::Code::invalid_argument, all_);
  }

 private:
  const kernel::Config& config_;
  std::string all_;
};

}  // namespace

bool is_tls(const kernel::Config& config) {
  return kernel::parse_endpoint(config.text("gateway.listen")).tls;
}

void check_tls(const kernel::Config& config) {
  const std::string& listen = config.text("gateway.listen");
  const bool https = is_tls(config);
  Faults faults(config);
  for (const char* path : {"tls.certificate", "tls.key"}) {
    const auto& file = config.text(path);
    if (https && file.empty())
      faults.add(path, fmt::format("found nothing; expected the path of a PEM file, since "
                                   "gateway.listen is {}",
                                   listen));
    if (!https && !file.empty())
      faults.add(path,
                 fmt::format("found {}, but gateway.listen is {}; expected an https:// there, "
                             "or no certificate and no key",
                             file, listen));
  }
  const std::string& from = config.text("tls.redirect_from");
  if (!from.empty()) {
    const auto endpoint = kernel::parse_endpoint(from);
    if (!https)
      faults.add(
          "tls.redirect_from",
          fmt::format("found {}, but gateway.listen is {}, which is no https to send anybody "
                      "to; expected nothing",
                      from, listen));
    if (endpoint.tls || endpoint.is_unix())
      faults.add(
          "tls.redirect_from",
          fmt::format("found {}; expected http://host:port, such as http://0.0.0.0:80", from));
  }
  faults.throw_any();
}

}  // namespace app
