// cleave import: a catalogue from a file.
#include "commands/import.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>
#include <fstream>

#include "commands/all.h"
#include "commands/refused_rows.h"
#include "commands/restore_files.h"
#include "kernel/error.h"
#include "signals.h"

namespace commands {
namespace {

struct ImportOptions {
  ConfigOptions config;
  std::string file;
  std::string format;
  std::string url;
  std::string email;
  std::string refused;
  bool json = false;
};

CatalogueFormat format_of(const ImportOptions& options) {
  auto name = options.format;
  if (name.empty()) {
    const auto dot = options.file.rfind('.');
    name = dot == options.file.npos ? "" : options.file.substr(dot + 1);
  }
  if (name == "csv") return CatalogueFormat::csv;
  if (name == "json") return CatalogueFormat::json;
  if (name == "online-retail") return CatalogueFormat::online_retail;
  throw UsageError(options.file +
                   " has an ending that names no format; say --format csv, json or "
                   "online-retail");
}

Catalogue read_file(const ImportOptions& options) {
  std::ifstream file(options.file, std::ios::binary);
  if (!file)
    throw kernel::Error(kernel::Code::not_found, options.file + " cannot be opened for reading");
  return read_catalogue(file, format_of(options));
}

Imported import_into_files(const ImportOptions& options, const Catalogue& catalogue) {
  const auto config = options.config.load();
  refuse_unfinished_restore(config);
  app::Offline shop(config, "catalog");
  Progress progress(shop.runtime(), "products",
                    static_cast<std::int64_t>(catalogue.products.size()), options.json);
  OfflineTarget target(shop);
  Imported imported;
  app::run_to_end(shop.runtime(), import_products(target, catalogue.products, progress, imported));
  return imported;
}

Imported import_into_shop(const ImportOptions& options, const Catalogue& catalogue) {
  kernel::RealRuntime runtime({.loops = 1, .workers = 1});
  app::ApiClient api(runtime, options.url);
  OnlineTarget target(api, admin_login(options.email));
  Progress progress(runtime, "products", static_cast<std::int64_t>(catalogue.products.size()),
                    options.json);
  Imported imported;
  app::run_to_end(runtime, import_products(target, catalogue.products, progress, imported));
  return imported;
}

void print_summary(const ImportOptions& options, const Catalogue& catalogue,
                   const catalog::ImportResult& counts, const std::string& refused_file) {
  const auto products = counts.created + counts.updated + counts.unchanged;
  const auto refused = static_cast<std::int64_t>(catalogue.refusals.size());
  if (options.json) {
    const boost::json::object object{
        {"rows", catalogue.rows}, {"products", products}, {"refused", refused}};
    fmt::print("{}\n", boost::json::serialize(object));
    return;
  }
  Table table({{"imported from " + options.file, Table::Align::left}, {"", Table::Align::right}});
  table.add({"rows read", grouped_digits(catalogue.rows)});
  table.add({"rows refused", grouped_digits(refused)});
  table.add({"products", grouped_digits(products)});
  table.add({"  new", grouped_digits(counts.created)});
  table.add({"  changed", grouped_digits(counts.updated)});
  table.add({"  as they were", grouped_digits(counts.unchanged)});
  fmt::print("{}{}", table.text(), refusals_text(catalogue.refusals, refused_file));
}

int import(const ImportOptions& options) {
  if (!options.url.empty() && !options.config.config.empty())
    throw UsageError("--config is for a stopped shop, --url for a running one; give one of them");
  if (!options.url.empty()) require_admin_email(options.email);
  auto catalogue = read_file(options);
  const auto imported = options.url.empty() ? import_into_files(options, catalogue)
                                            : import_into_shop(options, catalogue);
  auto& refusals = catalogue.refusals;
  refusals.insert(refusals.end(), imported.refusals.begin(), imported.refusals.end());
  std::ranges::sort(refusals, {}, &Refusal::line);
  const auto refused_file = write_refusals(refusals, options.file, options.refused);
  print_summary(options, catalogue, imported.counts, refused_file);
  return done;
}

}  // namespace

void add_import(CommandLine& line) {
  const auto options = std::make_shared<ImportOptions>();
  auto& command =
      line.add("import", "Load a catalogue from a file; loading it again changes nothing",
               [options] { return import(*options); });
  command.add_option("FILE", options->file, "the catalogue")->required();
  command
      .add_option("--format", options->format, "csv, json or online-retail; default: by its ending")
      ->check(CLI::IsMember({"csv", "json", "online-retail"}));
  options->config.add_to(command);
  command.add_option("--url", options->url,
                     "a running shop, http(s)://host:port; without it the shop must be stopped");
  command.add_option("--email", options->email,
                     "with --url: the administrator; the password comes from "
                     "CLEAVE_ADMIN_PASSWORD or stdin");
  command.add_option("--refused", options->refused,
                     "where refused rows go; default: FILE's name with .refused.csv, here");
  command.add_flag("--json", options->json, "one JSON object on stdout");
}

}  // namespace commands
