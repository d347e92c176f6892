#include "notification_module.h"

#include "internal/postman.h"
#include "internal/store.h"
#include "kernel/time_cursor.h"
#include "notification_migrations.h"

namespace notification {

using kernel::Code;
using kernel::Context;
using kernel::Error;
using kernel::Task;
using kernel::Transaction;

namespace {

constexpr std::string_view list_name = "notifications";

void check_recipient(const Recipient& recipient) {
  if (!is_mail_address(recipient.email))
    throw Error(Code::invalid_argument, "no mail can be sent to this address",
                {{"/email", "is not an address"}});
}

Recipient recipient_of(Transaction& tx, const kernel::UserId& user) {
  auto known = find_recipient(tx, user);
  if (!known) throw Error(Code::unavailable, "this user's address is not known yet");
  return std::move(*known);
}

}  // namespace

kernel::Migrations NotificationModule::migrations() { return notification::migrations; }

std::vector<std::string_view> NotificationModule::listens_to() {
  return {kernel::event_type<auth::UserRegistered>().name,
          kernel::event_type<auth::PasswordResetRequested>().name,
          kernel::event_type<order::OrderConfirmed>().name,
          kernel::event_type<order::OrderCancelled>().name,
          kernel::event_type<payment::PaymentRefunded>().name};
}

NotificationModule::NotificationModule(kernel::ModuleParts parts, Options options)
    : kernel::Module(std::move(parts), std::string(name)),
      options_(std::move(options)),
      postman_(std::make_unique<Postman>(database_, tasks_, options_)) {
  using Self = NotificationModule;
  exchange_.serve<&Self::list>(*this);
  exchange_.subscribe<auth::UserRegistered, &Self::on_registered>(name, database_, *this);
  exchange_.subscribe<auth::PasswordResetRequested, &Self::on_reset_requested>(name, database_,
                                                                               *this);
  exchange_.subscribe<order::OrderConfirmed, &Self::on_order_confirmed>(name, database_, *this);
  exchange_.subscribe<order::OrderCancelled, &Self::on_order_cancelled>(name, database_, *this);
  exchange_.subscribe<payment::PaymentRefunded, &Self::on_payment_refunded>(name, database_, *this);
}

NotificationModule::~NotificationModule() = default;

void NotificationModule::on_start() { tasks_.spawn(postman_->work()); }

Task<NotificationPage> NotificationModule::list(const Context& context,
                                                const ListNotifications& message) {
  const auto user = context.user();
  const auto after = kernel::parse_cursor(message.cursor, list_name);
  auto reader = database_.read();
  NotificationPage page{list_mails(reader, user, after, message.limit + 1), std::nullopt};
  if (page.items.size() > static_cast<std::size_t>(message.limit)) {
    page.items.pop_back();
    const auto& last = page.items.back();
    page.next_cursor = kernel::to_cursor({last.created_at, last.id}, list_name);
  }
  co_return page;
}

void NotificationModule::on_registered(Transaction& tx, const Context&,
                                       const auth::UserRegistered& event) {
  const Recipient recipient{event.email, event.name};
  check_recipient(recipient);
  remember(tx, event.user_id, recipient);
  queue(tx, {event.user_id, event.user_id}, recipient, welcome(options_.public_url),
        &event.verify_token);
}

void NotificationModule::on_reset_requested(Transaction& tx, const Context&,
                                            const auth::PasswordResetRequested& event) {
  const Recipient recipient{event.email, event.name};
  check_recipient(recipient);
  queue(tx, {event.user_id, event.user_id}, recipient, password_reset(event, options_.public_url),
        &event.reset_token);
}

void NotificationModule::on_order_confirmed(Transaction& tx, const Context&,
                                            const order::OrderConfirmed& event) {
  const auto recipient = recipient_of(tx, event.user_id);
  queue(tx, {event.user_id, event.order_id}, recipient, order_confirmed(event, recipient.name));
}

void NotificationModule::on_order_cancelled(Transaction& tx, const Context&,
                                            const order::OrderCancelled& event) {
  const auto recipient = recipient_of(tx, event.user_id);
  queue(tx, {event.user_id, event.order_id}, recipient, order_cancelled(event, recipient.name));
}

void NotificationModule::on_payment_refunded(Transaction& tx, const Context&,
                                             const payment::PaymentRefunded& event) {
  const auto recipient = recipient_of(tx, event.user_id);
  queue(tx, {event.user_id, event.order_id}, recipient, order_refunded(event, recipient.name));
}

void NotificationModule::queue(Transaction& tx, const Addressee& addressee,
                               const Recipient& recipient, Words words,
                               const kernel::SecretText* secret) {
  const auto id = NotificationId::fresh(runtime_);
  const auto host = options_.sender_address.substr(options_.sender_address.find('@') + 1);
  NewMail mail{id,
               "<" + to_text(id) + "@" + host + ">",
               addressee.user,
               addressee.about,
               recipient,
               std::move(words),
               std::nullopt,
               runtime_.now()};
  if (secret != nullptr) mail.secret = secret->reveal();
  queue_mail(tx, mail);
  postman_->wake();
}

}  // namespace notification
