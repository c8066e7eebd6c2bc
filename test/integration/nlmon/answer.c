/* Preloaded into ip(8): answers its dumps of routing tables with the messages of the file ANSWERS, one behind the other,
 * as the kernel would, and what it asks about single objects with ENODEV. Everything else goes to the kernel. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <linux/netlink.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

static char *file;
static size_t size;

/* What was asked last, and how far it is answered. */
static struct nlmsghdr asked;
static size_t at;
static char answer[32768];
static size_t answered;
static int pending, done;

static void load(void)
{
	FILE *f = fopen(getenv("ANSWERS"), "rb");

	fseek(f, 0, SEEK_END);
	size = ftell(f);
	rewind(f);
	file = malloc(size);
	if (fread(file, 1, size, f) != size)
		exit(70);
	fclose(f);
}

static int is_netlink(int fd)
{
	struct sockaddr_nl name;
	socklen_t length = sizeof(name);

	return getsockname(fd, (void *)&name, &length) == 0 && name.nl_family == AF_NETLINK;
}

/* RTM_GETLINK is 18, RTM_GETADDR 22, …: each third of four, and what it gets is the first. */
static int take(int fd, const struct nlmsghdr *request)
{
	if (!is_netlink(fd) || request->nlmsg_type < 16 || request->nlmsg_type > 115 || request->nlmsg_type % 4 != 2)
		return 0;
	if (request->nlmsg_type == 90) /* RTM_GETNSID */
		return 0;
	if (!file)
		load();
	asked = *request;
	struct sockaddr_nl name;
	socklen_t length = sizeof(name);
	getsockname(fd, (void *)&name, &length);
	asked.nlmsg_pid = name.nl_pid;
	at = answered = done = 0;
	pending = 1;
	return 1;
}

static void put(const void *message, size_t length)
{
	struct nlmsghdr *header = (void *)(answer + answered);

	memcpy(header, message, length);
	header->nlmsg_seq = asked.nlmsg_seq;
	header->nlmsg_pid = asked.nlmsg_pid;
	answered += NLMSG_ALIGN(length);
}

static void fill(void)
{
	struct { struct nlmsghdr header; int code; struct nlmsghdr request; } end = {};

	answered = 0;
	if (!(asked.nlmsg_flags & NLM_F_DUMP)) {
		end.header.nlmsg_len = sizeof(end);
		end.header.nlmsg_type = NLMSG_ERROR;
		end.code = -ENODEV;
		put(&end, sizeof(end));
		done = 1;
		return;
	}
	for (; at < size; at += NLMSG_ALIGN(((struct nlmsghdr *)(file + at))->nlmsg_len)) {
		struct nlmsghdr *message = (void *)(file + at);

		if (message->nlmsg_type != asked.nlmsg_type - 2)
			continue;
		if (answered + message->nlmsg_len > sizeof(answer))
			return;
		message->nlmsg_flags |= NLM_F_MULTI;
		put(message, message->nlmsg_len);
	}
	if (answered > 0)
		return;
	end.header.nlmsg_len = sizeof(end.header) + sizeof(end.code);
	end.header.nlmsg_type = NLMSG_DONE;
	end.header.nlmsg_flags = NLM_F_MULTI;
	put(&end, end.header.nlmsg_len);
	done = 1;
}

ssize_t send(int fd, const void *data, size_t length, int flags)
{
	ssize_t (*real)(int, const void *, size_t, int) = dlsym(RTLD_NEXT, "send");

	return length >= sizeof(struct nlmsghdr) && take(fd, data) ? (ssize_t)length : real(fd, data, length, flags);
}

ssize_t sendmsg(int fd, const struct msghdr *message, int flags)
{
	ssize_t (*real)(int, const struct msghdr *, int) = dlsym(RTLD_NEXT, "sendmsg");
	size_t length = 0;

	for (size_t i = 0; i < message->msg_iovlen; i++)
		length += message->msg_iov[i].iov_len;
	if (message->msg_iovlen > 0 && message->msg_iov[0].iov_len >= sizeof(struct nlmsghdr) &&
	    take(fd, message->msg_iov[0].iov_base))
		return length;
	return real(fd, message, flags);
}

ssize_t recvmsg(int fd, struct msghdr *message, int flags)
{
	ssize_t (*real)(int, struct msghdr *, int) = dlsym(RTLD_NEXT, "recvmsg");
	size_t room = message->msg_iovlen > 0 ? message->msg_iov[0].iov_len : 0;

	if (!pending || !is_netlink(fd))
		return real(fd, message, flags);
	if (answered == 0)
		fill();
	if (message->msg_name && message->msg_namelen >= sizeof(struct sockaddr_nl)) {
		memset(message->msg_name, 0, sizeof(struct sockaddr_nl));
		((struct sockaddr_nl *)message->msg_name)->nl_family = AF_NETLINK;
		message->msg_namelen = sizeof(struct sockaddr_nl);
	}
	message->msg_flags = 0;
	message->msg_controllen = 0;
	memcpy(message->msg_iov ? message->msg_iov[0].iov_base : NULL, answer, room < answered ? room : answered);
	if (room < answered)
		message->msg_flags = MSG_TRUNC;
	ssize_t length = answered;
	if (!(flags & MSG_PEEK)) {
		answered = 0;
		if (done)
			pending = 0;
	}
	return length;
}
