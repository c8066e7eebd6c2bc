#!/usr/bin/env python3
"""Opens some 500 AF_UNIX sockets of every kind, prints `ready`, and keeps them until standard input ends.

A second process shares some; some are in flight, two of them in a cycle that is reachable.
"""

import array
import os
import random
import socket
import sys

directory = sys.argv[1]
kept = []
random.seed(5)


def keep(*sockets):
    kept.extend(sockets)
    return sockets


def pass_on(sender, *sockets):
    fds = array.array('i', [s.fileno() for s in sockets])
    sender.sendmsg([b'x'], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, fds)])


def name(n):
    return f'{directory}/s{n}' if n % 2 else f'\0afkit-{os.getpid()}-{n}'


STREAM, DGRAM, SEQPACKET = socket.SOCK_STREAM, socket.SOCK_DGRAM, socket.SOCK_SEQPACKET
KINDS = (STREAM, DGRAM, SEQPACKET)
count = 0

for n in range(40):
    kind = (STREAM, SEQPACKET)[n // 2 % 2]
    listener, = keep(socket.socket(socket.AF_UNIX, kind))
    listener.bind(name(n))
    listener.listen(n % 7 + 3)
    clients = [socket.socket(socket.AF_UNIX, kind) for _ in range(4)]
    for i, client in enumerate(clients):
        if n % 5 == i:
            client.bind(f'\0client-{os.getpid()}-{n}-{i}')
        client.connect(name(n))
    keep(*clients)
    for i in range(n % 4 + 1):
        accepted, = keep(listener.accept()[0])
        if n % 3 == 0:
            accepted.send(b'x' * random.randrange(1, 2000))
        if n % 3 == 1:
            clients[i].send(b'y' * random.randrange(1, 2000))
        if n % 6 == 2:
            accepted.shutdown(random.choice((socket.SHUT_RD, socket.SHUT_WR, socket.SHUT_RDWR)))

for n in range(100, 130):
    server, = keep(socket.socket(socket.AF_UNIX, DGRAM))
    server.bind(name(n))
    for i in range(3):
        client, = keep(socket.socket(socket.AF_UNIX, DGRAM))
        if i == 1:
            client.bind(b'')
        if i != 2:
            client.connect(name(n))
            client.send(b'z' * random.randrange(1, 300))

for n in range(40):
    keep(*socket.socketpair(socket.AF_UNIX, KINDS[n % 3]))
for n in range(20):
    keep(socket.socket(socket.AF_UNIX, KINDS[n % 3]))

gone, = keep(socket.socket(socket.AF_UNIX, STREAM))
gone.bind(f'{directory}/unlinked')
gone.listen(1)
os.unlink(f'{directory}/unlinked')

# In flight, held by a queue of each kind; then two sockets in each other's queues, one of which we keep.
for kind in KINDS:
    a, b = keep(*socket.socketpair(socket.AF_UNIX, kind))
    c, d = socket.socketpair(socket.AF_UNIX, kind)
    pass_on(a, c, d)
    c.close()
    d.close()
a, b = keep(*socket.socketpair())
c, d = socket.socketpair()
keep(c)
pass_on(a, d)
pass_on(c, b)
cycle = [os.fstat(s.fileno()).st_ino for s in (b, d)]
d.close()

done, finished = os.pipe()
if os.fork() == 0:
    for s in kept[::2]:
        s.close()
    os.write(finished, b'.')
    os.read(0, 1)
    os._exit(0)
os.read(done, 1)
print('ready', *cycle, flush=True)
sys.stdin.read()
