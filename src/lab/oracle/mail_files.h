// lab: the mails that a shop wrote into files.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lab {

struct MailFile {
  std::string from;  // header values, unfolded
  std::string to;
  std::string subject;
  std::string body;  // every part, as it is read: quoted-printable undone
};

MailFile parse_mail(std::string_view text);

// Of the shop with this data directory, in the order in which they were written. A file appears
// complete or not at all.
std::vector<MailFile> mails_in(const std::string& directory);

// The one-time token in the newest mail to `address` whose link leads to `path` ("/verify").
std::optional<std::string> mailed_token(const std::string& directory, std::string_view address,
                                        std::string_view path);

}  // namespace lab
