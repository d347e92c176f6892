// app: the configuration as the options of each part. A key that is read here stands in the table
// of app_setting_keys.cpp.
#pragma once

#include <string_view>

#include "gateway/gateway.h"
#include "http/otlp.h"
#include "http/server.h"
#include "http/transport.h"
#include "kernel/config.h"
#include "kernel/faults.h"
#include "kernel/real_runtime.h"
#include "kernel/relay.h"
#include "kernel/spans.h"
#include "modules/auth/auth_module.h"
#include "modules/cart/cart_module.h"
#include "modules/catalog/catalog_module.h"
#include "modules/notification/notification_module.h"
#include "modules/order/order_module.h"
#include "modules/payment/payment_module.h"

namespace app {

kernel::RealRuntimeOptions runtime_options(const kernel::Config& config);
kernel::RelayOptions relay_options(const kernel::Config& config);
// For `module`. Throws Error{invalid_argument} that names the key, where it was set and each fault.
std::vector<faults::Rule> fault_rules(const kernel::Config& config, const std::string& module);
kernel::GuardOptions guard_options(const kernel::Config& config);
http::TransportOptions transport_options(const kernel::Config& config);
kernel::SpanOptions span_options(const kernel::Config& config);
// `url` is empty where nothing is to be exported.
http::OtlpOptions otlp_options(const kernel::Config& config, std::string_view process,
                               std::string_view version);
http::ServerOptions public_server_options(const kernel::Config& config);
http::ServerOptions internal_server_options(const kernel::Config& config);
gateway::GatewayOptions gateway_options(const kernel::Config& config, std::string_view version);

auth::Options auth_options(const kernel::Config& config);
catalog::Options catalog_options(const kernel::Config& config);
cart::Options cart_options(const kernel::Config& config);
payment::Options payment_options(const kernel::Config& config);
order::Options order_options(const kernel::Config& config);
notification::Options notification_options(const kernel::Config& config,
                                           std::shared_ptr<notification::MailTransport> mail);

}  // namespace app
