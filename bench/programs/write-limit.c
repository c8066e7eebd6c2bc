/*
 * The limit of any writer, and the maker of events: sends ready-made routes, 64 to a datagram, acknowledgements not
 * asked for. write-limit INTERFACE-NUMBER add COUNT adds as many; write-limit INTERFACE-NUMBER churn COUNT adds and
 * deletes by turns, so many times in all. The routes are those of tables.js.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <linux/rtnetlink.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { together = 64, turn = 5000 };

static int fd;
static char buffer[together * 64] __attribute__((aligned(8)));
static size_t used;

static void attribute(struct nlmsghdr *message, int type, unsigned value) {
  struct rtattr *at = (void *)((char *)message + message->nlmsg_len);
  at->rta_type = type;
  at->rta_len = 8;
  memcpy(RTA_DATA(at), &value, 4);
  message->nlmsg_len += 8;
}

/* A refusal is the only answer there can be. */
static void check(void) {
  static char answer[32 * 1024] __attribute__((aligned(8)));
  int length = recv(fd, answer, sizeof answer, MSG_DONTWAIT);
  if (length < 0 && errno == EAGAIN) return;
  if (length < 0) {
    perror("recv");
    exit(1);
  }
  struct nlmsgerr *error = NLMSG_DATA((struct nlmsghdr *)answer);
  fprintf(stderr, "refused: %s\n", strerror(-error->error));
  exit(1);
}

static void flush(void) {
  if (used > 0 && send(fd, buffer, used, 0) < 0) {
    perror("send");
    exit(1);
  }
  used = 0;
  check();
}

static void route(int type, int interface, unsigned i) {
  struct nlmsghdr *message = (void *)(buffer + used);
  struct rtmsg *body = NLMSG_DATA(message);
  int direct = i % 16 == 15, deleting = type == RTM_DELROUTE;
  memset(message, 0, NLMSG_LENGTH(sizeof *body));
  message->nlmsg_len = NLMSG_LENGTH(sizeof *body);
  message->nlmsg_type = type;
  message->nlmsg_flags = NLM_F_REQUEST | (deleting ? 0 : NLM_F_CREATE | NLM_F_EXCL);
  body->rtm_family = AF_INET;
  body->rtm_dst_len = 24;
  body->rtm_table = RT_TABLE_MAIN;
  body->rtm_protocol = RTPROT_STATIC;
  body->rtm_scope = deleting ? RT_SCOPE_NOWHERE : direct ? RT_SCOPE_LINK : RT_SCOPE_UNIVERSE;
  body->rtm_type = RTN_UNICAST;
  attribute(message, RTA_DST, htonl(0x10000000 + i * 256));
  attribute(message, RTA_OIF, interface);
  if (!direct) attribute(message, RTA_GATEWAY, htonl(0x0aff0002 + i % 64));
  if (!direct && i % 4 == 3) attribute(message, RTA_PRIORITY, 100);
  used += message->nlmsg_len;
  if (used + 64 > sizeof buffer) flush();
}

int main(int count, char **words) {
  if (count != 4) return 2;
  int interface = atoi(words[1]), total = atoi(words[3]);
  fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);
  struct sockaddr_nl address = {.nl_family = AF_NETLINK};
  if (fd < 0 || bind(fd, (struct sockaddr *)&address, sizeof address) < 0) return perror("netlink"), 1;
  if (strcmp(words[2], "add") == 0) {
    for (int i = 0; i < total; i++) route(RTM_NEWROUTE, interface, i);
  } else {
    for (int done = 0; done < total; done += 2 * turn) {
      int half = (total - done) / 2 < turn ? (total - done) / 2 : turn;
      for (int i = 0; i < half; i++) route(RTM_NEWROUTE, interface, done / 2 + i);
      for (int i = 0; i < half; i++) route(RTM_DELROUTE, interface, done / 2 + i);
    }
  }
  flush();
  return 0;
}
