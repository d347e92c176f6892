#include "internal/letters.h"

#include <fmt/format.h>

#include "internal/page.h"
#include "kernel/money.h"

namespace notification {

using kernel::to_display;
using kernel::to_text;

namespace {

Words to_words(Topic topic, std::string subject, const Page& page) {
  auto html = page.html(subject);
  return {topic, std::move(subject), page.text(), std::move(html)};
}

// The token follows a '#', which browsers keep to themselves: no log of any proxy sees it.
std::string link_to(std::string_view public_url, std::string_view path) {
  if (public_url.ends_with('/')) public_url.remove_suffix(1);
  return fmt::format("{}{}#token={}", public_url, path, secret_mark);
}

// Whoever registered wrote the name, and perhaps another's address: no text of theirs goes there
// before anybody has said that the address is theirs.
constexpr std::string_view nobody_known;

std::vector<std::string> address_lines(const kernel::Address& address) {
  std::vector<std::string> lines{address.name, address.line1};
  if (address.line2) lines.push_back(*address.line2);
  lines.push_back(address.postal_code + " " + address.city);
  lines.push_back(address.country);
  return lines;
}

bool is_unreserved(char c) noexcept {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '.' || c == '_' || c == '~';
}

}  // namespace

Words welcome(std::string_view public_url) {
  Page page(nobody_known);
  page.paragraph("welcome! Your account is ready, and you can shop at once.");
  page.paragraph("Please confirm that this address is yours.");
  page.link("Confirm my address", link_to(public_url, "/verify"));
  page.paragraph("If it was not you who registered, ignore this mail.");
  return to_words(Topic::registered, "Welcome - please confirm your address", page);
}

Words password_reset(const auth::PasswordResetRequested& event, std::string_view public_url) {
  Page page(nobody_known);
  page.paragraph("somebody, probably you, asked for a new password for your account.");
  page.link("Set a new password", link_to(public_url, "/reset"));
  page.paragraph(fmt::format("The link works once, until {} (UTC). It ends all your sessions.",
                             to_text(event.expires_at).substr(0, 16)));
  page.paragraph("If it was not you, ignore this mail: your password stays as it is.");
  return to_words(Topic::password_reset, "Set a new password", page);
}

Words order_confirmed(const order::OrderConfirmed& event, std::string_view name) {
  std::vector<std::vector<std::string>> rows;
  for (const auto& line : event.lines)
    rows.push_back({fmt::format("{} x", line.quantity), line.name, to_display(line.unit_price),
                    to_display(line.line_total)});
  const auto total = to_display(event.total);
  rows.push_back({"", "Total", "", total});

  Page page(name);
  page.paragraph(fmt::format("thank you. Your order {} is confirmed.", to_text(event.order_id)));
  page.table(rows);
  page.paragraph("It goes to:");
  page.lines(address_lines(event.shipping_address));
  return to_words(Topic::order_confirmed, fmt::format("Your order of {} is confirmed", total),
                  page);
}

Words order_cancelled(const order::OrderCancelled& event, std::string_view name) {
  const auto total = to_display(event.total);
  Page page(name);
  page.paragraph(fmt::format("your order {} is cancelled, as you asked.", to_text(event.order_id)));
  page.paragraph(fmt::format("{} went back to the card you paid with.", total));
  return to_words(Topic::order_cancelled, fmt::format("Your order of {} is cancelled", total),
                  page);
}

Words order_refunded(const payment::PaymentRefunded& event, std::string_view name) {
  const auto amount = to_display(event.amount);
  Page page(name);
  page.paragraph(fmt::format("{} of your order {} went back to the card you paid with.", amount,
                             to_text(event.order_id)));
  page.paragraph("Your bank may need a few days to show it.");
  return to_words(Topic::order_refunded, fmt::format("{} went back to you", amount), page);
}

namespace {

std::string with_marks_replaced(std::string_view text, std::string_view by) {
  std::string out;
  for (const char c : text) {
    if (c == secret_mark) {
      out += by;
    } else {
      out += c;
    }
  }
  return out;
}

}  // namespace

std::string masked(std::string_view text) { return with_marks_replaced(text, "***"); }

std::string reveal(std::string_view text, std::string_view secret) {
  std::string url_part;
  for (const char c : secret) {
    if (is_unreserved(c)) {
      url_part += c;
    } else {
      url_part += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
  }
  return with_marks_replaced(text, url_part);
}

std::string escape_html(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

}  // namespace notification
