#include "lab/ledger/hop_module.h"

#include <sys/resource.h>

#include <array>

namespace lab {
namespace {

constexpr std::array<std::string_view, 1> migrations{
    "CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT;"};

kernel::StorageOptions in(const std::string& directory) {
  kernel::StorageOptions options;
  options.directory = directory;
  return options;
}

}  // namespace

std::int64_t own_cpu_us() {
  rusage use{};
  ::getrusage(RUSAGE_SELF, &use);
  const auto us = [](const timeval& time) { return time.tv_sec * 1'000'000 + time.tv_usec; };
  return us(use.ru_utime) + us(use.ru_stime);
}

std::vector<boost::asio::io_context*> loops_of(kernel::RealRuntime& runtime) {
  std::vector<boost::asio::io_context*> loops;
  for (unsigned i = 0; i < runtime.loops(); ++i) loops.push_back(&runtime.loop(i));
  return loops;
}

HopModule::HopModule(kernel::Exchange& exchange, const std::string& directory)
    : database_(exchange.runtime(), kernel::Store::open(in(directory), "hop", migrations)) {
  exchange.serve<&HopModule::echo>(*this);
  exchange.serve<&HopModule::write>(*this);
  exchange.serve<&HopModule::cpu>(*this);
}

kernel::Task<hop::Echo> HopModule::echo(const kernel::Context&, const hop::Echo& message) {
  co_return message;
}

kernel::Task<hop::Note> HopModule::write(const kernel::Context& context,
                                         const hop::Write& message) {
  std::int64_t last = 0;
  {
    auto reader = database_.read();
    if (const auto row = reader.one("SELECT id FROM note ORDER BY id DESC LIMIT 1"))
      last = row->get<std::int64_t>(0);
  }
  const auto note_down = [&](kernel::Transaction& tx) {
    tx.run("INSERT INTO note (id, text) VALUES (?, ?)", last + 1, message.text);
    return hop::Note{message.text};
  };
  co_return co_await database_.command(context, message, note_down);
}

kernel::Task<hop::CpuUse> HopModule::cpu(const kernel::Context&, const hop::GetCpuUse&) {
  co_return hop::CpuUse{own_cpu_us()};
}

}  // namespace lab
