// as: order_module
// refused: (static assertion failed|static_assert failed|constraints not satisfied)
#include <string>
#include "kernel/storage.h"
kernel::Task<> run(kernel::Database& database, std::string text) {
#ifdef OFFENCE
  co_await database.write([text](kernel::Transaction& tx) { tx.run(text); });
#else
  co_await database.write([&](kernel::Transaction& tx) { tx.run(text); });
#endif
}
