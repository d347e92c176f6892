// lab: the modules of a hop. The one in front is asked by the lab and calls the other, which every
// process but its own hosts as well.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "kernel/exchange.h"
#include "kernel/storage.h"
#include "lab/ledger/hop_messages.h"

namespace lab {

class HopModule {
 public:
  // Its database lies in `directory`.
  HopModule(kernel::Exchange& exchange, const std::string& directory);

  kernel::Task<hop::Echo> echo(const kernel::Context& context, const hop::Echo& message);
  kernel::Task<hop::Note> write(const kernel::Context& context, const hop::Write& message);

  void close() noexcept { database_.close(); }

 private:
  kernel::Database database_;
};

class HopFront {
 public:
  // `urls`: of the other processes. It hosts as many modules itself, and one more for its own rows;
  // their databases lie in `directory`.
  HopFront(kernel::Exchange& exchange, kernel::Transport& transport,
           const std::vector<std::string>& urls, const std::string& directory);
  ~HopFront();

  kernel::Task<hop_front::Passed> pass(const kernel::Context& context,
                                       const hop_front::Pass& message);

  void close() noexcept;

 private:
  struct Ways;
  // To the modules in turn, by `number`.
  kernel::Task<> call(const kernel::Context& context, const hop_front::Pass& message, int number);
  // All of them are its own.
  kernel::Task<> owe(kernel::Context context, hop_front::Pass message, int number);
  kernel::Task<> write_own(const kernel::Context& context, const hop::Write& write);

  kernel::Runtime& runtime_;
  std::vector<std::unique_ptr<Ways>> ways_;  // the last: to itself, for its own rows
};

}  // namespace lab
