#include "lab/ledger/hop_module.h"

#include <fmt/format.h>

#include <array>

namespace lab {
namespace {

using kernel::Task;

constexpr std::array<std::string_view, 1> migrations{
    "CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT;"};

// As a checkout: so many calls, and so many deliveries, which begin before the last calls.
constexpr int waited_for = 8;
constexpr int owed = 2;
constexpr int owes_before = 6;

kernel::StorageOptions in(const std::string& directory) {
  kernel::StorageOptions options;
  options.directory = directory;
  return options;
}

std::string text_of(const hop_front::Pass& message) {
  return std::string(static_cast<std::size_t>(message.bytes), 'x');
}

kernel::Context with_fresh_key(kernel::Context context, kernel::Runtime& runtime) {
  context.key = kernel::Key::fresh(runtime);
  return context;
}

}  // namespace

// ---- the module ----------------------------------------------------------------------------

HopModule::HopModule(kernel::Exchange& exchange, const std::string& directory)
    : database_(exchange.runtime(), kernel::Store::open(in(directory), "hop", migrations)) {
  exchange.serve<&HopModule::echo>(*this);
  exchange.serve<&HopModule::write>(*this);
}

Task<hop::Echo> HopModule::echo(const kernel::Context&, const hop::Echo& message) {
  co_return message;
}

Task<hop::Note> HopModule::write(const kernel::Context& context, const hop::Write& message) {
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

// ---- the one in front ----------------------------------------------------------------------

// The two ways to one module: in another process, and in this one.
struct HopFront::Ways {
  Ways(kernel::Runtime& runtime, kernel::Transport& transport, const std::string& url,
       const std::string& directory)
      : far(runtime, transport, {{"hop", {kernel::Place::Kind::remote, url}}}),
        near(runtime, transport, {{"hop", {kernel::Place::Kind::local, ""}}}),
        module(near, directory),
        across(far, "hop_front"),
        within(near, "hop_front") {
    across.calls<hop::Echo, hop::Write>();
    within.calls<hop::Echo, hop::Write>();
  }
  static kernel::Bus Ways::*of(const hop_front::Pass& message) {
    return message.across ? &Ways::across : &Ways::within;
  }
  kernel::Exchange far;
  kernel::Exchange near;
  HopModule module;
  kernel::Bus across;
  kernel::Bus within;
};

HopFront::HopFront(kernel::Exchange& exchange, kernel::Transport& transport,
                   const std::vector<std::string>& urls, const std::string& directory)
    : runtime_(exchange.runtime()) {
  const auto add = [&](const std::string& url) {
    const auto own = fmt::format("{}/{}", directory, ways_.size());
    ways_.push_back(std::make_unique<Ways>(runtime_, transport, url, own));
  };
  for (const auto& url : urls) add(url);
  add(urls.front());
  exchange.serve<&HopFront::pass>(*this);
}

HopFront::~HopFront() = default;

void HopFront::close() noexcept {
  for (const auto& ways : ways_) ways->module.close();
}

Task<hop_front::Passed> HopFront::pass(const kernel::Context& context,
                                       const hop_front::Pass& message) {
  hop_front::Passed passed;
  if (!message.writes) {
    const hop::Echo echo{text_of(message)};
    co_await ((*ways_.front()).*Ways::of(message)).call(context, echo);
    passed.waited_for = 1;
    co_return passed;
  }
  const hop::Write own{text_of(message)};
  for (int number = 0; number < waited_for; ++number) {
    if (number == owes_before)
      for (int i = 0; i < owed; ++i) runtime_.spawn(owe(context, message, waited_for + i));
    co_await call(context, message, number);
    if (number % 2 == 1) co_await write_own(context, own);
  }
  passed.waited_for = waited_for;
  passed.owed = owed;
  co_return passed;
}

Task<> HopFront::call(const kernel::Context& context, const hop_front::Pass& message, int number) {
  Ways& ways = *ways_[static_cast<std::size_t>(number) % (ways_.size() - 1)];
  const auto once = with_fresh_key(context, runtime_);
  const hop::Write write{text_of(message)};
  co_await (ways.*Ways::of(message)).call(once, write);
}

Task<> HopFront::owe(kernel::Context context, hop_front::Pass message, int number) {
  co_await call(context, message, number);
}

Task<> HopFront::write_own(const kernel::Context& context, const hop::Write& write) {
  const auto once = with_fresh_key(context, runtime_);
  co_await ways_.back()->module.write(once, write);
}

}  // namespace lab
