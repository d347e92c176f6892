// notification: mail as files, one per mail, for a mail client or another program to take.
#pragma once

#include <filesystem>
#include <string>

#include "notification_options.h"

namespace notification {

// <directory>/<id>.eml, complete as soon as it is there: written under another name, made durable,
// renamed. Delivering a mail again changes nothing, so each is delivered once.
class FileMail final : public MailTransport {
 public:
  // Makes the directory. Throws Error{failed_precondition} when nothing can be written there.
  explicit FileMail(std::string directory);
  void deliver(const Mail& mail) override;

 private:
  const std::filesystem::path directory_;
};

}  // namespace notification
