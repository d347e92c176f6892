// tests: a transport that does as it is told.
#pragma once

#include <string>
#include <vector>

#include "kernel/exchange.h"

namespace test {

// To modules that are there, are not, or take what they are sent and never answer.
class Wayward final : public kernel::Transport {
 public:
  enum class Mood {
    there,
    gone,
    hanging,
    stunned,  // hangs, but says that it is well
    fragile,  // says that it is well, and dies of everything else
    masked,   // says that it is well, and something else answers in its place
  };

  explicit Wayward(kernel::Runtime& runtime) : runtime_(runtime) {}

  kernel::Task<kernel::WireResponse> send(const std::string& url,
                                          const kernel::WireRequest& request) override {
    const bool health = request.path.ends_with("/health");
    ++(health ? asked : sent);
    urls.push_back(url);
    const Mood now = mood;
    if (now == Mood::there || (health && says_it_is_well(now))) {
      delivered += health || request.is_query ? 0 : 1;
      co_return kernel::WireResponse{200, request.is_query ? request.body : R"({"value":1})", {}};
    }
    if (now == Mood::masked)
      co_return kernel::WireResponse{503, R"({"title":"Service Unavailable","status":503})", {}};
    if (now == Mood::gone || now == Mood::fragile)
      throw kernel::Error(kernel::Code::unavailable, "refused");
    co_await runtime_.sleep(request.context.deadline - runtime_.ticks());
    throw kernel::Error(kernel::Code::deadline_exceeded, "no answer in time");
  }

  Mood mood = Mood::there;
  std::vector<std::string> urls;  // of all attempts
  int sent = 0;                   // attempts, questions for health apart
  int asked = 0;                  // whether they are well
  int delivered = 0;              // commands and events that were answered

 private:
  static bool says_it_is_well(Mood mood) {
    return mood == Mood::stunned || mood == Mood::fragile || mood == Mood::masked;
  }

  kernel::Runtime& runtime_;
};

}  // namespace test
