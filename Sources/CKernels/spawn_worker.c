// SPDX-License-Identifier: Apache-2.0

// posix_spawn with pipes: what is left of fork and exec when a parent has threads.
#define _GNU_SOURCE
#include "spawn_worker.h"
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

static char no_backtrace[] = "SWIFT_BACKTRACE=enable=no";

/// The environment with SWIFT_BACKTRACE replaced; the array is the caller's to free, the strings are not.
static char **worker_environment(void) {
  size_t count = 0;
  while (environ[count]) count++;
  char **copy = calloc(count + 2, sizeof *copy);
  if (!copy) return NULL;
  size_t kept = 0;
  for (size_t i = 0; i < count; i++)
    if (strncmp(environ[i], "SWIFT_BACKTRACE=", 16) != 0) copy[kept++] = environ[i];
  copy[kept] = no_backtrace;
  return copy;
}

static int start(const char *program, int in, int out, pid_t *pid) {
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  sigset_t none, all;
  char *arguments[] = {(char *)program, NULL};
  char **environment = worker_environment();
  if (!environment) return ENOMEM;
  sigemptyset(&none);
  sigfillset(&all);
  posix_spawn_file_actions_init(&actions);
  posix_spawnattr_init(&attributes);
  posix_spawn_file_actions_adddup2(&actions, in, 0);
  posix_spawn_file_actions_adddup2(&actions, out, 1);
  posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0);
  posix_spawnattr_setsigmask(&attributes, &none);
  posix_spawnattr_setsigdefault(&attributes, &all);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  int error = posix_spawn(pid, program, &actions, &attributes, arguments, environment);
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&actions);
  free(environment);
  return error;
}

/// A pipe whose ends are both above the standard descriptors, even where the parent has closed those.
static int high_pipe(int ends[2]) {
  if (pipe2(ends, O_CLOEXEC) != 0) return errno;
  for (int i = 0; i < 2; i++) {
    if (ends[i] > 2) continue;
    int high = fcntl(ends[i], F_DUPFD_CLOEXEC, 3);
    int error = errno;
    close(ends[i]);
    if (high < 0) {
      close(ends[1 - i]);
      return error;
    }
    ends[i] = high;
  }
  return 0;
}

int syntop_spawn(const char *program, struct syntop_child *child) {
  int in[2], out[2];
  int error = high_pipe(in);
  if (error) return error;
  error = high_pipe(out);
  if (error) {
    close(in[0]);
    close(in[1]);
    return error;
  }
  error = start(program, in[0], out[1], &child->pid);
  close(in[0]);
  close(out[1]);
  if (error) {
    close(in[1]);
    close(out[0]);
    return error;
  }
  child->to_child = in[1];
  child->from_child = out[0];
  return 0;
}

int syntop_reap(pid_t pid, int *signal, int *status) {
  int state = 0;
  pid_t ended;
  do ended = waitpid(pid, &state, WNOHANG);
  while (ended < 0 && errno == EINTR);
  if (ended <= 0) return (int)ended;
  *signal = WIFSIGNALED(state) ? WTERMSIG(state) : 0;
  *status = WIFEXITED(state) ? WEXITSTATUS(state) : 0;
  return 1;
}

double syntop_cpu_seconds(pid_t pid) {
  clockid_t clock;
  struct timespec time;
  if (clock_getcpuclockid(pid, &clock) != 0 || clock_gettime(clock, &time) != 0) return -1;
  return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}
