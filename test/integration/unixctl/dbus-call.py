#!/usr/bin/env python3
"""Speaks D-Bus by hand: EXTERNAL authentication, then a call with an `h` argument, to itself, over the bus.

Prints what came back: where the descriptor leads that the message brought.
"""

import os
import socket
import struct
import sys

bus = socket.socket(socket.AF_UNIX)
bus.connect(sys.argv[1])
serial = 0


def say(line):
    bus.sendall(line)
    return bus.recv(1000)


def pad(data, size):
    return data + bytes(-len(data) % size)


def string(text):
    return struct.pack('<I', len(text)) + text.encode() + b'\0'


def call(destination, path, interface, member, body=b'', signature='', fds=()):
    global serial
    serial += 1
    fields = b''
    for code, kind, value in ((1, 'o', string(path)), (2, 's', string(interface)), (3, 's', string(member)),
                              (6, 's', string(destination))):
        fields = pad(fields, 8) + struct.pack('<BB', code, 1) + kind.encode() + b'\0' + value
    if signature:
        sig = struct.pack('<B', len(signature)) + signature.encode() + b'\0'
        fields = pad(fields, 8) + struct.pack('<BB', 8, 1) + b'g\0' + sig
    if fds:
        fields = pad(fields, 8) + struct.pack('<BB', 9, 1) + b'u\0' + struct.pack('<I', len(fds))
    header = b'l\1\0\1' + struct.pack('<III', len(body), serial, len(fields)) + fields
    socket.send_fds(bus, [pad(header, 8) + body], list(fds))


print(say(b'\0AUTH EXTERNAL ' + str(os.geteuid()).encode().hex().encode() + b'\r\n').split()[0].decode())
print(say(b'NEGOTIATE_UNIX_FD\r\n').strip().decode())
bus.sendall(b'BEGIN\r\n')
call('org.freedesktop.DBus', '/org/freedesktop/DBus', 'org.freedesktop.DBus', 'Hello')
answer = bus.recv(4000)
start = answer.index(b':1.')
name = answer[start:answer.index(b'\0', start)].decode()
call(name, '/', 'afkit.Test', 'Take', struct.pack('<I', 0), 'h', (os.open('/dev/zero', os.O_RDONLY),))
while True:
    data, fds, _, _ = socket.recv_fds(bus, 4000, 10)
    if fds:
        print('Take' if b'Take' in data else data, os.readlink(f'/proc/self/fd/{fds[0]}'))
        break
