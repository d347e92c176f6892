// lab: the module that both ends of a hop host.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "kernel/exchange.h"
#include "kernel/real_runtime.h"
#include "kernel/storage.h"
#include "lab/ledger/hop_messages.h"

namespace lab {

std::int64_t own_cpu_us();  // of this process, all threads, since its start

std::vector<boost::asio::io_context*> loops_of(kernel::RealRuntime& runtime);

class HopModule {
 public:
  // Its database lies in `directory`, or in memory when that is empty.
  HopModule(kernel::Exchange& exchange, const std::string& directory);

  kernel::Task<hop::Echo> echo(const kernel::Context& context, const hop::Echo& message);
  kernel::Task<hop::Note> write(const kernel::Context& context, const hop::Write& message);
  kernel::Task<hop::CpuUse> cpu(const kernel::Context& context, const hop::GetCpuUse& message);

  void close() noexcept { database_.close(); }

 private:
  kernel::Database database_;
};

}  // namespace lab
