#include <fmt/format.h>

#include <boost/json.hpp>

#include "commands/contract.h"
#include "kernel/describe.h"
#include "kernel/error.h"
#include "kernel/wire.h"

namespace commands {
namespace {

namespace json = boost::json;
using kernel::Shape;
using kernel::Type;

// Where a JSON value is not what the description says; empty when it is.
std::string mismatch(const json::value& value, const Type& type, const std::string& at);

std::string object_mismatch(const json::value& value, const Type& type, const std::string& at) {
  if (!value.is_object()) return at + " is no object";
  for (const auto& field : type.fields) {
    const auto* member = value.get_object().if_contains(std::string(field.name));
    const auto inner = fmt::format("{}/{}", at, field.name);
    if (member == nullptr) {
      if (field.type().shape != Shape::optional) return inner + " is absent";
      continue;
    }
    if (auto found = mismatch(*member, field.type(), inner); !found.empty()) return found;
  }
  return {};
}

std::string mismatch(const json::value& value, const Type& type, const std::string& at) {
  switch (type.shape) {
    case Shape::boolean:
      return value.is_bool() ? "" : at + " is no boolean";
    case Shape::integer:
    case Shape::number:
      return value.is_number() ? "" : at + " is no number";
    case Shape::text:
    case Shape::scalar:
    case Shape::enumeration:
      return value.is_string() ? "" : at + " is no text";
    case Shape::object:
      return object_mismatch(value, type, at);
    case Shape::optional:
      return value.is_null() ? std::string() : mismatch(value, type.element(), at);
    case Shape::list:
      break;
  }
  if (!value.is_array()) return at + " is no list";
  for (std::size_t i = 0; i < value.get_array().size(); ++i) {
    auto found = mismatch(value.get_array()[i], type.element(), fmt::format("{}/{}", at, i));
    if (!found.empty()) return found;
  }
  return {};
}

std::string fault_of_error(const app::ApiReply& reply) {
  const auto code = kernel::parse_code(app::problem_code(reply));
  if (!code) return "the error carries no code of ours";
  if (kernel::http_status(*code) != reply.status) return "status and code differ";
  return {};
}

std::string fault_of_query(const app::ApiReply& reply, const kernel::MessageType& message) {
  if (!reply.ok()) return fault_of_error(reply);
  boost::system::error_code error;
  const auto value = json::parse(reply.body, error);
  return error ? "the reply is no JSON" : mismatch(value, message.reply(), "");
}

// A command is not carried out: what is sent cannot be read.
std::string fault_of_command(const app::ApiReply& reply) {
  if (reply.status != 400)
    return fmt::format("unreadable JSON is answered {}, not 400", reply.status);
  return fault_of_error(reply);
}

}  // namespace

kernel::Task<> verify_contract(app::ApiClient& api, const kernel::Contract& contract,
                               std::vector<std::string>& faults, std::string& summary) {
  int asked = 0;
  for (const auto* message : contract.messages) {
    const bool query = message->kind == kernel::Kind::query;
    app::ApiRequest request{"POST", fmt::format("/rpc/{}", message->name)};
    request.body = query ? "{}" : "{";
    const auto reply = co_await api.send(request);
    ++asked;
    std::string fault;
    if (reply.status == 404 && reply.body.find("nothing is served") != reply.body.npos) {
      fault = "is not served";
    } else {
      fault = query ? fault_of_query(reply, *message) : fault_of_command(reply);
    }
    if (!fault.empty()) faults.push_back(fmt::format("{}: {}", message->name, fault));
  }
  summary = fmt::format("{} messages of {} asked for at {}", asked, contract.module, api.origin());
}

}  // namespace commands
