#include <fmt/format.h>

#include <boost/json.hpp>
#include <set>

#include "commands/contract.h"
#include "kernel/error.h"

namespace commands {
namespace {

namespace json = boost::json;

json::value parsed(const std::string& text) {
  boost::system::error_code error;
  auto value = json::parse(text, error);
  if (error || !value.is_object() || !value.get_object().contains("contracts") ||
      !value.get_object().contains("$defs"))
    throw kernel::Error(kernel::Code::invalid_argument,
                        "this is no output of `cleave contract --format json-schema`");
  return value;
}

// A value is read by whoever is older or newer: what a writer may newly say breaks an older reader,
// what a reader newly refuses breaks an older writer.
enum class Direction { request, reply };

class Comparison {
 public:
  Comparison(const json::value& older, const json::value& newer) : older_(older), newer_(newer) {}

  std::vector<ContractChange> run() {
    const auto& was = older_.at("contracts").as_object();
    const auto& is = newer_.at("contracts").as_object();
    for (const auto& [module, contract] : was) {
      const auto* now = is.if_contains(module);
      if (now == nullptr) {
        note(true, fmt::format("{}: the module is gone", std::string_view(module)));
        continue;
      }
      messages(contract.at("messages").as_object(), now->at("messages").as_object());
      events(contract.at("events").as_object(), now->at("events").as_object());
    }
    for (const auto& [module, contract] : is)
      if (!was.contains(module))
        note(false, fmt::format("{}: a new module", std::string_view(module)));
    return std::move(changes_);
  }

 private:
  void note(bool breaking, std::string what) { changes_.push_back({breaking, std::move(what)}); }

  void messages(const json::object& was, const json::object& is) {
    for (const auto& [key, message] : was) {
      const std::string name(key);
      const auto* now = is.if_contains(name);
      if (now == nullptr) {
        note(true, name + ": the message is gone");
        continue;
      }
      if (message.at("kind") != now->at("kind")) note(true, name + ": query and command changed");
      seen_.clear();
      values(name + ": request", message.at("request"), now->at("request"), Direction::request);
      seen_.clear();
      values(name + ": reply", message.at("reply"), now->at("reply"), Direction::reply);
    }
    for (const auto& [name, message] : is)
      if (!was.contains(name))
        note(false, fmt::format("{}: a new message", std::string_view(name)));
  }

  void events(const json::object& was, const json::object& is) {
    for (const auto& [key, event] : was) {
      const std::string name(key);
      const auto* now = is.if_contains(name);
      seen_.clear();
      if (now == nullptr) note(true, name + ": the event is gone");
      if (now != nullptr) values(name, event, *now, Direction::reply);
    }
    for (const auto& [name, event] : is)
      if (!was.contains(name)) note(false, fmt::format("{}: a new event", std::string_view(name)));
  }

  static const json::value& resolved(const json::value& document, const json::value& schema) {
    const auto* reference = schema.as_object().if_contains("$ref");
    if (reference == nullptr) return schema;
    const std::string name(reference->as_string().subview(8));  // "#/$defs/"
    return document.at("$defs").at(name);
  }

  void values(const std::string& where, const json::value& old_schema,
              const json::value& new_schema, Direction direction) {
    const auto& was = resolved(older_, old_schema).as_object();
    const auto& is = resolved(newer_, new_schema).as_object();
    if (was.contains("anyOf") != is.contains("anyOf"))
      return note(true, fmt::format("{} is {} optional", where,
                                    is.contains("anyOf") ? "now" : "no longer"));
    if (was.contains("anyOf"))
      return values(where, was.at("anyOf").at(0), is.at("anyOf").at(0), direction);
    if (was.at("type") != is.at("type") || format_of(was) != format_of(is))
      return note(true, where + " has another type");
    if (was.contains("enum")) choices(where, was, is, direction);
    if (was.contains("items")) values(where + "[]", was.at("items"), is.at("items"), direction);
    bounds(where, was, is, direction);
    if (was.contains("properties") && seen_.insert(&was).second) fields(where, was, is, direction);
  }

  static std::string format_of(const json::object& schema) {
    const auto* format = schema.if_contains("format");
    return format == nullptr ? std::string() : std::string(format->as_string().c_str());
  }

  void fields(const std::string& where, const json::object& was, const json::object& is,
              Direction direction) {
    const auto& old_fields = was.at("properties").as_object();
    const auto& new_fields = is.at("properties").as_object();
    for (const auto& [key, schema] : old_fields) {
      const std::string name(key);
      const auto* now = new_fields.if_contains(name);
      if (now == nullptr) {
        note(true, fmt::format("{}.{} is gone", where, name));
      } else {
        values(where + "." + name, schema, *now, direction);
      }
    }
    for (const auto& [name, schema] : new_fields)
      if (!old_fields.contains(name))
        note(false, fmt::format("{}.{} is new; absent, it has its default", where,
                                std::string_view(name)));
  }

  void choices(const std::string& where, const json::object& was, const json::object& is,
               Direction direction) {
    const auto has = [](const json::object& schema, const json::value& word) {
      for (const auto& other : schema.at("enum").as_array())
        if (other == word) return true;
      return false;
    };
    for (const auto& word : was.at("enum").as_array())
      if (!has(is, word))
        note(direction == Direction::request,
             fmt::format("{}: {} is gone", where, word.as_string().c_str()));
    for (const auto& word : is.at("enum").as_array())
      if (!has(was, word))
        note(direction == Direction::reply,
             fmt::format("{}: {} is new", where, word.as_string().c_str()));
  }

  void bounds(const std::string& where, const json::object& was, const json::object& is,
              Direction direction) {
    for (const auto* name : {"minimum", "minLength", "minItems"})
      bound(where, name, was, is, direction, true);
    for (const auto* name : {"maximum", "maxLength", "maxItems"})
      bound(where, name, was, is, direction, false);
  }

  void bound(const std::string& where, const char* name, const json::object& was,
             const json::object& is, Direction direction, bool lower) {
    const auto* old_bound = was.if_contains(name);
    const auto* new_bound = is.if_contains(name);
    if (old_bound == nullptr || new_bound == nullptr || *old_bound == *new_bound) return;
    const auto before = old_bound->as_int64();
    const auto after = new_bound->as_int64();
    const bool narrower = lower ? after > before : after < before;
    note(narrower && direction == Direction::request,
         fmt::format("{}: {} was {}, is {}", where, name, before, after));
  }

  const json::value& older_;
  const json::value& newer_;
  std::vector<ContractChange> changes_;
  std::set<const json::object*> seen_;  // types already compared below the present message
};

}  // namespace

std::vector<ContractChange> compare_contracts(const std::string& older, const std::string& newer) {
  const auto was = parsed(older);
  const auto is = parsed(newer);
  return Comparison(was, is).run();
}

}  // namespace commands
