#include "gateway/token_verifier.h"

#include <algorithm>

#include "auth/messages.h"
#include "kernel/log.h"

namespace gateway {

namespace {

[[noreturn]] void refuse() {
  throw kernel::Error(kernel::Code::unauthenticated, "the access token does not hold");
}

}  // namespace

TokenVerifier::TokenVerifier(kernel::Exchange& exchange, std::string caller,
                             TokenVerifierOptions options)
    : runtime_(exchange.runtime()),
      bus_(exchange, std::move(caller)),
      options_(options),
      fetched_(runtime_),
      tasks_(runtime_, "token verifier") {
  bus_.calls<auth::GetSigningKeys, auth::GetRevocations>();
  for (unsigned loop = 0; loop <= runtime_.loops(); ++loop)
    shards_.push_back(std::make_unique<Shard>());
}

TokenVerifier::~TokenVerifier() = default;

void TokenVerifier::start() { tasks_.spawn(poll()); }

kernel::Task<bool> TokenVerifier::stop(kernel::Ticks timeout) {
  tasks_.stop();
  co_return co_await tasks_.joined(timeout);
}

kernel::Task<std::shared_ptr<const kernel::Principal>> TokenVerifier::verify(
    std::string_view token) {
  if (auto known = remembered(token)) co_return known;
  const auto kid = kernel::jwt_kid(token);
  if (!kid) refuse();
  co_await learn_key(*kid);
  bool ask = false;
  {
    const std::lock_guard lock(mutex_);
    ask = !revocations_known_;
  }
  if (ask) co_await fetch_revocations(true);
  const auto claims = check(token);
  if (!claims) refuse();
  auto principal = std::make_shared<const kernel::Principal>(
      kernel::to_principal(*claims, kernel::SecretText(std::string(token))));
  remember(token, {principal, claims->expires_at});
  // Looked at after it was remembered: a revocation is noted first and forgotten about afterwards,
  // so one of the two sees the other.
  if (is_revoked(claims->session)) {
    forget({claims->session});
    refuse();
  }
  co_return principal;
}

std::shared_ptr<const kernel::Principal> TokenVerifier::remembered(std::string_view token) {
  Shard& shard = *shards_[runtime_.this_loop()];
  const std::lock_guard lock(shard.mutex);
  const auto found = shard.tokens.find(token);
  if (found == shard.tokens.end()) return nullptr;
  if (found->second.expires_at > runtime_.now()) return found->second.principal;
  shard.tokens.erase(found);
  return nullptr;
}

void TokenVerifier::remember(std::string_view token, Verified verified) {
  Shard& shard = *shards_[runtime_.this_loop()];
  const std::lock_guard lock(shard.mutex);
  if (shard.tokens.size() >= options_.cached_max) forget_expired(shard);
  // Still full of live ones: they are verified once more, which is cheaper than keeping an order.
  if (shard.tokens.size() >= options_.cached_max) shard.tokens.clear();
  shard.tokens.insert_or_assign(std::string(token), std::move(verified));
}

void TokenVerifier::forget(const std::vector<kernel::SessionId>& sessions) {
  if (sessions.empty()) return;
  const auto ended = [&](const auto& entry) {
    return std::ranges::find(sessions, entry.second.principal->session) != sessions.end();
  };
  for (const auto& shard : shards_) {
    const std::lock_guard lock(shard->mutex);
    std::erase_if(shard->tokens, ended);
  }
}

void TokenVerifier::forget_expired(Shard& shard) const {
  const auto now = runtime_.now();
  std::erase_if(shard.tokens, [&](const auto& entry) { return entry.second.expires_at <= now; });
}

std::optional<kernel::Claims> TokenVerifier::check(std::string_view token) const {
  const auto now = runtime_.now();
  const auto key_of = [&](std::string_view kid) -> std::optional<kernel::PublicKey> {
    const std::lock_guard lock(mutex_);
    const auto found = keys_.find(std::string(kid));
    if (found == keys_.end()) return std::nullopt;
    const auto expires_at = found->second.expires_at;
    if (expires_at.ms != 0 && expires_at <= now) return std::nullopt;
    return found->second.key;
  };
  return kernel::verify_jwt(token, key_of, now);
}

bool TokenVerifier::is_revoked(const kernel::SessionId& session) const {
  const std::lock_guard lock(mutex_);
  return revoked_.contains(session);
}

TokenVerifier::Step TokenVerifier::next_step(const std::string& kid, kernel::Ticks entered,
                                             kernel::Ticks& pause) {
  const auto now = runtime_.ticks();
  const std::lock_guard lock(mutex_);
  if (keys_.contains(kid)) return Step::done;
  if (fetching_) return Step::listen;
  if (fetch_began_ && *fetch_began_ >= entered && !fetch_failure_) return Step::done;
  if (fetch_failure_ && fetch_ended_ >= entered) throw *fetch_failure_;
  pause = fetch_began_ ? *fetch_began_ + options_.refetch_interval - now : kernel::Ticks(0);
  if (pause > kernel::Ticks(0)) return Step::wait;
  fetching_ = true;
  return Step::ask;
}

// A key that auth has used for a moment only must not be refused because somebody's made-up key
// was asked for just before: so this waits for its turn to ask rather than refuse.
kernel::Task<> TokenVerifier::learn_key(const std::string& kid) {
  const auto entered = runtime_.ticks();
  while (true) {
    const auto heard = fetched_.version();
    kernel::Ticks pause{};
    switch (next_step(kid, entered, pause)) {
      case Step::done:
        co_return;
      case Step::ask:
        co_await fetch_keys();
        break;
      case Step::listen:
        co_await fetched_.wait(heard, options_.call_timeout);
        break;
      case Step::wait:
        co_await runtime_.sleep(pause);
        break;
    }
  }
}

// `fetching_` is ours. Its end is noted whichever way it ends.
kernel::Task<> TokenVerifier::fetch_keys() {
  const auto began = runtime_.ticks();
  const auto context = kernel::anonymous_context(runtime_, options_.call_timeout);
  const auth::GetSigningKeys question;
  std::unordered_map<std::string, Key> keys;
  std::optional<kernel::Error> failure;
  try {
    const auto answer = co_await bus_.call(context, question);
    for (const auto& signing : answer.keys)
      if (const auto key = kernel::parse_public_key(signing.x))
        keys.insert_or_assign(signing.kid, Key{*key, signing.expires_at});
  } catch (const kernel::Error& error) {
    failure = error;
  }
  {
    const std::lock_guard lock(mutex_);
    if (!failure) keys_ = std::move(keys);
    fetching_ = false;
    fetch_began_ = began;
    fetch_ended_ = runtime_.ticks();
    fetch_failure_ = std::move(failure);
  }
  fetched_.notify();
}

kernel::Task<> TokenVerifier::fetch_revocations(bool all) {
  const auto context = kernel::anonymous_context(runtime_, options_.call_timeout);
  auth::GetRevocations question;
  {
    const std::lock_guard lock(mutex_);
    question.sequence = all ? 0 : sequence_;
  }
  const auto answer = co_await bus_.call(context, question);
  {
    const std::lock_guard lock(mutex_);
    // From the start auth names only those whose tokens may be alive: the set stays small.
    if (all) revoked_.clear();
    revoked_.insert(answer.sessions.begin(), answer.sessions.end());
    sequence_ = answer.sequence;
    revocations_known_ = true;
  }
  forget(answer.sessions);
}

kernel::Task<> TokenVerifier::refresh(bool all) {
  co_await fetch_revocations(all);
  if (!all) co_return;
  bool ask = false;
  {
    const std::lock_guard lock(mutex_);
    ask = !fetching_;
    fetching_ = true;
  }
  if (ask) co_await fetch_keys();
  for (const auto& shard : shards_) {
    const std::lock_guard lock(shard->mutex);
    forget_expired(*shard);
  }
}

kernel::Task<> TokenVerifier::poll() {
  auto refreshed_at = runtime_.ticks();
  bool all = true;  // at first, after a failure, and once a refresh_interval
  bool said = false;
  bool awake = true;
  while (awake) {
    const auto now = runtime_.ticks();
    if (now - refreshed_at >= options_.refresh_interval) all = true;
    try {
      co_await refresh(all);
      if (all) refreshed_at = now;
      all = said = false;
    } catch (const kernel::Error& error) {
      if (!said)
        kernel::log_warning("auth does not say which sessions ended", {{"error", error.what()}});
      said = true;
    }
    awake = co_await tasks_.sleep(options_.poll_interval);
  }
}

}  // namespace gateway
