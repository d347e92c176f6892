#include <unistd.h>

#include <filesystem>

#include "internal/store.h"
#include "till.h"

using namespace till;

namespace {

struct Directory {
  std::string path;
  Directory() {
    path = (std::filesystem::temp_directory_path() / "cleave-payment-XXXXXX").string();
    REQUIRE(::mkdtemp(path.data()) != nullptr);
  }
  ~Directory() { std::filesystem::remove_all(path); }
};

}  // namespace

TEST_CASE_TRANSPORTS("payments and refunds of a shop from before there was a status owed stay") {
  const Directory directory;
  kernel::StorageOptions options;
  options.directory = directory.path;
  test::Bench bench(wire, {"payment"});
  const auto payment = PaymentId::fresh(bench.runtime());
  const auto order = OrderId::fresh(bench.runtime());
  const auto refund = RefundId::fresh(bench.runtime());
  {
    const auto old = kernel::Store::open(options, "payment", PaymentModule::migrations().first(1));
    kernel::Database database(bench.runtime(), old);
    const auto write = [](kernel::Database& db, PaymentId id, OrderId of,
                          RefundId back) -> kernel::Task<> {
      co_await db.write([&](kernel::Transaction& tx) {
        tx.run(
            "INSERT INTO payments (id, order_id, user_id, method, amount, currency, refunded,"
            " status, created_at) VALUES (?1, ?2, ?1, 'pm_card_visa', 1000, 'GBP', 400, 1, 7)",
            id, of);
        tx.run(
            "INSERT INTO refunds (id, payment_id, amount, status, created_at)"
            " VALUES (?, ?, 400, 1, 8)",
            back, id);
      });
    };
    bench.run(write(database, payment, order, refund));
    database.close();
  }

  const auto store = kernel::Store::open(options, "payment", PaymentModule::migrations());
  kernel::Queries db(store->writer());
  const auto stored = payment::store::find_by_order(db, order);
  REQUIRE(stored);
  CHECK(stored->payment.id == payment);
  CHECK(stored->payment.status == Status::captured);
  CHECK(stored->payment.refunded == gbp(400));
  const auto back = payment::store::find_refund(db, refund);
  REQUIRE(back);
  CHECK(back->status == payment::store::RefundStatus::done);
  CHECK(db.one("SELECT sql FROM sqlite_schema WHERE name = 'refunds'")
            ->get<std::string>(0)
            .find("REFERENCES \"payments\"") != std::string::npos);
  CHECK_FALSE(db.one("SELECT 1 FROM pragma_foreign_key_check"));
}
