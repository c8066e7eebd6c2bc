/*
 * The limit of any listener: takes IPv4 route events out of the socket and counts them, until SIGTERM. It asks for the
 * same receive buffer as the library.
 */
#include <errno.h>
#include <linux/rtnetlink.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static volatile sig_atomic_t ended;

static void end(int number) {
  (void)number;
  ended = 1;
}

int main(void) {
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_handler = end;
  sigaction(SIGTERM, &action, NULL);

  int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);
  int size = 8 * 1024 * 1024;
  setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &size, sizeof size);
  struct sockaddr_nl address = {.nl_family = AF_NETLINK, .nl_groups = RTMGRP_IPV4_ROUTE};
  if (fd < 0 || bind(fd, (struct sockaddr *)&address, sizeof address) < 0) return perror("netlink"), 1;

  static char buffer[32 * 1024] __attribute__((aligned(8)));
  long events = 0, gaps = 0;
  while (!ended) {
    int length = recv(fd, buffer, sizeof buffer, 0);
    if (length < 0 && errno == ENOBUFS) gaps++;
    else if (length < 0 && errno != EINTR) return perror("recv"), 1;
    for (struct nlmsghdr *at = (void *)buffer; length > 0 && NLMSG_OK(at, (unsigned)length);
         at = NLMSG_NEXT(at, length))
      events++;
  }
  printf("{\"events\":%ld,\"gaps\":%ld}\n", events, gaps);
  return 0;
}
