/*
 * Runs a program and writes what it took to descriptor 3: first `pid N`, at the end
 * `end STATUS SECONDS USER SYSTEM PEAK`: wait status, seconds of wall clock and of user and system CPU, and the peak
 * resident set in KiB. A small process has to do this: a child's peak begins with that of the process that forked it.
 * The program is killed when this one or its parent ends. SIGINT and SIGTERM are passed on.
 */
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static pid_t child;

static void pass_on(int number) { kill(child, number); }

static double seconds(struct timeval time) { return time.tv_sec + time.tv_usec / 1e6; }

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec + time.tv_nsec / 1e9;
}

int main(int count, char **words) {
  if (count < 2) return 2;
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  fcntl(3, F_SETFD, FD_CLOEXEC);
  double start = now();
  child = fork();
  if (child < 0) return 1;
  if (child == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    execvp(words[1], words + 1);
    perror(words[1]);
    _exit(127);
  }
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_handler = pass_on;
  action.sa_flags = SA_RESTART;
  sigaction(SIGINT, &action, NULL);
  sigaction(SIGTERM, &action, NULL);
  dprintf(3, "pid %d\n", child);
  int status;
  struct rusage usage;
  while (wait4(child, &status, 0, &usage) != child) {
  }
  dprintf(3, "end %d %.6f %.6f %.6f %ld\n", status, now() - start, seconds(usage.ru_utime), seconds(usage.ru_stime),
          usage.ru_maxrss);
  return 0;
}
