// http, internal: many deadlines of one loop under one timer.
#pragma once

#include <list>
#include <memory>

#include "kernel/runtime.h"

namespace http {

// Requests nearly always end before their deadline. So a timer is armed only for the earliest one
// when it comes, and not taken back when it has become pointless.
class Deadlines : public std::enable_shared_from_this<Deadlines> {
 public:
  explicit Deadlines(kernel::Runtime& runtime) : runtime_(runtime) {}

  // While it lives, expire() is called once if its time comes, on the loop.
  class Timed {
   public:
    Timed(Deadlines& deadlines, kernel::Ticks deadline);
    virtual ~Timed();
    Timed(const Timed&) = delete;
    Timed& operator=(const Timed&) = delete;
    bool expired() const noexcept { return expired_; }

   private:
    friend class Deadlines;
    virtual void expire() = 0;
    Deadlines& deadlines_;
    const kernel::Ticks deadline_;
    const std::list<Timed*>::iterator place_;
    bool expired_ = false;
  };

 private:
  void arm(kernel::Ticks deadline);
  void fire();

  kernel::Runtime& runtime_;
  std::list<Timed*> all_;
  kernel::Ticks armed_ = kernel::Ticks::max();  // the timer's time; max: none runs
  kernel::TimerId timer_ = 0;
};

}  // namespace http
