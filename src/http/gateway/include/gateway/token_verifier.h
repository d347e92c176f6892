// gateway: tells who an access token stands for, in every process by itself: against auth's public
// keys, and against the sessions that ended since.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "http/rpc.h"
#include "kernel/bus.h"
#include "kernel/jwt.h"
#include "kernel/signal.h"
#include "kernel/task_group.h"

namespace gateway {

struct TokenVerifierOptions {
  std::size_t cached_max = 10'000;                           // verified tokens, per loop
  kernel::Ticks poll_interval = std::chrono::seconds(1);     // of revocations
  kernel::Ticks refresh_interval = std::chrono::minutes(1);  // of everything, from the start
  kernel::Ticks refetch_interval = std::chrono::seconds(1);  // at most, for an unknown key
  kernel::Ticks call_timeout = std::chrono::seconds(1);      // of a question to auth
};

// A token whose session ended is refused within 2 s, as long as auth answers; while it does not,
// tokens hold until they expire. A verified token is remembered: its signature is checked once.
class TokenVerifier final : public http::TokenVerifier {
 public:
  // `caller` names whose edges the questions to auth are.
  TokenVerifier(kernel::Exchange& exchange, std::string caller, TokenVerifierOptions options = {});
  ~TokenVerifier() override;

  // Starts asking for revocations. On a loop.
  void start();
  kernel::Task<bool> stop(kernel::Ticks timeout);

  // Throws unauthenticated for a token that does not hold; unavailable or deadline_exceeded when
  // that cannot be known because auth does not answer.
  kernel::Task<std::shared_ptr<const kernel::Principal>> verify(std::string_view token) override;

 private:
  struct Verified {
    std::shared_ptr<const kernel::Principal> principal;
    kernel::WallTime expires_at;
  };
  struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const noexcept {
      return std::hash<std::string_view>()(text);
    }
  };
  // The verified tokens of one loop.
  struct Shard {
    std::mutex mutex;  // a revocation comes from another loop
    std::unordered_map<std::string, Verified, TextHash, std::equal_to<>> tokens;
  };
  struct Key {
    kernel::PublicKey key;
    kernel::WallTime expires_at;  // 0: in use
  };

  std::shared_ptr<const kernel::Principal> remembered(std::string_view token);
  void remember(std::string_view token, Verified verified);
  void forget(const std::vector<kernel::SessionId>& sessions);
  void forget_expired(Shard& shard) const;
  std::optional<kernel::Claims> check(std::string_view token) const;
  bool is_revoked(const kernel::SessionId& session) const;

  // What to do about a key that is not known: nothing more (it is known now, or auth does not know
  // it), ask auth, hear the answer to a question under way, or wait before asking again.
  enum class Step { done, ask, listen, wait };
  Step next_step(const std::string& kid, kernel::Ticks entered, kernel::Ticks& pause);
  kernel::Task<> learn_key(const std::string& kid);
  kernel::Task<> fetch_keys();
  kernel::Task<> fetch_revocations(bool all);
  kernel::Task<> refresh(bool all);
  kernel::Task<> poll();

  kernel::Runtime& runtime_;
  kernel::Bus bus_;
  const TokenVerifierOptions options_;
  std::vector<std::unique_ptr<Shard>> shards_;  // by loop; the last: outside of any

  mutable std::mutex mutex_;  // guards what follows
  std::unordered_map<std::string, Key> keys_;
  std::unordered_set<kernel::SessionId, kernel::UuidHash> revoked_;
  std::int64_t sequence_ = 0;  // of revocations known
  bool revocations_known_ = false;
  bool fetching_ = false;                       // keys
  std::optional<kernel::Ticks> fetch_began_;    // of the last question for keys that has ended
  kernel::Ticks fetch_ended_{};                 // of the same
  std::optional<kernel::Error> fetch_failure_;  // of the same

  kernel::Signal fetched_;  // a question for keys has ended
  kernel::TaskGroup tasks_;
};

}  // namespace gateway
