#include "call.h"

#include "http/gzip.h"
#include "http/negotiate.h"
#include "kernel/json.h"
#include "outgoing.h"

namespace gateway {

namespace {

constexpr std::size_t body_reserved = 512;  // most replies are shorter

std::string reply_id(const Route& route, const void* reply) {
  const kernel::Field* id = find_field(*route.reply, "id");
  std::string text;
  // Tables reach members through non-const pointers; printing changes nothing.
  if (id != nullptr) id->type().print(text, id->at(const_cast<void*>(reply)));
  return text;
}

}  // namespace

void Call::bind(void* message, std::string_view body) const {
  bind_path(route_, parameters_, message);
  Faults faults;
  bind_query(route_, request_.query(), message, faults);
  if (route_.key != nullptr)
    bind_key(route_, single_header(request_, key_header).value_or(""), message, faults);
  if (route_.resume != nullptr)
    if (const auto id = single_header(request_, resume_header))
      bind_resume(route_, *id, message, faults);
  if (route_.raw != nullptr) {
    bind_raw(route_, body, message, faults);
  } else if (request_.method != "GET") {
    bind_body(route_, body, message, faults);
  }
  if (!faults.empty())
    throw kernel::Error(kernel::Code::invalid_argument, "the request is not valid: see errors",
                        std::move(faults));
}

std::string Call::guest_token() const {
  const auto token = single_header(request_, cart_token_header);
  if (!token)
    throw kernel::Error(kernel::Code::unauthenticated, "a user's or a guest's token is needed");
  if (!is_visible(*token, cart_token_max))
    throw kernel::Error(kernel::Code::not_found, "there is no such cart");
  return std::string(*token);
}

http::Response Call::answer(const void* reply) const {
  http::Response response;
  response.status = route_.row.status;
  if (response.status != 204) {
    response.body.reserve(body_reserved);
    kernel::json::write(response.body, *route_.reply, reply);
  }
  if (!route_.row.location.empty())
    response.headers.add("Location", std::string(route_.row.location) + reply_id(route_, reply));
  return response;
}

http::Response Call::answer(const Document& document) const {
  http::Response response;
  response.status = route_.row.status;
  response.content_type = route_.row.media;
  const auto accepted = request_.header("Accept-Encoding");
  const bool coded = accepted && http::accepts_gzip(*accepted) && !document.gzip.empty();
  response.body = coded ? document.gzip : document.text;
  if (coded) {
    response.headers.add_lines(vary_by_coding);
    response.headers.add("Content-Encoding", "gzip");
  }
  return response;
}

Document make_document(std::string text) {
  std::string coded = http::Gzip().compress(text);
  return {std::move(text), std::move(coded)};
}

std::optional<std::string_view> single_header(const http::Request& request, std::string_view name) {
  std::optional<std::string_view> found;
  for (const auto& header : request.headers) {
    if (!http::same_name(header.name, name)) continue;
    if (found)
      throw kernel::Error(
          kernel::Code::invalid_argument, "a header stands there twice",
          {{"/" + std::string(name), "header " + std::string(name) + " stands there twice"}});
    found = header.value;
  }
  return found;
}

void connects_nothing(kernel::Bus&) {}

}  // namespace gateway
