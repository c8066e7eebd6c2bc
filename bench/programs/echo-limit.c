// The limit of echoes: asks addresses of 127/8 by ICMP over one raw socket, a batch at a time, and takes the answers.
// Does nothing else: it neither matches answers nor looks at times. The socket's options are those of sweep().
// echo-limit ADDRESSES BATCH ROUNDS: prints the seconds of each round.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/ip_icmp.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

#define MOST 256
#define SIZE 64
#define ROOM 128

static struct mmsghdr out[MOST], in[MOST];
static struct iovec out_vectors[MOST], in_vectors[MOST];
static struct sockaddr_in to[MOST];
static unsigned char requests[MOST][SIZE], answers[MOST][ROOM];

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec + t.tv_nsec / 1e9;
}

static unsigned short checksum(const unsigned short *words, int count) {
  unsigned sum = 0;
  while (count-- > 0) sum += *words++;
  sum = (sum & 0xffff) + (sum >> 16);
  return ~(sum + (sum >> 16));
}

int main(int argc, char **argv) {
  if (argc != 4) return 2;
  int addresses = atoi(argv[1]), batch = atoi(argv[2]), rounds = atoi(argv[3]);
  int fd = socket(AF_INET, SOCK_RAW, IPPROTO_ICMP);
  if (fd < 0) return perror("socket"), 1;
  unsigned filter = ~(1u << ICMP_ECHOREPLY);
  setsockopt(fd, SOL_RAW, 1, &filter, sizeof filter);
  int discovery = IP_PMTUDISC_DO;
  setsockopt(fd, SOL_IP, IP_MTU_DISCOVER, &discovery, sizeof discovery);
  int buffer = 4 << 20;
  setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &buffer, sizeof buffer);
  for (int i = 0; i < MOST; i++) {
    out_vectors[i] = (struct iovec){requests[i], SIZE};
    in_vectors[i] = (struct iovec){answers[i], ROOM};
    out[i].msg_hdr = (struct msghdr){.msg_name = &to[i], .msg_namelen = sizeof to[i], .msg_iov = &out_vectors[i], .msg_iovlen = 1};
    requests[i][0] = ICMP_ECHO;
    to[i].sin_family = AF_INET;
  }
  for (int round = 0; round < rounds; round++) {
    double start = now();
    int received = 0;
    for (int done = 0; done < addresses;) {
      int count = addresses - done < batch ? addresses - done : batch;
      for (int i = 0; i < count; i++) {
        struct icmphdr *icmp = (struct icmphdr *)requests[i];
        to[i].sin_addr.s_addr = htonl(0x7f100000 + done + i + 1);
        icmp->un.echo.id = htons(77);
        icmp->un.echo.sequence = htons(done + i);
        icmp->checksum = 0;
        icmp->checksum = checksum((unsigned short *)requests[i], SIZE / 2);
      }
      int sent = sendmmsg(fd, out, count, 0);
      if (sent < 0) return perror("sendmmsg"), 1;
      done += sent;
      for (;;) {
        for (int i = 0; i < MOST; i++) {
          in[i].msg_hdr = (struct msghdr){.msg_iov = &in_vectors[i], .msg_iovlen = 1};
        }
        int got = recvmmsg(fd, in, MOST, MSG_DONTWAIT, NULL);
        if (got > 0) received += got;
        if (received >= done) break;
        if (got < 0 && errno == EAGAIN) poll(&(struct pollfd){.fd = fd, .events = POLLIN}, 1, 1000);
      }
    }
    printf("%.6f\n", now() - start);
  }
  return 0;
}
