// notification: what the mails say. Pure: events in, words out.
#pragma once

#include <string>
#include <string_view>

#include "auth/events.h"
#include "notification/messages.h"
#include "order/events.h"
#include "payment/events.h"

namespace notification {

// Stands in a text where the one-time token belongs; nothing that a customer wrote contains it.
inline constexpr char secret_mark = '\x01';

struct Words {
  Topic topic;
  std::string subject;
  std::string text;
  std::string html;
};

Words welcome(std::string_view public_url);
Words password_reset(const auth::PasswordResetRequested& event, std::string_view public_url);
Words order_confirmed(const order::OrderConfirmed& event, std::string_view name);
Words order_cancelled(const order::OrderCancelled& event, std::string_view name);
Words order_refunded(const payment::PaymentRefunded& event, std::string_view name);

// `text` with every secret_mark replaced by `secret`, fit for a URL.
std::string reveal(std::string_view text, std::string_view secret);

// `text` with "***" instead of every secret_mark.
std::string masked(std::string_view text);

std::string escape_html(std::string_view text);

}  // namespace notification
