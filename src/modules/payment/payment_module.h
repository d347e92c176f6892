// payment: the plug. Only the composition root includes it.
#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "kernel/module.h"
#include "payment/messages.h"
#include "payment_options.h"

namespace payment {

class Cashier;
class Provider;

class PaymentModule : public kernel::Module {
 public:
  static constexpr std::string_view name = "payment";
  static kernel::Migrations migrations();
  static std::vector<std::string_view> listens_to() { return {}; }

  // The embedded provider keeps its own books in its own database beside the module's:
  // kernel::Store::open(storage, sandbox_name, sandbox_migrations()).
  static constexpr const char* sandbox_name = "sandbox";
  static kernel::Migrations sandbox_migrations();

  PaymentModule(kernel::ModuleParts parts, std::shared_ptr<kernel::Store> sandbox_store,
                Options options = {});
  // With another provider than the embedded one.
  PaymentModule(kernel::ModuleParts parts, std::unique_ptr<Provider> provider, Options options);
  ~PaymentModule() override;
  void close() noexcept override;

  kernel::Task<MethodCheck> check_method(const kernel::Context&, const CheckMethod&);
  kernel::Task<Payment> charge(const kernel::Context&, const Charge&);
  kernel::Task<Payment> get_payment(const kernel::Context&, const GetPayment&);
  kernel::Task<Payment> void_payment(const kernel::Context&, const Void&);
  kernel::Task<Payment> refund(const kernel::Context&, const Refund&);
  kernel::Task<PaymentPage> list_payments(const kernel::Context&, const ListPayments&);

 private:
  void on_start() override;
  kernel::Task<> reconcile();

  PaymentModule(kernel::ModuleParts parts, std::unique_ptr<kernel::Database> sandbox_books,
                Options options);

  const Options options_;
  std::unique_ptr<kernel::Database> sandbox_books_;  // none with another provider
  std::unique_ptr<Provider> provider_;
  std::unique_ptr<Cashier> cashier_;
};

}  // namespace payment
