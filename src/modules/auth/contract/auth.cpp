#include "auth/events.h"
#include "auth/messages.h"
#include "kernel/contract_impl.h"

KERNEL_MESSAGE(auth::Register)
KERNEL_MESSAGE(auth::Login)
KERNEL_MESSAGE(auth::Refresh)
KERNEL_MESSAGE(auth::Logout)
KERNEL_MESSAGE(auth::ForgotPassword)
KERNEL_MESSAGE(auth::ResetPassword)
KERNEL_MESSAGE(auth::VerifyEmail)
KERNEL_MESSAGE(auth::GetMe)
KERNEL_MESSAGE(auth::FindAccounts)
KERNEL_MESSAGE(auth::GetAccount)
KERNEL_MESSAGE(auth::GetSessions)
KERNEL_MESSAGE(auth::EndSession)
KERNEL_MESSAGE(auth::EndOtherSessions)
KERNEL_MESSAGE(auth::GetSigningKeys)
KERNEL_MESSAGE(auth::RotateSigningKey)
KERNEL_MESSAGE(auth::GetRevocations)
KERNEL_MESSAGE(auth::CreateAdmin)
KERNEL_EVENT(auth::UserRegistered)
KERNEL_EVENT(auth::PasswordResetRequested)

namespace auth {

const kernel::Contract& contract() {
  static const auto all =
      kernel::make_contract<Register, Login, Refresh, Logout, ForgotPassword, ResetPassword,
                            VerifyEmail, GetMe, FindAccounts, GetAccount, GetSessions, EndSession,
                            EndOtherSessions, GetSigningKeys, RotateSigningKey, GetRevocations,
                            CreateAdmin, UserRegistered, PasswordResetRequested>("auth");
  return all;
}

}  // namespace auth
