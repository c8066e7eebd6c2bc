/*
 * Preloaded into iproute2 it answers dumps of the message types in FEED_TYPES (numbers with commas between) with the
 * netlink messages of FEED_FILE, and leaves everything else to the kernel: so ip and bridge print what no kernel here says.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <linux/netlink.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#define CHUNK 16384

static char *answer;
static size_t answer_size, answer_at;
static int answering = -1;

static int wanted(int type)
{
	const char *list = getenv("FEED_TYPES");

	while (list && *list) {
		char *end;

		if (strtol(list, &end, 10) == type)
			return 1;
		list = *end == ',' ? end + 1 : NULL;
	}
	return 0;
}

static int take(int fd, const void *data, size_t size)
{
	const struct nlmsghdr *request = data;
	struct sockaddr_nl own = { 0 };
	socklen_t length = sizeof(own);
	struct nlmsghdr *done;
	FILE *file;
	size_t at;

	if (size < sizeof(*request) || getsockname(fd, (struct sockaddr *)&own, &length) < 0)
		return 0;
	if (own.nl_family != AF_NETLINK || !wanted(request->nlmsg_type))
		return 0;
	if ((request->nlmsg_flags & NLM_F_DUMP) != NLM_F_DUMP)
		return 0;
	file = fopen(getenv("FEED_FILE"), "rb");
	if (!file)
		abort();
	fseek(file, 0, SEEK_END);
	answer_size = ftell(file);
	rewind(file);
	free(answer);
	answer = calloc(1, answer_size + NLMSG_LENGTH(4));
	if (fread(answer, 1, answer_size, file) != answer_size)
		abort();
	fclose(file);
	done = (struct nlmsghdr *)(answer + answer_size);
	done->nlmsg_len = NLMSG_LENGTH(4);
	done->nlmsg_type = NLMSG_DONE;
	answer_size += NLMSG_LENGTH(4);
	for (at = 0; at < answer_size;) {
		struct nlmsghdr *message = (struct nlmsghdr *)(answer + at);

		message->nlmsg_flags |= NLM_F_MULTI;
		message->nlmsg_seq = request->nlmsg_seq;
		message->nlmsg_pid = own.nl_pid;
		at += NLMSG_ALIGN(message->nlmsg_len);
	}
	answer_at = 0;
	answering = fd;
	return 1;
}

ssize_t send(int fd, const void *data, size_t size, int flags)
{
	ssize_t (*next)(int, const void *, size_t, int) = dlsym(RTLD_NEXT, "send");

	return take(fd, data, size) ? (ssize_t)size : next(fd, data, size, flags);
}

ssize_t sendto(int fd, const void *data, size_t size, int flags, const struct sockaddr *to, socklen_t length)
{
	ssize_t (*next)(int, const void *, size_t, int, const struct sockaddr *, socklen_t) =
		dlsym(RTLD_NEXT, "sendto");

	return take(fd, data, size) ? (ssize_t)size : next(fd, data, size, flags, to, length);
}

ssize_t sendmsg(int fd, const struct msghdr *message, int flags)
{
	ssize_t (*next)(int, const struct msghdr *, int) = dlsym(RTLD_NEXT, "sendmsg");
	size_t size = 0;
	char data[4096];
	size_t i;

	for (i = 0; i < message->msg_iovlen; i++) {
		const struct iovec *part = &message->msg_iov[i];

		if (size + part->iov_len > sizeof(data))
			return next(fd, message, flags);
		memcpy(data + size, part->iov_base, part->iov_len);
		size += part->iov_len;
	}
	return take(fd, data, size) ? (ssize_t)size : next(fd, message, flags);
}

ssize_t recvmsg(int fd, struct msghdr *message, int flags)
{
	ssize_t (*next)(int, struct msghdr *, int) = dlsym(RTLD_NEXT, "recvmsg");
	struct sockaddr_nl kernel = { .nl_family = AF_NETLINK };
	size_t size = 0, room;

	if (fd != answering)
		return next(fd, message, flags);
	while (answer_at + size < answer_size) {
		struct nlmsghdr *one = (struct nlmsghdr *)(answer + answer_at + size);

		if (size > 0 && size + one->nlmsg_len > CHUNK)
			break;
		size += NLMSG_ALIGN(one->nlmsg_len);
	}
	room = message->msg_iov[0].iov_len;
	memcpy(message->msg_iov[0].iov_base, answer + answer_at, size < room ? size : room);
	if (message->msg_name && message->msg_namelen >= sizeof(kernel))
		memcpy(message->msg_name, &kernel, sizeof(kernel));
	message->msg_flags = size > room ? MSG_TRUNC : 0;
	message->msg_controllen = 0;
	if (!(flags & MSG_PEEK)) {
		answer_at += size;
		if (answer_at >= answer_size)
			answering = -1;
	}
	return size;
}
