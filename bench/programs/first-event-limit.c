/*
 * Microseconds from writing a route to its event, in one process that was idle before:
 * first-event-limit INTERFACE-NUMBER UNMEASURED MEASURED
 */
#include <arpa/inet.h>
#include <linux/rtnetlink.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

static struct {
  struct nlmsghdr header;
  struct rtmsg body;
  struct rtattr dst_header;
  struct in_addr dst;
  struct rtattr oif_header;
  int oif;
} request;

static int open_socket(unsigned groups) {
  int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);
  struct sockaddr_nl address = {.nl_family = AF_NETLINK, .nl_groups = groups};
  if (fd < 0 || bind(fd, (struct sockaddr *)&address, sizeof address) < 0) {
    perror("netlink");
    exit(1);
  }
  return fd;
}

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * 1e6 + time.tv_nsec / 1e3;
}

int main(int count, char **words) {
  if (count != 4) return 2;
  int unmeasured = atoi(words[2]), measured = atoi(words[3]);
  int writer = open_socket(0), listener = open_socket(RTMGRP_IPV4_ROUTE);
  static char buffer[32 * 1024] __attribute__((aligned(8)));
  request.header.nlmsg_len = sizeof request;
  request.body.rtm_family = AF_INET;
  request.body.rtm_dst_len = 24;
  request.body.rtm_table = RT_TABLE_MAIN;
  request.body.rtm_protocol = RTPROT_STATIC;
  request.body.rtm_scope = RT_SCOPE_LINK;
  request.body.rtm_type = RTN_UNICAST;
  request.dst_header = (struct rtattr){8, RTA_DST};
  request.oif_header = (struct rtattr){8, RTA_OIF};
  request.oif = atoi(words[1]);
  request.dst.s_addr = htonl(0x60000000);

  printf("[");
  for (int i = 0; i < unmeasured + measured; i++) {
    usleep(5000);
    request.header.nlmsg_type = i % 2 ? RTM_DELROUTE : RTM_NEWROUTE;
    request.header.nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK | (i % 2 ? 0 : NLM_F_CREATE | NLM_F_EXCL);
    request.header.nlmsg_seq = i + 1;
    double start = now();
    if (send(writer, &request, sizeof request, 0) < 0) return perror("send"), 1;
    if (recv(listener, buffer, sizeof buffer, 0) < 0) return perror("recv"), 1;
    double took = now() - start;
    if (i >= unmeasured) printf("%s%.1f", i > unmeasured ? "," : "", took);
    recv(writer, buffer, sizeof buffer, 0);
    struct nlmsgerr *answer = NLMSG_DATA((struct nlmsghdr *)buffer);
    if (answer->error != 0) return fprintf(stderr, "refused: %s\n", strerror(-answer->error)), 1;
  }
  printf("]\n");
  return 0;
}
