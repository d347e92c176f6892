// lab: the shop that all arms start from: filled once, then copied, so that ids, tokens and rows
// are the same in each.
#pragma once

#include <string>
#include <vector>

#include "lab/lab.h"
#include "lab/load/workload.h"

namespace lab {

struct SeedingOptions {
  std::string catalogue;          // a file for `cleave import`; empty: the demo shop
  std::string format;             // of that file: "csv", "json", "online-retail"
  std::int64_t stock_factor = 1;  // stock is multiplied, so that a load never sells out
  int customers = 1000;
};

// The settings of every process in every arm, other than the defaults, and why: "--set" pairs.
std::vector<Setting> common_settings();

// Imports the catalogue, registers the customers through a running monolith and stops it.
kernel::Task<SeededShop> seed_shop(Lab& lab, const SeedingOptions& options);

// A fresh copy of its databases in `directory` (made; must not exist). Throws Error{internal}.
void copy_shop(const SeededShop& shop, const std::string& directory);

// Frees what a copy that was measured takes, its databases. Its mails stay until the comparison
// ends, and those of the seeding are in no copy: whoever makes a file on ext4 is held up by every
// file that was deleted there in the last seconds, and arms make files under measurement.
void retire_shop(const std::string& directory);

}  // namespace lab
