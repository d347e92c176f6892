// tests: a module as the shop has them, small enough to see everything at once.
#pragma once

#include <array>
#include <string_view>

#include "kernel/module.h"
#include "sample_contract.h"

namespace sample {

class SampleModule : public kernel::Module {
 public:
  static constexpr std::string_view name = "sample";
  static kernel::Migrations migrations() {
    static constexpr std::array<std::string_view, 1> all{
        "CREATE TABLE counter (id BLOB PRIMARY KEY, value INTEGER NOT NULL CHECK (value < 1000))"
        " STRICT;"};
    return all;
  }

  explicit SampleModule(kernel::ModuleParts parts) : Module(std::move(parts), "sample") {
    exchange_.serve<&SampleModule::echo>(*this);
    exchange_.serve<&SampleModule::fail>(*this);
    exchange_.serve<&SampleModule::add>(*this);
  }

  kernel::Task<Echo> echo(const kernel::Context&, const Echo& message) { co_return message; }

  kernel::Task<kernel::Done> fail(const kernel::Context&, const Fail& message) {
    if (message.how == "exception") throw std::runtime_error("secret detail");
    if (message.how == "error")
      throw kernel::Error(kernel::Code::conflict, "as told", {{"/how", "this one"}});
    co_return kernel::Done{};
  }

  kernel::Task<Count> add(const kernel::Context& context, const Add& message) {
    const auto change = [&](kernel::Transaction& tx) {
      tx.run("INSERT INTO counter VALUES (?1, ?2) ON CONFLICT DO UPDATE SET value = value + ?2",
             message.counter, message.amount);
      const auto row = tx.one("SELECT value FROM counter WHERE id = ?", message.counter);
      const Added added{message.counter, row->get<std::int64_t>(0), kernel::SecretText("r3ceipt")};
      tx.publish(context, added);
      return Count{added.total};
    };
    co_return co_await database_.command(context, message, change);
  }
};

}  // namespace sample
