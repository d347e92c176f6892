// The table of all keys. A row: path, kind, default, bounds, unit, what it is and why one would
// change it.
#include <fmt/format.h>

#include "app_settings.h"

namespace app {
namespace {

using kernel::SettingKey;
using enum kernel::SettingKind;
using Rows = std::vector<SettingKey>;

const Rows gateway_keys = {
    {"gateway.listen", url, "http://127.0.0.1:8080", "", "",
     "Where customers reach the shop. Port 0 takes any free one and says which. Change it to serve "
     "other machines: \"https://0.0.0.0:443\" with the keys of [tls], or http behind a proxy that "
     "ends TLS."},
    {"gateway.internal", url, "", "", "",
     "Where modules in other processes reach those that live with the gateway; never the public "
     "port. Empty: the socket gateway.sock in the storage directory. Opened only if needed."},
    {"gateway.request_timeout", duration, "10 s", "100 ms..10 min", "",
     "How long a request may take before it is answered 503 or 504. Raise it for slow payment "
     "providers."},
    {"gateway.body_max", size, "1 MiB", "1 KiB..64 MiB", "",
     "The largest body of a public request; 413 beyond."},
    {"gateway.connections_max", integer, "10000", "1..1000000", "connections",
     "Customers connected at once; 503 beyond. Bounds the memory they can take."},
    {"gateway.streams_max", integer, "1000", "1..10000", "streams",
     "Customers who follow an order at once (Server-Sent Events); 503 beyond. Each keeps a "
     "connection, and another one to the order module where that is a process of its own."},
    {"gateway.streams_per_user", integer, "10", "1..10000", "streams",
     "How many of them one user may have; 429 beyond."},
    {"gateway.cors_origins", list, "", "", "origins",
     "Whose web pages may use the API from a browser, beside the shop's own: "
     "\"https://shop.example\". \"*\": all pages, but without cookies."},
    {"gateway.access_log", choice, "off", "off|json|common", "",
     "A line for each answer: \"json\" for programs, \"common\" for what reads logs of web "
     "servers. Without queries and tokens."},
    {"gateway.access_log_file", text, "", "", "",
     "Where these lines go. Empty: standard output. A file that is moved away is begun anew."},
};

const Rows tls_keys = {
    {"tls.certificate", text, "", "", "",
     "Path of the certificate in PEM form, the server's own first, then those up to a root "
     "(certbot: fullchain.pem). Needed for a gateway.listen of https://, and only there."},
    {"tls.key", text, "", "", "",
     "Path of its private key in PEM form, without a passphrase (certbot: privkey.pem). Readable "
     "by the shop's user alone."},
    {"tls.redirect_from", url, "", "", "",
     "A second address, such as \"http://0.0.0.0:80\", where every request is sent on to https. "
     "Empty: nobody listens there."},
    {"tls.hsts", duration, "365 d", "0 s..3650 d", "",
     "How long browsers that came by https come by nothing else (Strict-Transport-Security). 0 s: "
     "they are not told. Begin with a short time where https is new."},
};

// What one stranger may take.
const Rows limit_keys = {
    {"limits.trusted", list, "127.0.0.0/8, ::1, unix", "", "addresses or networks",
     "Who is spared the limits per address, unless they pass requests on for others: programs on "
     "this machine, or an office. \"unix\": whoever comes by a Unix socket."},
    {"limits.proxies", list, "", "", "addresses or networks",
     "Proxies before the shop, which say in Forwarded or X-Forwarded-For for whom they ask. Nobody "
     "else is believed; without this key all customers behind a proxy share what one address may "
     "have."},
    {"limits.connections_per_address", integer, "100", "0..1000000", "connections",
     "Connections of one address (IPv6: of one /64) at once; 429 beyond. 0: no such limit."},
    {"limits.head_timeout", duration, "10 s", "100 ms..10 min", "",
     "How long the headers of a request may take to come; 408 beyond."},
    {"limits.body_timeout", duration, "30 s", "100 ms..1 h", "",
     "How long its body may take from there; 408 beyond. Raise it for imports over slow lines."},
    {"limits.idle_timeout", duration, "75 s", "100 ms..1 h", "",
     "How long a connection may rest between two requests. Longer than a proxy keeps its own."},
    {"limits.write_timeout", duration, "30 s", "100 ms..1 h", "",
     "How long a customer may take to read an answer."},
    {"limits.head_max", size, "16 KiB", "1 KiB..1 MiB", "",
     "The largest request line and headers together; 431 beyond."},
    {"limits.headers_max", integer, "64", "8..1000", "headers",
     "Headers of a request; 431 beyond."},
    {"limits.reads_per_address", integer, "1200", "0..1000000", "requests a minute",
     "What one address (IPv6: one /64) may read; 429 beyond. A minute's worth may come at once. 0: "
     "no limit. Raise it where many customers share an address."},
    {"limits.writes_per_address", integer, "300", "0..1000000", "requests a minute",
     "What it may change: carts, mostly."},
    {"limits.logins_per_address", integer, "20", "0..1000000", "requests a minute",
     "Logins, registrations and mails for a forgotten password; each costs a password hash or a "
     "mail."},
    {"limits.checkouts_per_address", integer, "60", "0..1000000", "requests a minute",
     "Orders that it may place."},
    {"limits.reads_per_user", integer, "12000", "0..1000000", "requests a minute",
     "What one user may read, wherever he is: far more than a person does, far less than would "
     "hold up others."},
    {"limits.writes_per_user", integer, "6000", "0..1000000", "requests a minute",
     "What one user may change; administrators too."},
    {"limits.checkouts_per_user", integer, "1200", "0..1000000", "requests a minute",
     "Orders that one user may place."},
    {"limits.buckets_max", integer, "65536", "8..10000000", "addresses and users",
     "How many of them are counted at once, at 32 bytes for each kind of request; beyond, those "
     "who "
     "asked for least are forgotten."},
};

const Rows storage_keys = {
    {"storage.directory", text, "data", "", "",
     "Where databases, locks, sockets and mail files lie; relative to the working directory. Each "
     "shop needs one of its own, on a local disk."},
    {"storage.queue_max", integer, "16384", "1..1000000", "transactions",
     "Writes that may wait for a module's writer; further ones are refused at once. Lower it to "
     "refuse sooner under overload."},
    {"storage.batch_max", integer, "256", "1..10000", "transactions",
     "Writes that share one commit. 1 gives every write an fsync of its own."},
};

const Rows runtime_keys = {
    {"runtime.loops", integer, "0", "0..64", "threads",
     "Event loops. 0: one per core that the process may use. Lower it where several processes "
     "share a machine."},
    {"runtime.workers", integer, "0", "0..256", "threads",
     "Threads for password hashing and searches. 0: one per core, at least two."},
};

const Rows auth_keys = {
    {"auth.access_token_lifetime", duration, "15 min", "1 s..24 h", "",
     "How long an access token is good without asking auth again."},
    {"auth.refresh_token_lifetime", duration, "30 d", "1 min..365 d", "",
     "How long somebody stays logged in without coming back."},
    {"auth.admin_login_max_age", duration, "12 h", "1 min..365 d", "",
     "How long after a login an administrator may change something; then the password is asked "
     "for again. Half a day: one login per working day, and what was left open overnight changes "
     "nothing."},
    {"auth.verify_token_lifetime", duration, "7 d", "1 min..365 d", "",
     "How long the link in a welcome mail verifies the address."},
    {"auth.reset_token_lifetime", duration, "1 h", "1 min..7 d", "",
     "How long the link in a mail sets a new password."},
    {"auth.argon2_memory", size, "19 MiB", "8 KiB..4 GiB", "",
     "Memory of one password hash (Argon2id). More is harder to guess and slower to log in; "
     "OWASP's "
     "least is 19 MiB with 2 passes."},
    {"auth.argon2_passes", integer, "2", "1..100", "passes", "Passes of one password hash."},
    {"auth.hashes_at_once", integer, "0", "0..256", "hashes",
     "Passwords that are hashed at the same time; a flood of logins takes no more of the machine. "
     "0: half of runtime.workers."},
    {"auth.hashes_waiting_max", integer, "64", "1..100000", "hashes",
     "Passwords that may wait to be hashed; further logins are answered 429 at once."},
};

const Rows shop_keys = {
    {"shop.currency", text, "GBP", "", "",
     "ISO 4217 code of every price. Choose it before the first import."},
    {"shop.url", text, "", "", "",
     "The shop's address as customers know it, such as \"https://shop.example\": what links in "
     "mails "
     "begin with. Empty: gateway.listen."},
};

const Rows module_keys = {
    {"catalog.reservation_lifetime", duration, "15 min", "1 s..24 h", "",
     "How long an order may hold stock without having paid. Longer than the longest time a payment "
     "may stay unknown (checked at start)."},
    {"catalog.sweep_interval", duration, "5 s", "100 ms..1 h", "",
     "How often lapsed reservations are looked for."},
    {"cart.guest_lifetime", duration, "30 d", "1 h..365 d", "",
     "A guest's cart that nobody touched for so long is thrown away."},
    {"order.saga_deadline", duration, "5 min", "1 s..24 h", "",
     "How long an order may stay unfinished because a neighbour does not answer; then it is "
     "undone. "
     "Shorter than catalog.reservation_lifetime (checked at start)."},
    {"order.step_timeout", duration, "10 s", "10 ms..10 min", "",
     "How long one step of a checkout may take. Longer than payment.provider_timeout."},
    {"order.recover_interval", duration, "1 s", "10 ms..1 h", "",
     "How often orders are looked for that nobody works on, as after a crash."},
    {"payment.provider_timeout", duration, "3 s", "10 ms..5 min", "",
     "How long one answer of the payment provider is waited for; what takes longer is learnt by "
     "asking again. Raise it for a slow provider."},
    {"payment.reconcile_interval", duration, "2 s", "10 ms..1 h", "",
     "How often payments without an outcome are asked for again."},
    {"payment.reconcile_after", duration, "5 s", "0 s..1 h", "",
     "How old such a payment must be, so that one under way is left alone."},
    {"payment.owed_interval", duration, "10 min", "1 s..7 d", "",
     "How often the provider is asked again for a refund that it refused, of an order that failed. "
     "Until it agrees, the payment is listed as owed."},
};

const Rows notification_keys = {
    {"notification.delivery", choice, "file", "file|smtp", "",
     "Where mail goes: into files that a mail program opens, or to an SMTP server."},
    {"notification.directory", text, "", "", "",
     "Where mail files go (delivery = \"file\"). Empty: mail in the storage directory."},
    {"notification.smtp_host", text, "127.0.0.1", "", "", "The SMTP server."},
    {"notification.smtp_port", integer, "587", "1..65535", "", "Its port."},
    {"notification.smtp_user", text, "", "", "", "Whom to log in as there. Empty: nobody."},
    {"notification.smtp_password", secret, "", "", "",
     "The password for that. Better given by the environment: "
     "CLEAVE_NOTIFICATION_SMTP_PASSWORD."},
    {"notification.smtp_starttls", boolean, "true", "", "",
     "Whether the connection must be encrypted; false only for a server on this machine."},
    {"notification.smtp_timeout", duration, "15 s", "1 s..17 s", "",
     "How long one mail may take; less than a drain."},
    {"notification.sender_name", text, "Cleave", "", "",
     "Who mails come from, as customers read it."},
    {"notification.sender_address", text, "shop@localhost", "", "", "And the address."},
    {"notification.attempts_max", integer, "10", "1..1000", "attempts",
     "Deliveries of a mail that are tried before it is dead."},
    {"notification.backoff_first", duration, "1 s", "1 ms..1 h", "",
     "The pause after the first failed delivery; it doubles from there."},
    {"notification.backoff_max", duration, "10 min", "1 ms..24 h", "",
     "The longest pause between two deliveries of a mail."},
};

const Rows relay_keys = {
    {"relay.attempts_max", integer, "12", "1..1000", "attempts",
     "Deliveries of an event or durable command that are tried before it becomes a dead letter."},
    {"relay.backoff_first", duration, "100 ms", "1 ms..1 h", "",
     "The pause after the first failed delivery; it doubles from there."},
    {"relay.backoff_max", duration, "1 min", "1 ms..24 h", "",
     "The longest pause between two deliveries."},
    {"relay.delivery_timeout", duration, "10 s", "10 ms..10 min", "",
     "How long one delivery may take."},
};

// Of modules in other processes.
const Rows call_keys = {
    {"calls.connections_max", integer, "64", "1..10000", "connections",
     "Calls under way to one module from one event loop; further ones wait. So a module that hangs "
     "takes this much and no more."},
    {"calls.waiting_max", integer, "256", "0..1000000", "calls",
     "Calls that may wait for one of these connections; further ones are refused at once."},
    {"calls.query_timeout", duration, "2 s", "10 ms..10 min", "",
     "How long one attempt of a query may take. A command has the whole time of its request."},
    {"calls.attempts_max", integer, "3", "1..10", "attempts",
     "Attempts of a query, or of a command with a key, that finds nobody. 1: never again."},
    {"calls.retry_pause", duration, "50 ms", "1 ms..1 min", "",
     "The longest pause before the second attempt; it doubles from there, and the half of it is "
     "drawn by lot."},
    {"calls.retry_percent", integer, "10", "0..100", "%",
     "The share of calls that may be retries, so that they never double a load that a module "
     "cannot "
     "bear."},
    {"calls.breaker_percent", integer, "50", "1..100", "%",
     "The share of failed calls to a module that opens its circuit breaker: then it is not asked "
     "for a while, and whoever needs it is refused at once."},
    {"calls.breaker_window", duration, "10 s", "100 ms..10 min", "",
     "The time that this share is taken over."},
    {"calls.breaker_calls_min", integer, "5", "1..100000", "calls",
     "Fewer calls in that time say nothing."},
    {"calls.breaker_pause", duration, "250 ms", "1 ms..10 min", "",
     "How long an opened breaker lets nothing through; then one call tries, and every one that "
     "fails "
     "doubles the pause."},
    {"calls.breaker_pause_max", duration, "5 s", "1 ms..10 min", "", "The longest such pause."},
};

const Rows console_keys = {
    {"console.comparisons", boolean, "false", "", "",
     "Whether administrators may start `cleave compare --quick` from /console, beside this shop: "
     "it takes all cores for a minute and a half. For trials only."},
};

const Rows log_keys = {
    {"log.level", choice, "info", "debug|info|warning|error|off", "",
     "The least important lines that are still written (JSON, on stderr)."},
};

const Rows trace_keys = {
    {"trace.ratio", text, "0.01", "", "",
     "Share of requests whose trace is kept whatever comes of them, \"0\" to \"1\". What fails is "
     "always kept. Raise it to look closely; each kept span takes about a microsecond."},
    {"trace.checkouts", boolean, "true", "", "",
     "Whether the trace of every checkout is kept, so that one finds what happened to an order."},
    {"trace.keep", size, "4 MiB", "0 B..1 GiB", "",
     "Memory of each process for traces that are kept; the oldest go first. 0 B: nothing is "
     "recorded."},
    {"trace.otlp_url", text, "", "", "",
     "A collector that traces are sent to besides, by OTLP over HTTP: "
     "\"http://127.0.0.1:4318/v1/traces\". Empty: none."},
    {"trace.otlp_queue", integer, "8192", "1..1000000", "spans",
     "That may wait for the collector; further ones are lost to it, and counted."},
};

Rows place_keys() {
  Rows rows;
  for (const auto& module : module_names())
    rows.push_back(
        {"modules." + module, place, "local", "", "", fmt::format("Where {} runs.", module)});
  rows.front().reason +=
      " \"local\": in the gateway's process, called directly. \"serialized\": there, but encoded "
      "and "
      "decoded on the way. A URL: in the process that listens there, on this machine "
      "(\"http://127.0.0.1:8101\", \"unix:data/auth.sock\"); modules with one URL share it.";
  return rows;
}

Rows fault_keys() {
  Rows rows = {
      {"faults.enabled", boolean, "false", "", "",
       "Whether faults may be injected into messages, by the keys below or by administrators, to "
       "see what the shop does then. For trials only."}};
  for (const auto& module : module_names())
    rows.push_back({"faults." + module, text, "", "", "",
                    fmt::format("What goes wrong with messages to {} from the start.", module)});
  rows[1].reason +=
      " Rules as the body of PUT /api/v1/admin/faults/{module} has them: "
      "[{\"message\":\"payment.Charge\",\"latency_ms\":300,\"percent\":10}]. Refused unless "
      "faults.enabled is true.";
  return rows;
}

}  // namespace

std::vector<SettingKey> setting_keys() {
  Rows all;
  for (const auto& rows : {gateway_keys, tls_keys, limit_keys, place_keys(), storage_keys,
                           runtime_keys, shop_keys, auth_keys, module_keys, notification_keys,
                           relay_keys, call_keys, fault_keys(), trace_keys, console_keys, log_keys})
    all.insert(all.end(), rows.begin(), rows.end());
  return all;
}

}  // namespace app
