// SPDX-License-Identifier: Apache-2.0

// Resource limits, Landlock and a seccomp filter by plain system calls: no library needed.
#define _GNU_SOURCE
#include "sandbox.h"
#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/landlock.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <signal.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

static int limit(int resource, uint64_t value) {
  struct rlimit bounds;
  if (getrlimit(resource, &bounds) != 0) return 0;
  // Never above what was inherited.
  if (bounds.rlim_max != RLIM_INFINITY && value > bounds.rlim_max) value = bounds.rlim_max;
  bounds.rlim_cur = bounds.rlim_max = value;
  return setrlimit(resource, &bounds) == 0;
}

/// A rule set that handles writing, creating and executing and allows none of it; reading stays free, since the files
/// to be read are named only later.
static int landlock(void) {
  struct landlock_ruleset_attr rules = {
      .handled_access_fs = LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_REMOVE_DIR |
                           LANDLOCK_ACCESS_FS_REMOVE_FILE | LANDLOCK_ACCESS_FS_MAKE_CHAR | LANDLOCK_ACCESS_FS_MAKE_DIR |
                           LANDLOCK_ACCESS_FS_MAKE_REG | LANDLOCK_ACCESS_FS_MAKE_SOCK | LANDLOCK_ACCESS_FS_MAKE_FIFO |
                           LANDLOCK_ACCESS_FS_MAKE_BLOCK | LANDLOCK_ACCESS_FS_MAKE_SYM};
  int handle = (int)syscall(SYS_landlock_create_ruleset, &rules, sizeof rules, 0);
  if (handle < 0) return 0;
  int applied = syscall(SYS_landlock_restrict_self, handle, 0) == 0;
  close(handle);
  return applied;
}

#if defined(__x86_64__)
#define OWN_ARCH AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define OWN_ARCH AUDIT_ARCH_AARCH64
#endif

#ifdef OWN_ARCH
#define REFUSE(number) \
  BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (number), 0, 1), BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM)

// Allowed where the first argument, a process number, is `process`.
#define ONLY_FOR(number, process) \
  BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (number), 0, 4), \
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, args)), \
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (process), 0, 1), BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW), \
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM)

static int seccomp(void) {
  uint32_t own = (uint32_t)getpid();
  struct sock_filter program[] = {
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, arch)),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, OWN_ARCH, 1, 0),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
      // The x32 numbers of x86-64 would pass every test below.
      BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, 0x40000000, 0, 1),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM),
      // A filter cannot read clone3's flags: the C library falls back to clone when it is missing.
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_clone3, 0, 1),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | ENOSYS),
      REFUSE(SYS_socket), REFUSE(SYS_socketpair), REFUSE(SYS_connect), REFUSE(SYS_bind), REFUSE(SYS_listen),
      REFUSE(SYS_sendto), REFUSE(SYS_sendmsg), REFUSE(SYS_execve), REFUSE(SYS_execveat), REFUSE(SYS_kill),
      REFUSE(SYS_ptrace), REFUSE(SYS_process_vm_readv), REFUSE(SYS_process_vm_writev), REFUSE(SYS_mount),
      REFUSE(SYS_umount2), REFUSE(SYS_pivot_root), REFUSE(SYS_chroot), REFUSE(SYS_unshare), REFUSE(SYS_setns),
      REFUSE(SYS_bpf), REFUSE(SYS_perf_event_open), REFUSE(SYS_keyctl), REFUSE(SYS_add_key), REFUSE(SYS_request_key),
      REFUSE(SYS_tkill),
      REFUSE(SYS_rt_sigqueueinfo), REFUSE(SYS_rt_tgsigqueueinfo), REFUSE(SYS_userfaultfd), REFUSE(SYS_init_module), REFUSE(SYS_finit_module), REFUSE(SYS_kexec_load), REFUSE(SYS_io_uring_setup),
#ifdef SYS_pidfd_open
      REFUSE(SYS_pidfd_open), REFUSE(SYS_pidfd_send_signal),
#endif
#ifdef SYS_pidfd_getfd
      REFUSE(SYS_pidfd_getfd),
#endif
#ifdef SYS_process_madvise
      REFUSE(SYS_process_madvise),
#endif
#ifdef SYS_fork
      REFUSE(SYS_fork), REFUSE(SYS_vfork),
#endif
      // Signals and limits are for the process itself: abort() sends itself one.
      ONLY_FOR(SYS_tgkill, own), ONLY_FOR(SYS_prlimit64, 0),
      // clone makes threads, never processes.
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_clone, 0, 3),
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, args)),
      BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, CLONE_THREAD, 1, 0),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
  };
  struct sock_fprog filter = {.len = sizeof program / sizeof *program, .filter = program};
  return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter) == 0;
}
#else
static int seccomp(void) { return 0; }
#endif

uint32_t syntop_confine(uint64_t address_bytes) {
  uint32_t applied = 0;
  if (prctl(PR_SET_PDEATHSIG, SIGKILL) == 0) applied |= SYNTOP_CONFINED_PARENT_DEATH;
  if (limit(RLIMIT_CORE, 0)) applied |= SYNTOP_CONFINED_NO_CORE;
  if (address_bytes && limit(RLIMIT_AS, address_bytes)) applied |= SYNTOP_CONFINED_MEMORY;
  // Writing then fails with EFBIG; pipes are not files in this sense.
  signal(SIGXFSZ, SIG_IGN);
  if (limit(RLIMIT_FSIZE, 0)) applied |= SYNTOP_CONFINED_NO_FILES;
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0) {
    applied |= SYNTOP_CONFINED_NO_PRIVILEGES;
    if (landlock()) applied |= SYNTOP_CONFINED_LANDLOCK;
    if (seccomp()) applied |= SYNTOP_CONFINED_SECCOMP;
  }
  return applied;
}
