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
constexpr std::string_view whole_list = "mails";

// `items` has one row more than the page when there is a next one.
template <class Page, class Item>
Page page_of(std::vector<Item> items, int limit, std::string_view list) {
  Page page{std::move(items), std::nullopt};
  if (page.items.size() > static_cast<std::size_t>(limit)) {
    page.items.pop_back();
    const auto& last = page.items.back();
    page.next_cursor = kernel::to_cursor({last.created_at, last.id}, list);
  }
  return page;
}

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
  exchange_.serve<&Self::list_all>(*this);
  exchange_.serve<&Self::get_mail>(*this);
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
  auto items = list_mails(reader, user, after, message.limit + 1);
  co_return page_of<NotificationPage>(std::move(items), message.limit, list_name);
}

Task<MailPage> NotificationModule::list_all(const Context& context, const ListMails& message) {
  context.require_admin();
  const auto after = kernel::parse_cursor(message.cursor, whole_list);
  auto reader = database_.read();
  auto items = list_all_mails(reader, message, after, message.limit + 1);
  co_return page_of<MailPage>(std::move(items), message.limit, whole_list);
}

Task<MailPreview> NotificationModule::get_mail(const Context& context, const GetMail& message) {
  context.require_admin();
  auto reader = database_.read();
  auto found = find_mail(reader, message.id);
  if (!found) throw Error(Code::not_found, "no such mail");
  co_return std::move(*found);
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
