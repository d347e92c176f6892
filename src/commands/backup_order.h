// commands: which database is to be held first in a backup.
#pragma once

#include <string>
#include <vector>

#include "commands/assembly.h"

namespace commands {

// All databases, senders before receivers: of commands and of events. What a sender's copy has not
// sent yet is sent again after a restore, and the receiver, held later, knows what it has seen. The
// other way round a message could be sent in one copy and not have arrived in the other.
std::vector<std::string> backup_order(const Assembly& assembly);

}  // namespace commands
