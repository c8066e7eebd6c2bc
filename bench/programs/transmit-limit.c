// The limit of sending: frames of 64 bytes through a packet socket, a batch a call, the same bytes each time.
// transmit-limit INTERFACE BATCH CALLS ROUNDS: prints the seconds of each round.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

#define MOST 256
#define SIZE 64

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec + t.tv_nsec / 1e9;
}

int main(int argc, char **argv) {
  if (argc != 5) return 2;
  int batch = atoi(argv[2]), calls = atoi(argv[3]), rounds = atoi(argv[4]);
  int fd = socket(AF_PACKET, SOCK_RAW, 0);
  if (fd < 0) return perror("socket"), 1;
  struct sockaddr_ll address = {.sll_family = AF_PACKET, .sll_ifindex = if_nametoindex(argv[1])};
  if (bind(fd, (struct sockaddr *)&address, sizeof address) != 0) return perror("bind"), 1;
  static unsigned char frames[MOST][SIZE];
  static struct mmsghdr messages[MOST];
  static struct iovec vectors[MOST];
  for (int i = 0; i < batch; i++) {
    memset(frames[i], 0xff, 6);
    frames[i][6] = 2;
    frames[i][12] = 0x88;
    frames[i][13] = 0xb5;
    vectors[i] = (struct iovec){frames[i], SIZE};
    messages[i].msg_hdr = (struct msghdr){.msg_iov = &vectors[i], .msg_iovlen = 1};
  }
  for (int round = 0; round < rounds; round++) {
    double start = now();
    for (int call = 0; call < calls; call++) {
      for (int sent = 0; sent < batch;) {
        int count = sendmmsg(fd, messages + sent, batch - sent, 0);
        if (count > 0) sent += count;
      }
    }
    printf("%.6f\n", now() - start);
  }
  return 0;
}
