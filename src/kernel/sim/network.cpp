#include <algorithm>

#include "sim_transport.h"

namespace kernel::sim {

Task<WireResponse> SimTransport::send(const std::string& url, const WireRequest& request) {
  auto call = std::make_shared<World::Call>();
  call->from = &host_;
  call->from_life = host_.life();
  call->path = request.path;
  Task<> waiting = suspend([this, &url, &request, call](Resume resume) {
    call->parked = host_.park(std::move(resume));
    host_.world().transmit(host_, url, request, call);
  });
  co_await std::move(waiting);
  if (call->error) throw *call->error;
  co_return std::move(call->response);
}

void World::listen(const std::string& url, Host& host, Dispatch dispatch) {
  listeners_.insert_or_assign(url, Listener{&host, host.life(), std::move(dispatch)});
}

void World::transmit(Host& from, const std::string& url, WireRequest request,
                     std::shared_ptr<Call> call) {
  calls_.push_back(call);
  note(from, "send " + url + request.path);
  if (request.context.deadline != Ticks::max())
    call->deadline =
        from.after(std::max(request.context.deadline - now_, Ticks::zero()), [this, call] {
          call->deadline = 0;
          fail(call, Error(Code::deadline_exceeded, "no answer in time"));
        });
  if (happens(faults_.lost_request)) return lose(call, "request ");
  const bool doubled = happens(faults_.doubled);
  const auto arrive = [this, url, call, request = std::move(request)] {
    const auto found = listeners_.find(url);
    if (found == listeners_.end() || found->second.life != found->second.host->life())
      return fail(call, Error(Code::unavailable, "nobody listens at " + url));
    Host& to = *found->second.host;
    call->to = &to;
    call->to_life = to.life();
    note(to, "recv " + request.path);
    to.enter([&] {
      auto serve = [](World& world, Dispatch dispatch, WireRequest mine,
                      std::shared_ptr<Call> theirs) -> Task<> {
        WireResponse response = co_await dispatch(mine);
        world.answer(theirs, std::move(response));
      };
      to.spawn(serve(*this, found->second.dispatch, request, call));
    });
  };
  schedule(travel(), arrive);
  if (doubled) schedule(travel() + random_.between(Ticks::zero(), faults_.late_max), arrive);
}

void World::answer(const std::shared_ptr<Call>& call, WireResponse response) {
  note(*call->to, "answer " + call->path + " " + std::to_string(response.status));
  if (happens(faults_.lost_answer)) return lose(call, "answer ");
  schedule(travel(), [this, call, response = std::move(response)]() mutable {
    if (call->done || call->from->life() != call->from_life) return;
    call->done = true;
    call->response = std::move(response);
    std::erase(calls_, call);
    call->from->enter([&] {
      if (call->deadline != 0) call->from->cancel(call->deadline);
      if (Resume resume = call->from->unpark(call->parked)) resume();
    });
  });
}

void World::fail(const std::shared_ptr<Call>& call, Error error) {
  if (call->done) return;
  call->done = true;
  call->error = std::move(error);
  std::erase(calls_, call);
  if (call->from->life() != call->from_life) return;
  call->from->enter([&] {
    if (call->deadline != 0) call->from->cancel(call->deadline);
    if (Resume resume = call->from->unpark(call->parked)) resume();
  });
}

// Whoever waits for an answer of a process that just died sees its connection break.
void World::fail_calls_to(const Host& host) {
  for (const auto& call : calls_)
    if (call->to == &host && call->to_life != host.life())
      schedule(pace_.message_min,
               [this, call] { fail(call, Error(Code::unavailable, "the connection broke")); });
}

}  // namespace kernel::sim
