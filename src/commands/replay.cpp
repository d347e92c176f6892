// cleave replay: the orders of a file through the shop's checkout.
#include <fmt/format.h>

#include <boost/json.hpp>
#include <fstream>

#include "commands/all.h"
#include "commands/refused_rows.h"
#include "commands/replay_run.h"
#include "kernel/error.h"
#include "signals.h"

namespace commands {
namespace {

constexpr std::size_t failures_shown = 10;

struct ReplayCommand {
  ConfigOptions config;
  std::string file;
  std::string format = "online-retail";
  std::string url;
  std::string refused;
  double rate = 0;
  ReplayOptions run;
  bool json = false;
};

RetailOrders read_file(const std::string& name) {
  std::ifstream file(name, std::ios::binary);
  if (!file) throw kernel::Error(kernel::Code::not_found, name + " cannot be opened for reading");
  return read_retail_orders(file);
}

std::string url_of(const ReplayCommand& command) {
  return command.url.empty() ? command.config.load().text("gateway.listen") : command.url;
}

void print_json(const ReplayResult& result) {
  const boost::json::object revenue{{"amount", result.revenue.amount},
                                    {"currency", std::string(result.revenue.currency.text())}};
  const boost::json::object object{{"orders", result.orders},
                                   {"lines", result.lines},
                                   {"units", result.units},
                                   {"revenue", revenue},
                                   {"failed", result.failed.size()}};
  fmt::print("{}\n", boost::json::serialize(object));
}

void print_summary(const ReplayCommand& command, const RetailOrders& orders,
                   const ReplayResult& result, const std::string& refused_file) {
  Table table({{"replayed from " + command.file, Table::Align::left}, {"", Table::Align::right}});
  table.add({"rows read", grouped_digits(orders.rows)});
  table.add({"rows refused", grouped_digits(static_cast<std::int64_t>(orders.refusals.size()))});
  table.add(
      {"orders", fmt::format("{} of {}", grouped_digits(result.orders),
                             grouped_digits(static_cast<std::int64_t>(orders.orders.size())))});
  table.add({"lines", grouped_digits(result.lines)});
  table.add({"units", grouped_digits(result.units)});
  table.add({"revenue", to_display(result.revenue)});
  table.add({"failed", grouped_digits(static_cast<std::int64_t>(result.failed.size()))});
  fmt::print("{}{}", table.text(), refusals_text(orders.refusals, refused_file));
}

void print_failures(const std::vector<ReplayFailure>& failures) {
  for (std::size_t i = 0; i < failures.size() && i < failures_shown; ++i)
    fmt::print(stderr, "cleave: invoice {}: {}\n", failures[i].invoice, failures[i].reason);
  if (failures.size() > failures_shown)
    fmt::print(stderr, "cleave: … and {} more\n", failures.size() - failures_shown);
}

int replay(ReplayCommand& command) {
  if (command.rate > 0) command.run.per_second = command.rate;
  if (command.run.per_second && command.run.as_recorded)
    throw UsageError("--rate and --as-recorded both say when an order begins; give one of them");
  const auto orders = read_file(command.file);
  const auto refused_file = write_refusals(orders.refusals, command.file, command.refused);

  kernel::RealRuntime runtime({.loops = 1, .workers = 1});
  app::ApiClient api(runtime, url_of(command));
  Progress progress(runtime, "orders", static_cast<std::int64_t>(orders.orders.size()),
                    command.json);
  ReplayRun run(runtime, api, command.run, orders.orders, progress);
  bool interrupted = false;
  {
    const app::Interrupts interrupts(runtime, [&](int count) {
      if (count > 1) std::_Exit(failed);
      interrupted = true;
      run.interrupt();
    });
    app::run_to_end(runtime, run.run());
  }
  progress.finish();

  const auto& result = run.result();
  if (command.json) {
    print_json(result);
  } else {
    print_summary(command, orders, result, refused_file);
  }
  print_failures(result.failed);
  const bool whole = !interrupted && result.gave_up.empty();
  if (!whole)
    fmt::print(stderr, "cleave: {}; the same command goes on where this one ended\n",
               interrupted ? "interrupted" : "the shop does not answer");
  return result.failed.empty() && whole ? done : failed;
}

}  // namespace

void add_replay(CommandLine& line) {
  const auto options = std::make_shared<ReplayCommand>();
  auto& command = line.add("replay",
                           "Real baskets through the checkout of a running shop; replaying again "
                           "changes nothing",
                           [options] { return replay(*options); });
  command.add_option("FILE", options->file, "orders")->required();
  command.add_option("--format", options->format, "online-retail")
      ->check(CLI::IsMember({"online-retail"}));
  command.add_option("--url", options->url,
                     "the shop, http(s)://host:port; default: gateway.listen of the configuration");
  options->config.add_to(command);
  command
      .add_option("--rate", options->rate, "orders begun per second; default: as fast as it goes")
      ->check(CLI::PositiveNumber);
  command.add_flag("--as-recorded", options->run.as_recorded,
                   "begin each order when the file says, counted from the first");
  command.add_option("--customers", options->run.customers, "at once; default 16")
      ->check(CLI::Range(1, 1000));
  command.add_option("--refused", options->refused,
                     "where refused rows go; default: FILE's name with .refused.csv, here");
  command.add_flag("--json", options->json, "one JSON object on stdout");
}

}  // namespace commands
