// commands: every subcommand there is.
#pragma once

#include "commands/command_line.h"

namespace commands {

void add_serve(CommandLine& line);
void add_up(CommandLine& line);
void add_layout(CommandLine& line);
void add_import(CommandLine& line);
void add_replay(CommandLine& line);
void add_compare(CommandLine& line);
void add_relay(CommandLine& line);
void add_contract(CommandLine& line);
void add_admin(CommandLine& line);
void add_events(CommandLine& line);
void add_backup(CommandLine& line);
void add_restore(CommandLine& line);
void add_doctor(CommandLine& line);
void add_lab(CommandLine& line);
void add_healthcheck(CommandLine& line);
void add_load(CommandLine& line);
void add_hop(CommandLine& line);
void add_version(CommandLine& line);

}  // namespace commands
