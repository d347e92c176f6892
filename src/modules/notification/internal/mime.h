// notification: a mail as RFC 5322 and MIME want it: headers that nothing can be injected into,
// text and HTML as alternatives, quoted-printable, CRLF.
#pragma once

#include <string>
#include <string_view>

#include "kernel/time.h"

namespace notification {

struct Letter {
  std::string message_id;  // <…@…>
  std::string sender_name;
  std::string sender_address;
  std::string recipient_name;
  std::string recipient_address;
  std::string subject;
  std::string text;  // UTF-8, lines end in \n
  std::string html;  // the same
  kernel::WallTime date;
};

// Throws Error{invalid_argument} for an address that is_mail_address refuses.
std::string compose(const Letter& letter);

// Printable ASCII with one @ inside and nothing that ends an address: what may stand between < and
// >. auth checks the syntax; this only makes sure that no header can be broken.
bool is_mail_address(std::string_view text) noexcept;

// RFC 2047: `text` as one or more encoded words where plain ASCII would not do; folded.
std::string encode_header(std::string_view text);

// RFC 2045 §6.7, lines of at most 76 characters.
std::string quoted_printable(std::string_view text);

// RFC 5322 §3.3: "Sun, 22 Nov 2026 03:11:00 +0000".
std::string mail_date(kernel::WallTime time);

}  // namespace notification
