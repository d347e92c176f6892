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
  };
}

}  // namespace gateway
