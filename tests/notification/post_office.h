// tests of notification: a vocabulary. Events are announced by a module that stands for auth, order
// and payment; the mail that goes out is looked at.
#pragma once

#include <algorithm>
#include <cctype>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "notification_module.h"
#include "support/bench.h"

namespace test {

using kernel::Code;
using kernel::SecretText;

inline const kernel::UserId alice{{{1}}};
inline const kernel::UserId bob{{{2}}};
inline const kernel::OrderId some_order{{{3}}};

inline kernel::Money pence(std::int64_t amount) { return {amount, {}}; }

inline auth::UserRegistered registered(const kernel::UserId& user, const std::string& name) {
  return {user, name + "@example.org", name, SecretText("verify-" + name)};
}

inline order::OrderConfirmed confirmed(const kernel::UserId& user,
                                       const kernel::OrderId& id = some_order) {
  order::OrderConfirmed event;
  event.order_id = id;
  event.user_id = user;
  event.lines = {{kernel::ProductId{}, "Mug", 2, pence(250), pence(500)},
                 {kernel::ProductId{}, "Tea <fine> & black", 1, pence(1299), pence(1299)}};
  event.total = pence(1799);
  event.shipping_address = {"Alice", "1 High Street", std::nullopt, "Leeds", "LS1 1AA", "GB"};
  return event;
}

// Whoever announces: all that it publishes is owed to notification.
class Announcer final : public kernel::Module {
 public:
  static constexpr std::string_view name = "announcer";
  static kernel::Migrations migrations() { return {}; }
  explicit Announcer(kernel::ModuleParts parts)
      : kernel::Module(to_notification(std::move(parts)), std::string(name)) {}

  template <class E>
  kernel::Task<> announce(const E& event) {
    const auto context = own_context(std::chrono::seconds(10));
    const auto publish = [&](kernel::Transaction& tx) { tx.publish(context, event); };
    co_await database_.write(publish);
  }

 private:
  static kernel::ModuleParts to_notification(kernel::ModuleParts parts) {
    parts.subscribers = [](std::string_view) { return std::vector<std::string>{"notification"}; };
    return parts;
  }
};

// Fails as often as it is told, then keeps the mail.
class FlakyMail final : public notification::MailTransport {
 public:
  explicit FlakyMail(int failures) : failures_(failures) {}
  void deliver(const notification::Mail& mail) override {
    ++attempts;
    if (attempts <= failures_) throw std::runtime_error("the server is away");
    delivered.deliver(mail);
  }
  int attempts = 0;
  notification::MemoryMail delivered;

 private:
  const int failures_;
};

class PostOffice {
 public:
  explicit PostOffice(Wire wire, notification::Options options = {})
      : bench(wire, {"notification"}), box(std::make_shared<notification::MemoryMail>()) {
    if (!options.transport && options.delivery == notification::Delivery::memory)
      options.transport = box;
    bench.host<notification::NotificationModule>(options);
    bench.host<Announcer>();
  }
  static notification::Options in_memory() {
    notification::Options options;
    options.delivery = notification::Delivery::memory;
    options.public_url = "https://shop.example/";
    return options;
  }

  template <class E>
  void announce(const E& event) {
    bench.run(bench.module<Announcer>().announce(event));
    bench.settle();
  }

  notification::NotificationPage list(const kernel::UserId& user, int limit = 20,
                                      const std::optional<std::string>& cursor = {}) {
    const notification::ListNotifications message{limit, cursor};
    return bench.ask(bench.as_user(user), message);
  }

  std::string stored(const std::string& column) {
    std::string all;
    auto reader = bench.module<notification::NotificationModule>().database().read();
    reader.each("SELECT " + column + " FROM mails ORDER BY id",
                [&](const kernel::RowView& row) { all += row.get<std::string>(0) + "\n"; });
    return all;
  }

  Bench bench;
  std::shared_ptr<notification::MemoryMail> box;
};

inline bool contains(const std::string& text, std::string_view part) {
  return text.find(part) != text.npos;
}

// The body as a mail program shows it.
inline std::string unfolded(const std::string& content) {
  std::string out;
  for (std::size_t i = 0; i < content.size(); ++i) {
    if (content.compare(i, 3, "=\r\n") == 0) {
      i += 2;
    } else if (content[i] == '=' && i + 2 < content.size() && std::isxdigit(content[i + 1]) &&
               std::isxdigit(content[i + 2])) {
      out += static_cast<char>(std::stoi(content.substr(i + 1, 2), nullptr, 16));
      i += 2;
    } else {
      out += content[i];
    }
  }
  return out;
}

}  // namespace test
