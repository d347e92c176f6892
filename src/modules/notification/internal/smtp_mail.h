// notification: mail by SMTP. At least once: when the server's last answer is lost, the same mail
// goes again under the same Message-ID.
#pragma once

#include <memory>

#include "notification_options.h"

namespace notification {

class SmtpMail final : public MailTransport {
 public:
  explicit SmtpMail(const SmtpOptions& options);
  ~SmtpMail() override;

  // Keeps the connection for the next mail.
  void deliver(const Mail& mail) override;

 private:
  struct Connection;
  std::unique_ptr<Connection> connection_;
};

}  // namespace notification
