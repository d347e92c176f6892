// lab: where a report was made, as far as it changes figures.
#pragma once

#include "lab/lab.h"
#include "lab/report/report.h"

namespace lab {

// Measures the fsync cost of the file system under lab.directory; `command` reproduces the report.
Fingerprint take_fingerprint(Lab& lab, const std::string& command);

// Which CPUs arms and generator get on this machine: apart where there are at least four, else
// both get all, and the arms give way: what leaves late is blamed on them.
void assign_cpus(Lab& lab);

// "0-3,6".
std::string cpu_list(const std::vector<int>& cpus);

}  // namespace lab
