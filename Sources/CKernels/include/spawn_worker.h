// SPDX-License-Identifier: Apache-2.0

// Starting a worker process with pipes for its standard input and output.
#ifndef SYNTOP_SPAWN_WORKER_H
#define SYNTOP_SPAWN_WORKER_H
#include <sys/types.h>

/// What a started worker is reached by.
struct syntop_child {
  pid_t pid;
  int to_child;    // its standard input
  int from_child;  // its standard output
};

/// Starts `program` (without arguments) in a session of its own, with default signal dispositions, no signal blocked,
/// standard error on /dev/null and `SWIFT_BACKTRACE=enable=no` in an otherwise unchanged environment.
/// Both descriptors are closed on exec, so no other child holds them open. Returns 0, or an errno value.
int syntop_spawn(const char *program, struct syntop_child *child);

/// Waits for `pid` without blocking: 1 when it has ended (then `signal` is what ended it or 0, `status` its exit status),
/// 0 when it runs, -1 on error.
int syntop_reap(pid_t pid, int *signal, int *status);

/// Processor seconds used so far by `pid`, or a negative number.
double syntop_cpu_seconds(pid_t pid);
#endif
