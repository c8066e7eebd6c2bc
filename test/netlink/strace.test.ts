import { describe, expect, test } from 'vitest';
import { isTrace, parseTrace, type TracedDatagram } from '../../src/netlink/strace.js';
import { toHex } from '../../src/wire/index.js';

/** As strace 6.1 prints it. */
const dumped = `\
socket(AF_NETLINK, SOCK_RAW|SOCK_CLOEXEC, NETLINK_ROUTE) = 3
bind(3, {sa_family=AF_NETLINK, nl_pid=0, nl_groups=00000000}, 12) = 0
sendmsg(3, {msg_name={sa_family=AF_NETLINK, nl_pid=0, nl_groups=00000000}, msg_namelen=12, msg_iov=[{iov_base=[{nlmsg_len=48, nlmsg_type=RTM_GETLINK, nlmsg_flags=NLM_F_REQUEST, nlmsg_seq=1795173786, nlmsg_pid=0}, {ifi_family=AF_UNSPEC}, [[{nla_len=7, nla_type=IFLA_IFNAME}, "d0"]]], iov_len=20}], msg_iovlen=1, msg_controllen=0, msg_flags=0}, 0) = 20
 * 20 bytes in buffer 0
 | 00000  30 00 00 00 12 00 01 00  9a 2d 00 6b 00 00 00 00  0........-.k.... |
 | 00010  64 30 00 00                                       d0..             |
recvmsg(3, {msg_name={sa_family=AF_NETLINK, nl_pid=0, nl_groups=00000000}, msg_namelen=12, msg_iov=[{iov_base=NULL, iov_len=0}], msg_iovlen=1, msg_controllen=0, msg_flags=MSG_TRUNC}, MSG_PEEK|MSG_TRUNC) = 68
socket(AF_UNIX, SOCK_DGRAM|SOCK_CLOEXEC, 0) = 4
sendto(4, "\\x20\\x00\\x00\\x00", 4, 0, NULL, 0) = 4
 | 00000  20 00 00 00                                        ...             |
+++ exited with 0 +++
`;

const found = (text: string) => [...parseTrace(text)].map(shown);

function shown({ bytes, ...rest }: TracedDatagram): string {
  const words = [rest.call, rest.fd, rest.direction, rest.protocol, toHex(bytes), rest.cut ? 'cut' : ''];
  return words.filter(word => word !== '' && word !== undefined).join(' ');
}

describe('traces', () => {
  test('are told from other text by their calls', () => {
    expect(isTrace(dumped)).toBe(true);
    expect(isTrace('1c 00 00 00\nread this')).toBe(false);
  });

  test('with dumps give the bytes of those, of netlink sockets alone', () => {
    expect(found(dumped)).toEqual(['sendmsg 3 sent NETLINK_ROUTE 30000000120001009a2d006b0000000064300000']);
  });

  test('with strings give what they stand for, also those that were cut', () => {
    const message = `\\x10\\x00\\x00\\x00\\x1a\\x00\\x01\\x03${'\\x00'.repeat(8)}`;
    expect(
      found(`\
socket(AF_NETLINK, SOCK_RAW, NETLINK_GENERIC) = 5
sendto(5, "${message}", 16, 0, {sa_family=AF_NETLINK, nl_pid=0, nl_groups=00000000}, 12) = 16
sendmsg(5, {msg_name=NULL, msg_namelen=0, msg_iov=[{iov_base="\\x10\\x00", iov_len=2}, {iov_base="\\0\\n\\"\\\\a"..., iov_len=9}], msg_iovlen=2, msg_controllen=0, msg_flags=0}, 0) = 11
recvfrom(5, "${message}", 16384, 0, NULL, NULL) = 16
`),
    ).toEqual([
      'sendto 5 sent NETLINK_GENERIC 100000001a0001030000000000000000',
      'sendmsg 5 sent NETLINK_GENERIC 1000000a225c61 cut',
      'recvfrom 5 received NETLINK_GENERIC 100000001a0001030000000000000000',
    ]);
  });

  test('of several processes, with times, names of sockets and calls that take a while', () => {
    const message = `\\x10\\x00\\x00\\x00${'\\x00'.repeat(12)}`;
    expect(
      found(`\
[pid   123] 11:23:05.266196 recvfrom(7<NETLINK:[ROUTE:123]>,  <unfinished ...>
456   1700000000.5 write(8<socket:[5]>, "${message}", 16) = 16
[pid   123] 11:23:05.266196 <... recvfrom resumed>"${message}", 16384, 0, NULL, NULL) = 16
[pid   999] <... recvmsg resumed>{msg_iov=[{iov_base="${message}", iov_len=16}]}, 0) = 16
`),
    ).toEqual([
      'write 8 sent 10000000000000000000000000000000',
      'recvfrom 7 received 10000000000000000000000000000000',
    ]);
  });

  test('of several messages in a call give each', () => {
    expect(
      found(`\
recvmmsg(3, [{msg_hdr={msg_name={sa_family=AF_NETLINK, nl_pid=0}}, msg_len=4}, {msg_hdr={msg_iov=[{iov_base="\\5\\6\\7", iov_len=3}]}, msg_len=3}], 2, 0, NULL) = 2
 = 1 buffers in vector 0
 * 4 bytes in buffer 0
 | 00000  01 02 03 04                                       ....             |
 = 1 buffers in vector 1
 * 3 bytes in buffer 0
 | 00000  05 06 07                                          ...              |
`),
    ).toEqual(['recvmmsg 3 received 01020304', 'recvmmsg 3 received 050607']);
  });

  test('calls on unknown descriptors count when their bytes look like netlink', () => {
    const text = (bytes: string) => `read(9, "${bytes}", 4096) = 16\n`;
    expect(found(text(`\\x10\\x00\\x00\\x00${'\\x00'.repeat(12)}`))).toHaveLength(1);
    expect(found(text(`\\x11\\x00\\x00\\x00${'\\x00'.repeat(12)}`))).toHaveLength(0);
    expect(found(text('hello'))).toHaveLength(0);
  });
});
