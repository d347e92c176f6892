// lab: carries a script out against one running shop and writes down what it answers.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "http/client.h"
#include "lab/oracle/final_rows.h"
#include "lab/oracle/normalise.h"
#include "lab/oracle/oracle.h"
#include "lab/oracle/oracle_script.h"

namespace lab {

struct ScriptedShop {
  std::string url;        // of its gateway
  std::string directory;  // its data: looked at to know when all that is owed was delivered
};

// Sends one request at a time, each after the shop came to rest from the one before: nothing owed
// between modules, no mail on its way. So no answer is a matter of luck.
class ScriptRun {
 public:
  ScriptRun(kernel::RealRuntime& runtime, ScriptedShop shop, const Script& script);

  // `between` is called before each request and may throw. Throws Error{unavailable} when nobody
  // answers, Error{deadline_exceeded} when the shop does not come to rest.
  kernel::Task<> run(const std::function<void()>& between);

  std::vector<OracleAnswer> take_answers() { return std::move(answers_); }

 private:
  kernel::Task<> take(const ScriptStep& step);
  kernel::Task<http::Response> ask(const ScriptStep& step);
  kernel::Task<http::Response> ask_until(const ScriptStep& step);
  kernel::Task<> come_to_rest();
  bool is_at_rest();
  void remember(const ScriptStep& step, const http::Response& response);
  std::string filled(const std::string& text) const;

  kernel::RealRuntime& runtime_;
  const ScriptedShop shop_;
  const Script& script_;
  http::ClientPool pool_;
  Databases databases_;
  std::map<std::string, std::string> values_;
  Names names_;
  std::vector<OracleAnswer> answers_;
};

}  // namespace lab
