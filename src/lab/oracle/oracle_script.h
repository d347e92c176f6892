// lab: the script by which arms are held against each other, as plain steps. It is made from the
// seed before any arm runs; what an answer gives (an id, a token) is named, so the same step means
// the same in every arm.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "http/message.h"
#include "lab/load/workload.h"

namespace lab {

// Takes a value out of an answer and names it.
struct Keep {
  std::string name;
  std::string from;  // a JSON Pointer into the body, or "ETag"
};

// A one-time token that the newest mail to `address` carries in its link to `path`; named "mailed".
struct MailedToken {
  std::string address;  // empty: none
  std::string_view path;
};

// One request. <name> in a text stands for the value of that name.
struct ScriptStep {
  std::string_view method;
  std::string target;
  std::string body;
  std::string token;          // access token; empty: nobody is logged in
  std::string guest;          // Cart-Token
  std::string key;            // Idempotency-Key
  std::string if_none_match;  // an ETag
  std::string_view content_type = http::json_type;
  std::vector<Keep> keeps;
  MailedToken mailed;
  // Sent again until it is answered so: other processes hear of an ended session within 2 s.
  int until_status = 0;
  bool with_body = true;  // its body is the same in every layout
  bool in_order = true;   // and so is the order of its items

  // For the scenes: the same step with one thing more.
  ScriptStep& as(std::string access_token);
  ScriptStep& by_guest(std::string cart_token);
  ScriptStep& under(std::string idempotency_key);
  ScriptStep& keep(std::string name, std::string from);
};

// "POST /api/v1/orders as <access of customer 1>, Idempotency-Key k-1", then the body, if any.
std::string describe_step(const ScriptStep& step);

struct Script {
  std::vector<ScriptStep> steps;
  std::map<std::string, std::string> values;  // named from the start
};

// Every endpoint and refusal once, whatever `requests` says; then sessions drawn from the seed
// until there are so many.
Script make_script(const SeededShop& shop, std::uint64_t seed, int requests);

}  // namespace lab
