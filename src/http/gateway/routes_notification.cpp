#include "call.h"
#include "notification/messages.h"
#include "routes.h"

namespace gateway {

std::vector<Row> notification_rows() {
  return {
      {.method = "GET",
       .path = "/api/v1/notifications",
       .who = Who::user,
       .action = sends<notification::ListNotifications>,
       .query = {"limit", "cursor"},
       .text = "What was sent to whoever asks, newest first",
       .part = "Mails that customers were sent"},
      {.method = "GET",
       .path = "/api/v1/admin/mails",
       .who = Who::admin,
       .action = sends<notification::ListMails>,
       .query = {"sent_to", "status", "limit", "cursor"},
       .text = "Everybody's mails, newest first"},
      {.method = "GET",
       .path = "/api/v1/admin/mails/{id}",
       .who = Who::admin,
       .action = sends<notification::GetMail>,
       .text = "What a mail says; one-time tokens are shown as ***"},
  };
}

}  // namespace gateway
