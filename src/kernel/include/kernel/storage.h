// kernel: a module's own database. Reads run inline on the calling thread; writes go to the
// module's one writer, which commits many logical transactions with one fsync. The interface names
// no engine; the SQL is the common subset plus what the module's migrations need.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <vector>

#include "kernel/context.h"
#include "kernel/id.h"
#include "kernel/message.h"
#include "kernel/row.h"
#include "kernel/runtime.h"
#include "kernel/storage_counters.h"

namespace kernel {

class Connection;  // one engine connection with its cached statements
class Spans;       // kernel/spans.h
struct SpanSite;

// A schema's numbered steps; migration n lies at n - 1.
using Migrations = std::span<const std::string_view>;

// Aggregates are spread over this many partitions, each delivered on its own per destination. The
// number is stored with the rows.
inline constexpr unsigned relay_partitions = 4;

// What both sides of a database can do: ask.
class Queries {
 public:
  explicit Queries(Connection& connection) : connection_(connection) {}
  virtual ~Queries() = default;

  // The first row, if any. Further rows are not read.
  template <class... Args>
  std::optional<Row> one(std::string_view sql, const Args&... args) {
    std::optional<Row> found;
    const Value values[] = {Value(args)..., Value()};
    query(sql, {values, sizeof...(Args)}, [&](const RowView& row) {
      found.emplace(row);
      return false;
    });
    return found;
  }

  // Calls `each` with every row; a callable returning bool stops by returning false.
  template <class F, class... Args>
  void each(std::string_view sql, F&& each, const Args&... args) {
    const Value values[] = {Value(args)..., Value()};
    query(sql, {values, sizeof...(Args)}, [&](const RowView& row) {
      if constexpr (std::is_same_v<std::invoke_result_t<F&, const RowView&>, bool>) {
        return each(row);
      } else {
        each(row);
        return true;
      }
    });
  }

 protected:
  using EachRow = std::function<bool(const RowView&)>;
  virtual void query(std::string_view sql, std::span<const Value> values, const EachRow& each);
  Connection& connection_;
};

// What an administrator does, for the audit table (kernel/audit.h).
struct AdminAction {
  const Context& context;
  std::string_view message;
  std::string_view target;
};

// A logical transaction inside the writer's batch: commits or rolls back alone. Runs on the
// writer's thread: no Runtime, no bus, no co_await in it. Throwing rolls it back and reaches the
// caller.
class Transaction : public Queries {
 public:
  Transaction(Connection& connection, class Database& database)
      : Queries(connection), database_(database) {}

  // Runs a statement; returns the number of rows it changed. A violated UNIQUE or PRIMARY KEY
  // throws Error{already_exists}.
  template <class... Args>
  std::int64_t run(std::string_view sql, const Args&... args) {
    const Value values[] = {Value(args)..., Value()};
    return execute(sql, {values, sizeof...(Args)});
  }

  // Announces `event`, true as soon as this transaction is.
  template <Event E>
  void publish(const Context& context, const E& event);

  // Owes `message` to the module that owns it, until that acknowledged it.
  template <Owable M>
  void owe(const Context& context, const M& message);

  // True the first time this event reaches this database: its inbox entry is made here.
  bool first_seen(const EventId& id, std::string_view type, WallTime now);

  // Writes down that `action` is done, as soon as this transaction is.
  void note_done(const AdminAction& action);

  // Notes that rows were put into the outbox: the relay is woken after the commit.
  void wake_relay() noexcept { wake_relay_ = true; }
  bool relay_woken() const noexcept { return wake_relay_; }

 private:
  friend class Database;
  std::int64_t execute(std::string_view sql, std::span<const Value> values);
  struct Payload {
    std::string json;
    std::optional<std::string> shown;  // to administrators; none: the JSON, which holds no secret
    template <class T>
    static Payload of(const T& described);
  };
  void publish_row(const Context& context, const EventType& type, const Uuid& aggregate,
                   const Payload& payload);
  void owe_row(const Context& context, const MessageType& type, const Uuid& aggregate,
               const Payload& payload);
  void put_into_outbox(const Context& context, bool is_command, std::string_view type,
                       const Uuid& aggregate, const Payload& payload,
                       const std::vector<std::string>& destinations);
  std::int64_t note(const AdminAction& action, std::string_view outcome);
  std::optional<std::string> kept_reply(const Key& key, std::string_view what);
  void keep_reply(const Key& key, std::string_view what, std::string_view json, WallTime now);

  Database& database_;
  bool wake_relay_ = false;
};

// Where databases live: a directory of files, or memory (tests, simulation).
struct StorageOptions {
  std::string directory;         // empty: in memory
  std::string owner = "cleave";  // named to whoever finds the lock held
  std::size_t queue_max = 16'384;
  std::size_t batch_max = 256;
};

// The engine side of one database: file, lock, schema, connections. Survives a simulated crash.
class Store {
 public:
  // Opens or creates `<directory>/<module>.db`, takes its lock, applies the migrations. Throws
  // Error{failed_precondition} in one clear line: held by another process, from a newer version,
  // unwritable, not a database of this module.
  static std::shared_ptr<Store> open(const StorageOptions& options, std::string module,
                                     Migrations migrations);
  virtual ~Store() = default;

  virtual const std::string& module() const noexcept = 0;
  virtual const StorageOptions& options() const noexcept = 0;
  virtual Connection& writer() = 0;
  virtual Connection& reader(unsigned thread) = 0;  // in memory: the writer's

  StorageCounters& counters() noexcept { return counters_; }

 private:
  StorageCounters counters_;
};

class Database {
 public:
  // `subscribers(event name)`: the modules that a published event is owed to.
  using Subscribers = std::function<std::vector<std::string>(std::string_view event)>;
  Database(Runtime& runtime, std::shared_ptr<Store> store, Subscribers subscribers = {});
  ~Database();

  // Runs `fn(Transaction&)` on the writer; returns, durable, what it returned. `fn` captures by
  // reference only: the caller's frame stays suspended meanwhile. Throws what `fn` threw;
  // resource_exhausted at once when the queue is full; unavailable when the commit failed.
  // A queued write cannot be cancelled.
  template <class F>
  Task<std::invoke_result_t<F&, Transaction&>> write(F fn);

  // The same, and a span of the context's trace. `context` outlives the call.
  template <class F>
  Task<std::invoke_result_t<F&, Transaction&>> write(const Context& context, F fn);

  // The same for a command with a key: the reply is kept for reply_lifetime under (key, message),
  // and a repetition gets it without running `fn` again. Without a key it is write().
  template <Message M, class F>
  Task<typename M::Reply> command(const Context& context, const M& message, F fn);

  // command() for what an administrator does to `target`: leaves a row in the audit table, in the
  // same transaction, or after it when `fn` threw an Error. `target` outlives the call.
  template <Message M, class F>
  Task<typename M::Reply> audited(const Context& context, const M& message, std::string_view target,
                                  F fn);
  // The same for `work` that is no transaction of this database: the row is written first, and says
  // afterwards how it ended.
  template <Message M>
  Task<typename M::Reply> audited_work(const Context& context, const M& message,
                                       std::string_view target, Task<typename M::Reply> work);

  // Queries on the calling thread, inside one short read transaction that ends with the reader.
  // Nothing that suspends may happen meanwhile. Throws Error{unavailable} when the disk fails, as
  // do the reader's queries.
  class Reader;
  Reader read();

  // Ends the writer; what is queued is still committed. Before the runtime destroys its frames.
  void close() noexcept { queue_.reset(); }

  // Whose write(context, …) is to be seen in traces. While the process is assembled.
  void record_spans(Spans& spans);

  Runtime& runtime() noexcept { return runtime_; }
  Store& store() noexcept { return *store_; }
  const Subscribers& subscribers() const noexcept { return subscribers_; }
  std::size_t queue_depth() const noexcept { return queue_->depth(); }

  // Called on the writer's thread after a commit whose transactions put rows into the outbox.
  void on_outbox(std::function<void()> wake) { outbox_wake_ = std::move(wake); }
  void outbox_committed() const {
    if (outbox_wake_) outbox_wake_();
  }

  static constexpr Ticks reply_lifetime = 24h;

 private:
  Task<> submit(WriteJob job, const Context* context);
  Task<> queue(WriteJob job);
  template <class F>
  Task<std::invoke_result_t<F&, Transaction&>> write_as(const Context* context, F fn);
  Task<std::int64_t> note_begun(const AdminAction& action);
  Task<> note_refused(const AdminAction& action, const Error& refused);
  Task<> note_ended(const AdminAction& action, std::int64_t id,
                    const std::optional<Error>& refused);

  Runtime& runtime_;
  std::shared_ptr<Store> store_;
  Subscribers subscribers_;
  std::function<void()> outbox_wake_;
  Spans* spans_ = nullptr;
  const SpanSite* span_site_ = nullptr;
  std::unique_ptr<WriteQueue> queue_;  // last: its writer stops first
};

class Database::Reader : public Queries {
 public:
  explicit Reader(Connection& connection);
  ~Reader() override;
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;

 private:
  void query(std::string_view sql, std::span<const Value> values, const EachRow& each) override;
};

}  // namespace kernel

#include "kernel/detail/storage_impl.h"
