#include "app_tls.h"

#include <fmt/format.h>

#include "app_settings_tls.h"
#include "kernel/layout.h"
#include "kernel/log.h"

namespace app {
namespace {

constexpr std::uint16_t https_port = 443;

}  // namespace

std::shared_ptr<const http::Tls> load_tls(const kernel::Config& config, kernel::WallTime now) {
  if (!is_tls(config)) return nullptr;
  const http::Tls::Files files{config.text("tls.certificate"), config.text("tls.key")};
  auto tls = std::make_shared<const http::Tls>(files, now);
  for (const auto& warning : tls->warnings()) kernel::log_warning(warning);
  kernel::log_info("certificate loaded",
                   {{"file", files.certificate}, {"expires", kernel::to_text(tls->expires())}});
  return tls;
}

http::Redirect::Target redirect_target(const kernel::Config& config) {
  constexpr std::string_view scheme = "https://";
  std::string shop = config.text("shop.url");
  while (shop.ends_with('/')) shop.pop_back();
  if (shop.starts_with(scheme) && shop.find('/', scheme.size()) == shop.npos) return {shop, {}};
  const auto port = kernel::parse_endpoint(config.text("gateway.listen")).port;
  return {{}, port == https_port ? "" : fmt::format(":{}", port)};
}

}  // namespace app
