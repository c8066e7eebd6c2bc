/*
 * The limit for AF_UNIX: both ends in one process, the system calls and nothing else.
 *
 * unix-limit stream|datagram|seqpacket SIZE COUNT     COUNT messages of SIZE bytes, 64 a call (a stream: SIZE a call)
 * unix-limit roundtrip SIZE COUNT                     a stream, there and back, waiting with poll
 * unix-limit descriptors SIZE COUNT                   a seqpacket message of a byte with SIZE descriptors each
 *
 * Prints the seconds of wall clock and of CPU that it took.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

enum { batch = 64, largest = 1 << 16 };

static char payload[batch][largest];
static struct mmsghdr headers[batch];
static struct iovec vectors[batch];

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec + time.tv_nsec / 1e9;
}

static void fail(const char *what) {
  perror(what);
  exit(1);
}

static void watch(int epoll, int change, int fd, int events) {
  struct epoll_event event = {.events = events, .data.fd = fd};
  if (epoll_ctl(epoll, change, fd, &event) < 0) fail("epoll_ctl");
}

/* Sends until the queue is full, receives until it is empty, and waits for readiness in between, as event loops do. */
static void messages(int a, int b, size_t size, long count) {
  int epoll = epoll_create1(0);
  watch(epoll, EPOLL_CTL_ADD, a, EPOLLOUT);
  watch(epoll, EPOLL_CTL_ADD, b, EPOLLIN);
  for (long sent = 0, received = 0; received < count;) {
    struct epoll_event ready[2];
    int events = epoll_wait(epoll, ready, 2, -1);
    for (int i = 0; i < events; i++) {
      int done;
      if (ready[i].data.fd == a) {
        for (int j = 0; j < batch; j++) vectors[j] = (struct iovec){payload[j], size};
        for (done = 0; done >= 0 && sent < count;) {
          done = sendmmsg(a, headers, count - sent < batch ? (int)(count - sent) : batch, MSG_DONTWAIT);
          if (done > 0) sent += done;
        }
        if (sent == count) watch(epoll, EPOLL_CTL_DEL, a, 0);
      } else {
        for (int j = 0; j < batch; j++) vectors[j] = (struct iovec){payload[j], largest};
        while ((done = recvmmsg(b, headers, batch, MSG_DONTWAIT, NULL)) > 0) received += done;
      }
    }
  }
}

static void stream(int a, int b, size_t size, long count) {
  size_t total = size * count;
  for (size_t sent = 0, received = 0; received < total;) {
    ssize_t done = sent < total ? send(a, payload[0], size, MSG_DONTWAIT) : 0;
    if (done > 0) {
      sent += done;
      if (sent < total && sent - received < largest) continue;
    }
    done = recv(b, payload[1], largest, MSG_DONTWAIT);
    if (done < 0) fail("recv");
    received += done;
  }
}

static void roundtrip(int a, int b, size_t size, long count) {
  struct pollfd at_a = {a, POLLIN, 0}, at_b = {b, POLLIN, 0};
  for (long i = 0; i < count; i++) {
    if (send(a, payload[0], size, 0) < 0 || poll(&at_b, 1, -1) < 0 || recv(b, payload[1], largest, 0) < 0) fail("there");
    if (send(b, payload[0], size, 0) < 0 || poll(&at_a, 1, -1) < 0 || recv(a, payload[1], largest, 0) < 0) fail("back");
  }
}

static void descriptors(int a, int b, size_t each, long count) {
  static union {
    struct cmsghdr header;
    char bytes[CMSG_SPACE(253 * sizeof(int))];
  } control;
  int fds[253];
  for (size_t i = 0; i < each; i++) fds[i] = open("/dev/null", O_RDONLY);
  struct iovec vector = {payload[0], 1};
  struct msghdr message = {.msg_iov = &vector, .msg_iovlen = 1, .msg_control = &control};
  for (long done = 0; done < count;) {
    long sent = 0;
    for (; sent < batch && done + sent < count; sent++) {
      message.msg_controllen = CMSG_SPACE(each * sizeof(int));
      control.header = (struct cmsghdr){CMSG_LEN(each * sizeof(int)), SOL_SOCKET, SCM_RIGHTS};
      memcpy(CMSG_DATA(&control.header), fds, each * sizeof(int));
      if (sendmsg(a, &message, MSG_DONTWAIT) < 0) break;
    }
    for (long i = 0; i < sent; i++) {
      message.msg_controllen = sizeof control;
      if (recvmsg(b, &message, MSG_CMSG_CLOEXEC) < 0) fail("recvmsg");
      for (size_t j = 0; j < each; j++) close(((int *)CMSG_DATA(&control.header))[j]);
    }
    done += sent;
  }
}

int main(int words, char **word) {
  if (words != 4) return 2;
  size_t size = strtoul(word[2], NULL, 10);
  long count = strtol(word[3], NULL, 10);
  int datagram = strcmp(word[1], "datagram") == 0;
  int connection = strcmp(word[1], "stream") == 0 || strcmp(word[1], "roundtrip") == 0;
  int pair[2];
  if (size > largest || socketpair(AF_UNIX, datagram ? SOCK_DGRAM : connection ? SOCK_STREAM : SOCK_SEQPACKET, 0, pair) < 0) {
    fail("socketpair");
  }
  for (int i = 0; i < batch; i++) {
    memset(payload[i], 'x', largest);
    headers[i].msg_hdr.msg_iov = &vectors[i];
    headers[i].msg_hdr.msg_iovlen = 1;
  }
  double processor = (double)clock() / CLOCKS_PER_SEC;
  double start = now();
  if (strcmp(word[1], "roundtrip") == 0) roundtrip(pair[0], pair[1], size, count);
  else if (strcmp(word[1], "descriptors") == 0) descriptors(pair[0], pair[1], size, count);
  else if (connection) stream(pair[0], pair[1], size, count);
  else messages(pair[0], pair[1], size, count);
  printf("%.6f %.6f\n", now() - start, (double)clock() / CLOCKS_PER_SEC - processor);
  return 0;
}
