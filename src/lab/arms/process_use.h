// lab: what a process of this machine has used so far, as Linux counts it.
#pragma once

#include <sys/types.h>

#include "lab/report/report.h"

struct rusage;

namespace lab {

// Of a running process; zeros when it is gone. CPU time is its own clock's, in nanoseconds, split
// into user and system as its ticks are.
// `process` stays empty.
ProcessUse use_of(pid_t pid);

// Of one that has ended, as wait4 told. Its peak is not known: ru_maxrss includes what its parent
// held when it was forked.
ProcessUse use_of(const rusage& ended);

// Adds a later life of the same process: what is spent adds up, what is held is the later one's.
void add_life(ProcessUse& total, const ProcessUse& later);

// Of its own clock alone: cheap enough to be read around each request. 0 when it is gone.
double cpu_ms_of(pid_t pid);

int threads_of(pid_t pid);  // 0 when it is gone

}  // namespace lab
