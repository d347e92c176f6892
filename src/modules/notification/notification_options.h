// notification: what configuration may change, and where mail goes.
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "kernel/secret.h"
#include "kernel/time.h"

namespace notification {

// A mail ready to go: the envelope's addresses and the whole RFC 5322 message.
struct Mail {
  std::string id;          // of the notification: the same at each attempt
  std::string message_id;  // the same, as the header says it
  std::string from;
  std::string to;
  std::string content;  // lines end in CRLF
};

// Carries mail away. Called on a worker, may block, one mail at a time; throws when it is not
// certain that the mail is delivered, and is then asked again later.
class MailTransport {
 public:
  virtual ~MailTransport() = default;
  virtual void deliver(const Mail& mail) = 0;
};

// Keeps mail: for tests and the simulation, whose shops have no outside.
class MemoryMail final : public MailTransport {
 public:
  void deliver(const Mail& mail) override {
    const std::lock_guard lock(mutex_);
    mails_.push_back(mail);
  }
  std::vector<Mail> mails() const {
    const std::lock_guard lock(mutex_);
    return mails_;
  }

 private:
  mutable std::mutex mutex_;
  std::vector<Mail> mails_;  // guarded by mutex_
};

struct SmtpOptions {
  std::string host = "127.0.0.1";
  int port = 587;
  std::string user;  // empty: no authentication
  kernel::SecretText password;
  bool starttls = true;  // required when set; a server without it is refused
  std::string ca_file;   // PEM: whose certificates to trust; empty: whom the machine trusts
  kernel::Ticks timeout = std::chrono::seconds(15);  // of one mail, less than a drain may take
};

enum class Delivery { file, smtp, memory };

struct Options {
  Delivery delivery = Delivery::file;
  std::string directory = "data/mail";  // file
  SmtpOptions smtp;
  std::shared_ptr<MailTransport> transport;  // handed in: instead of what `delivery` says
  std::string sender_name = "Cleave";
  std::string sender_address = "shop@localhost";
  std::string public_url = "http://127.0.0.1:8080";       // where the links in mails lead
  unsigned attempts_max = 10;                             // then the mail is dead
  kernel::Ticks backoff_first = std::chrono::seconds(1);  // doubles, with jitter, up to
  kernel::Ticks backoff_max = std::chrono::minutes(10);
};

}  // namespace notification
