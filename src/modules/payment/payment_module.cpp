#include "payment_module.h"

#include "internal/cashier.h"
#include "internal/rules.h"
#include "internal/sandbox.h"
#include "internal/store.h"
#include "kernel/log.h"
#include "payment_migrations.h"
#include "sandbox_migrations.h"

namespace payment {

using kernel::Code;
using kernel::Context;
using kernel::Error;
using kernel::Task;

namespace {
constexpr kernel::Ticks reconcile_timeout = std::chrono::seconds(30);
constexpr std::string_view list_name = "payments";
}  // namespace

kernel::Migrations PaymentModule::migrations() { return payment::migrations; }

kernel::Migrations PaymentModule::sandbox_migrations() { return sandbox::migrations; }

PaymentModule::PaymentModule(kernel::ModuleParts parts, std::unique_ptr<Provider> provider,
                             Options options)
    : Module(std::move(parts), std::string(name)),
      options_(options),
      provider_(std::move(provider)),
      cashier_(std::make_unique<Cashier>(runtime_, database_, *provider_, options)) {
  exchange_.serve<&PaymentModule::check_method>(*this);
  exchange_.serve<&PaymentModule::charge>(*this);
  exchange_.serve<&PaymentModule::get_payment>(*this);
  exchange_.serve<&PaymentModule::void_payment>(*this);
  exchange_.serve<&PaymentModule::refund>(*this);
  exchange_.serve<&PaymentModule::list_payments>(*this);
}

PaymentModule::PaymentModule(kernel::ModuleParts parts,
                             std::unique_ptr<kernel::Database> sandbox_books, Options options)
    : PaymentModule(std::move(parts), std::make_unique<Sandbox>(*sandbox_books), options) {
  sandbox_books_ = std::move(sandbox_books);
}

PaymentModule::PaymentModule(kernel::ModuleParts parts,
                             std::shared_ptr<kernel::Store> sandbox_store, Options options)
    : PaymentModule(
          parts,
          std::make_unique<kernel::Database>(parts.exchange.runtime(), std::move(sandbox_store)),
          options) {}

void PaymentModule::close() noexcept {
  Module::close();
  if (sandbox_books_) sandbox_books_->close();
}

PaymentModule::~PaymentModule() = default;

void PaymentModule::on_start() { tasks_.spawn(reconcile()); }

Task<> PaymentModule::reconcile() {
  while (!tasks_.stopping()) {
    try {
      const Context context = own_context(reconcile_timeout);
      co_await cashier_->reconcile(context);
    } catch (const std::exception& error) {
      kernel::log_error("payments could not be reconciled", {{"error", error.what()}});
    }
    co_await tasks_.sleep(options_.reconcile_every);
  }
}

Task<MethodCheck> PaymentModule::check_method(const Context&, const CheckMethod& message) {
  const bool known = co_await provider_->known(message.payment_method.reveal());
  co_return MethodCheck{known};
}

Task<Payment> PaymentModule::charge(const Context& context, const Charge& message) {
  context.require_service();
  rules::check_amount(message.amount);
  const bool known = co_await provider_->known(message.payment_method.reveal());
  if (!known)
    throw Error(Code::invalid_argument, "Unknown payment method.",
                {{"/payment_method", "unknown payment method"}});
  co_return co_await cashier_->charge(context, message);
}

Task<Payment> PaymentModule::get_payment(const Context& context, const GetPayment& message) {
  if (!context.is_service()) context.require_admin();
  co_return co_await cashier_->look_up(context, message.order_id);
}

Task<Payment> PaymentModule::void_payment(const Context& context, const Void& message) {
  context.require_service();
  co_return co_await cashier_->leave_no_charge(context, message);
}

Task<Payment> PaymentModule::refund(const Context& context, const Refund& message) {
  context.require_service();
  co_return co_await cashier_->refund(context, message);
}

Task<PaymentPage> PaymentModule::list_payments(const Context& context,
                                               const ListPayments& message) {
  context.require_admin();
  const auto after = kernel::parse_cursor(message.cursor, list_name);
  PaymentPage page;
  {
    auto reader = database_.read();
    page.items = store::page(reader, message.status, after, message.limit + 1);
  }
  if (page.items.size() > static_cast<std::size_t>(message.limit)) {
    page.items.pop_back();
    const Payment& last = page.items.back();
    page.next_cursor = kernel::to_cursor({last.created_at, last.id}, list_name);
  }
  co_return page;
}

}  // namespace payment
