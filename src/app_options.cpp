#include "app_options.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "kernel/error.h"

namespace app {
namespace {

// What one process may send another in one message: an import of a thousand products fits.
constexpr std::size_t internal_body_max = 64 * 1024 * 1024;

template <class Number>
Number number(const kernel::Config& config, std::string_view path) {
  return static_cast<Number>(config.integer(path));
}

kernel::Currency currency_of(const kernel::Config& config) {
  const auto& setting = config.at("shop.currency");
  const auto currency = kernel::Currency::parse(setting.text);
  if (!currency)
    throw kernel::Error(kernel::Code::invalid_argument,
                        fmt::format("{}: shop.currency: found \"{}\"; expected three capital "
                                    "letters such as \"GBP\"",
                                    setting.where, setting.text));
  return *currency;
}

// A share of one.
double ratio(const kernel::Config& config, std::string_view path) {
  const auto& setting = config.at(path);
  double value = -1;
  const char* const end = setting.text.data() + setting.text.size();
  const auto [stop, error] = std::from_chars(setting.text.data(), end, value);
  if (error != std::errc() || stop != end || !(value >= 0 && value <= 1))
    throw kernel::Error(
        kernel::Code::invalid_argument,
        fmt::format("{}: {}: found \"{}\"; expected a number from 0 to 1 such as \"0.01\"",
                    setting.where, path, setting.text));
  return value;
}

// A list whose items `parse` reads, or refuses with an Error that lacks only the place.
template <class Parse>
auto parsed(const kernel::Config& config, std::string_view path, Parse parse) {
  std::vector<decltype(parse(std::string()))> items;
  for (const auto& text : config.list(path)) {
    try {
      items.push_back(parse(text));
    } catch (const kernel::Error& error) {
      throw kernel::Error(
          error.code, fmt::format("{}: {}: found {}", config.at(path).where, path, error.message));
    }
  }
  return items;
}

http::Networks networks(const kernel::Config& config, std::string_view path) {
  return parsed(config, path, [](const std::string& text) { return http::parse_network(text); });
}

gateway::Limits gateway_limits(const kernel::Config& config) {
  const auto rate = [&](std::string_view path) { return number<std::uint32_t>(config, path); };
  gateway::Limits limits;
  limits.per_address = {rate("limits.reads_per_address"), rate("limits.writes_per_address"),
                        rate("limits.logins_per_address"), rate("limits.checkouts_per_address")};
  limits.per_user = {rate("limits.reads_per_user"), rate("limits.writes_per_user"), 0,
                     rate("limits.checkouts_per_user")};
  limits.buckets_max = number<std::size_t>(config, "limits.buckets_max");
  limits.trusted = networks(config, "limits.trusted");
  limits.proxies = networks(config, "limits.proxies");
  return limits;
}

gateway::AccessLogOptions access_log_options(const kernel::Config& config) {
  using Format = gateway::AccessLogOptions::Format;
  const auto& format = config.text("gateway.access_log");
  return {.format = format == "json"     ? Format::json
                    : format == "common" ? Format::common
                                         : Format::off,
          .file = config.text("gateway.access_log_file")};
}

}  // namespace

kernel::RealRuntimeOptions runtime_options(const kernel::Config& config) {
  return {.loops = number<unsigned>(config, "runtime.loops"),
          .workers = number<unsigned>(config, "runtime.workers")};
}

kernel::RelayOptions relay_options(const kernel::Config& config) {
  kernel::RelayOptions options;
  options.attempts_max = number<unsigned>(config, "relay.attempts_max");
  options.backoff_first = config.duration("relay.backoff_first");
  options.backoff_max = config.duration("relay.backoff_max");
  options.delivery_timeout = config.duration("relay.delivery_timeout");
  return options;
}

kernel::GuardOptions guard_options(const kernel::Config& config) {
  kernel::GuardOptions options;
  options.breaker.window = config.duration("calls.breaker_window");
  options.breaker.failure_share = number<double>(config, "calls.breaker_percent") / 100;
  options.breaker.calls_min = number<int>(config, "calls.breaker_calls_min");
  options.breaker.pause_first = config.duration("calls.breaker_pause");
  options.breaker.pause_max = config.duration("calls.breaker_pause_max");
  options.retry.attempts_max = number<int>(config, "calls.attempts_max");
  options.retry.pause_first = config.duration("calls.retry_pause");
  options.retry.share = number<double>(config, "calls.retry_percent") / 100;
  options.retry.query_timeout = config.duration("calls.query_timeout");
  return options;
}

std::vector<faults::Rule> fault_rules(const kernel::Config& config, const std::string& module) {
  const auto& setting = config.at("faults." + module);
  if (setting.text.empty()) return {};
  const auto refuse = [&](const std::string& why) {
    throw kernel::Error(kernel::Code::invalid_argument,
                        fmt::format("{}: faults.{}: {}", setting.where, module, why));
  };
  if (!config.boolean("faults.enabled"))
    refuse("faults are to be injected, but faults.enabled is false");
  try {
    return kernel::parse_rules(module, setting.text);
  } catch (const kernel::Error& error) {
    std::string why = fmt::format(
        "found {}; expected rules such as [{{\"latency_ms\":300,\"percent\":10}}]", setting.text);
    for (const auto& fault : error.details)
      why += fmt::format("; {} {}", fault.pointer.empty() ? "it" : fault.pointer, fault.detail);
    refuse(why);
  }
  return {};
}

http::TransportOptions transport_options(const kernel::Config& config) {
  http::TransportOptions options;
  options.client.connections_max = number<std::size_t>(config, "calls.connections_max");
  options.client.waiting_max = number<std::size_t>(config, "calls.waiting_max");
  options.waits = {"/rpc/" + std::string(kernel::message_type<order::WaitForChange>().name)};
  options.waits_max = number<std::size_t>(config, "gateway.streams_max");
  return options;
}

kernel::SpanOptions span_options(const kernel::Config& config) {
  kernel::SpanOptions options;
  options.keep_bytes = number<std::size_t>(config, "trace.keep");
  options.ratio = ratio(config, "trace.ratio");
  options.every_checkout = config.boolean("trace.checkouts");
  if (!config.text("trace.otlp_url").empty())
    options.export_max = number<std::size_t>(config, "trace.otlp_queue");
  return options;
}

http::OtlpOptions otlp_options(const kernel::Config& config, std::string_view process,
                               std::string_view version) {
  const auto& setting = config.at("trace.otlp_url");
  http::OtlpOptions options;
  options.url = setting.text;
  options.process = std::string(process);
  options.version = std::string(version);
  if (options.url.empty()) return options;
  try {
    http::split_url(options.url);
  } catch (const kernel::Error& error) {
    throw kernel::Error(error.code,
                        fmt::format("{}: trace.otlp_url: found {}", setting.where, error.message));
  }
  if (config.integer("trace.keep") == 0)
    throw kernel::Error(kernel::Code::invalid_argument,
                        fmt::format("{}: trace.otlp_url: found a collector, but trace.keep is 0 B: "
                                    "nothing is recorded; expected more of it",
                                    setting.where));
  return options;
}

http::ServerOptions public_server_options(const kernel::Config& config) {
  http::ServerOptions options;
  options.body_bytes_max = number<std::size_t>(config, "gateway.body_max");
  options.connections_max = number<std::size_t>(config, "gateway.connections_max");
  options.connections_per_address_max =
      number<std::size_t>(config, "limits.connections_per_address");
  // A proxy has one connection for each of many customers.
  options.unlimited = networks(config, "limits.trusted");
  const auto proxies = networks(config, "limits.proxies");
  options.unlimited.insert(options.unlimited.end(), proxies.begin(), proxies.end());
  options.head_bytes_max = number<std::size_t>(config, "limits.head_max");
  options.headers_max = number<std::size_t>(config, "limits.headers_max");
  options.head_timeout = config.duration("limits.head_timeout");
  options.body_timeout = config.duration("limits.body_timeout");
  options.idle_timeout = config.duration("limits.idle_timeout");
  options.write_timeout = config.duration("limits.write_timeout");
  return options;
}

http::ServerOptions internal_server_options(const kernel::Config&) {
  http::ServerOptions options;
  options.body_bytes_max = internal_body_max;
  return options;
}

gateway::GatewayOptions gateway_options(const kernel::Config& config, std::string_view version) {
  gateway::GatewayOptions options;
  options.request_timeout = config.duration("gateway.request_timeout");
  options.version = std::string(version);
  options.limits = gateway_limits(config);
  options.cors_origins = parsed(config, "gateway.cors_origins", gateway::cors_origin);
  options.access_log = access_log_options(config);
  options.streams.streams_max = number<std::size_t>(config, "gateway.streams_max");
  options.streams.per_user_max = number<std::size_t>(config, "gateway.streams_per_user");
  options.hsts = config.duration("tls.hsts");
  options.shop_url = config.text("shop.url");
  options.refresh_lifetime = config.duration("auth.refresh_token_lifetime");
  return options;
}

auth::Options auth_options(const kernel::Config& config) {
  auth::Options options;
  options.password_ops = number<unsigned>(config, "auth.argon2_passes");
  options.password_memory_kib = number<unsigned>(config, "auth.argon2_memory") / 1024;
  const auto at_once = number<unsigned>(config, "auth.hashes_at_once");
  options.hashes_at_once =
      at_once != 0 ? at_once : std::max(1U, kernel::workers_of(runtime_options(config)) / 2);
  options.hashes_waiting_max = number<unsigned>(config, "auth.hashes_waiting_max");
  options.access_token_lifetime = config.duration("auth.access_token_lifetime");
  options.refresh_token_lifetime = config.duration("auth.refresh_token_lifetime");
  options.verify_token_lifetime = config.duration("auth.verify_token_lifetime");
  options.reset_token_lifetime = config.duration("auth.reset_token_lifetime");
  return options;
}

catalog::Options catalog_options(const kernel::Config& config) {
  catalog::Options options;
  options.currency = currency_of(config);
  options.reservation_lifetime = config.duration("catalog.reservation_lifetime");
  options.sweep_interval = config.duration("catalog.sweep_interval");
  return options;
}

cart::Options cart_options(const kernel::Config& config) {
  cart::Options options;
  options.currency = currency_of(config);
  options.guest_cart_lifetime = config.duration("cart.guest_lifetime");
  return options;
}

payment::Options payment_options(const kernel::Config& config) {
  payment::Options options;
  options.provider_timeout = config.duration("payment.provider_timeout");
  options.reconcile_every = config.duration("payment.reconcile_interval");
  options.reconcile_after = config.duration("payment.reconcile_after");
  options.owed_every = config.duration("payment.owed_interval");
  return options;
}

order::Options order_options(const kernel::Config& config) {
  order::Options options;
  options.reservation_lifetime = config.duration("catalog.reservation_lifetime");
  options.saga_deadline = config.duration("order.saga_deadline");
  options.step_timeout = config.duration("order.step_timeout");
  options.recover_every = config.duration("order.recover_interval");
  return options;
}

notification::Options notification_options(const kernel::Config& config,
                                           std::shared_ptr<notification::MailTransport> mail) {
  const auto or_else = [&](std::string_view path, const std::string& other) {
    return config.text(path).empty() ? other : config.text(path);
  };
  notification::Options options;
  options.transport = std::move(mail);
  const bool smtp = config.text("notification.delivery") == "smtp";
  options.delivery = smtp ? notification::Delivery::smtp : notification::Delivery::file;
  options.directory = or_else("notification.directory", config.text("storage.directory") + "/mail");
  options.smtp.host = config.text("notification.smtp_host");
  options.smtp.port = number<int>(config, "notification.smtp_port");
  options.smtp.user = config.text("notification.smtp_user");
  options.smtp.password = kernel::SecretText(config.text("notification.smtp_password"));
  options.smtp.starttls = config.boolean("notification.smtp_starttls");
  options.smtp.timeout = config.duration("notification.smtp_timeout");
  options.sender_name = config.text("notification.sender_name");
  options.sender_address = config.text("notification.sender_address");
  options.public_url = or_else("shop.url", config.text("gateway.listen"));
  options.attempts_max = number<unsigned>(config, "notification.attempts_max");
  options.backoff_first = config.duration("notification.backoff_first");
  options.backoff_max = config.duration("notification.backoff_max");
  return options;
}

}  // namespace app
