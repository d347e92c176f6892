// kernel: a shop's database, read-only, for tools that look at what a run left behind. Modules read
// their own through kernel/storage.h.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "kernel/storage.h"

namespace kernel {

struct ColumnFacts {
  std::string name;
  std::string type;       // as declared: "BLOB", "INTEGER", "TEXT"
  int key = 0;            // place in the primary key, from 1; 0: no part of it
  std::string refers_to;  // the table that its value is a row of; empty: none
};

struct TableFacts {
  std::string name;
  std::vector<ColumnFacts> columns;  // in the order of SELECT *
};

namespace detail {
struct HeldConnection {  // before Queries, which refers to it
  explicit HeldConnection(const std::string& file);
  ~HeldConnection();
  HeldConnection(const HeldConnection&) = delete;
  HeldConnection& operator=(const HeldConnection&) = delete;
  std::unique_ptr<Connection> connection;
};
}  // namespace detail

// Takes no lock of the module's: its process may be running, which then sees nothing of it.
class ReadOnlyDatabase : private detail::HeldConnection, public Queries {
 public:
  // Throws Error{failed_precondition} with the file and why it cannot be read.
  explicit ReadOnlyDatabase(const std::string& file);

  // Those that hold rows of their own: neither the engine's nor those inside a search index. By
  // name.
  std::vector<TableFacts> tables();
};

}  // namespace kernel
