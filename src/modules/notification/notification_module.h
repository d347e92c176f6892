// notification: the plug. Listens, and tells customers by mail what happened.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "auth/events.h"
#include "kernel/module.h"
#include "notification/messages.h"
#include "notification_options.h"
#include "order/events.h"
#include "payment/events.h"

namespace notification {

class Postman;
struct Recipient;
struct Words;

class NotificationModule : public kernel::Module {
 public:
  static constexpr std::string_view name = "notification";
  static kernel::Migrations migrations();
  static std::vector<std::string_view> listens_to();

  // Throws Error{failed_precondition} when mail files cannot be written where they should.
  NotificationModule(kernel::ModuleParts parts, Options options);
  ~NotificationModule() override;

  kernel::Task<NotificationPage> list(const kernel::Context&, const ListNotifications&);
  kernel::Task<MailPage> list_all(const kernel::Context&, const ListMails&);
  kernel::Task<MailPreview> get_mail(const kernel::Context&, const GetMail&);

  // Each queues a mail in the transaction that records the event. An order of a user whose address
  // is not known yet is unavailable: the event comes again.
  void on_registered(kernel::Transaction&, const kernel::Context&, const auth::UserRegistered&);
  void on_reset_requested(kernel::Transaction&, const kernel::Context&,
                          const auth::PasswordResetRequested&);
  void on_order_confirmed(kernel::Transaction&, const kernel::Context&,
                          const order::OrderConfirmed&);
  void on_order_cancelled(kernel::Transaction&, const kernel::Context&,
                          const order::OrderCancelled&);
  void on_payment_refunded(kernel::Transaction&, const kernel::Context&,
                           const payment::PaymentRefunded&);

 private:
  void on_start() override;

  struct Addressee {
    kernel::UserId user;
    kernel::Uuid about;
  };
  void queue(kernel::Transaction& tx, const Addressee& addressee, const Recipient& recipient,
             Words words, const kernel::SecretText* secret = nullptr);

  // Set at construction.
  const Options options_;
  const std::unique_ptr<Postman> postman_;
};

}  // namespace notification
