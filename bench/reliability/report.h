// reliability: what a run measured, what of it is judged, and how both are told.
#pragma once

#include <boost/json/object.hpp>
#include <deque>
#include <string>
#include <vector>

namespace reliability {

struct Goal {
  std::string what;  // "goodput under overload, of the peak"
  double measured = 0;
  std::string text = {};   // of it, for people: "94 %"
  std::string bound = {};  // "at least 90 %"
  bool held = false;
  bool judged = true;  // false: told only
};

struct Table {
  std::string title;
  std::vector<std::string> head;
  std::vector<std::vector<std::string>> rows;  // as long as the head
};

class Report {
 public:
  explicit Report(std::string name) : name_(std::move(name)) {}

  // In the order in which they are made; a reference holds as long as this.
  Table& table(std::string title, std::vector<std::string> head);
  void note(std::string line) { notes_.push_back(std::move(line)); }
  void add(Goal goal) { goals_.push_back(std::move(goal)); }
  boost::json::object& figures() noexcept { return figures_; }  // for programs

  bool held() const;  // every goal that is judged
  std::string text() const;
  std::string json() const;

 private:
  const std::string name_;
  std::deque<Table> tables_;
  std::vector<std::string> notes_;
  std::vector<Goal> goals_;
  boost::json::object figures_;
};

// "≤" and "≥" in words, for the common kinds of goals.
Goal at_most(std::string what, double measured, double bound, std::string unit, int digits = 2);
Goal at_least(std::string what, double measured, double bound, std::string unit, int digits = 2);
Goal is_so(std::string what, bool held, std::string text);

std::string number(double value, int digits = 0);

}  // namespace reliability
