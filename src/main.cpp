// cleave: one executable, one line per command.
#include <sys/stat.h>

#include "commands/all.h"

int main(int argc, char** argv) {
  ::umask(077);  // databases, mails and sockets are nobody else's
  commands::CommandLine line;
  commands::add_serve(line);
  commands::add_up(line);
  commands::add_layout(line);
  commands::add_import(line);
  commands::add_replay(line);
  commands::add_compare(line);
  commands::add_relay(line);
  commands::add_contract(line);
  commands::add_admin(line);
  commands::add_events(line);
  commands::add_backup(line);
  commands::add_restore(line);
  commands::add_doctor(line);
  commands::add_lab(line);
  commands::add_healthcheck(line);
  commands::add_load(line);
  commands::add_hop(line);
  commands::add_version(line);
  return line.run(argc, argv);
}
