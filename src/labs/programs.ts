/** The programs that the lectures print or draw, and the commands that are them. */

export interface LectureProgram {
  /** The number of the catalogue's appendix. */
  readonly id: string;
  readonly what: string;
  readonly texts: string;
  /** What does the same here; undefined for one that is still to come. */
  readonly command?: string;
}

export const programs: readonly LectureProgram[] = [
  { id: 'A1', what: 'opens raw sockets and looks at them', texts: 'S0 S3', command: 'socklab run RAW-02' },
  { id: 'A2', what: 'ping for IPv4', texts: 'S0 S2 S3', command: 'rawctl ping --classic HOST' },
  { id: 'A3', what: 'ping for IPv6', texts: 'S2', command: 'rawctl ping --classic -6 HOST' },
  { id: 'A4', what: 'a simplified ping: sender and receiver', texts: 'S3', command: 'socklab run PING-12' },
  { id: 'A5', what: 'traceroute', texts: 'S0 S2 S3', command: 'rawctl trace --classic HOST' },
  { id: 'A6', what: 'sends UDP with a source that is not its own', texts: 'S3', command: 'rawctl spoof' },
  { id: 'A7', what: 'makes the receiver log a martian source', texts: 'S3', command: 'socklab run SPOOF-03' },
  { id: 'A8', what: 'sends a SYN, and shows the SYN/ACK and the RST', texts: 'S1', command: 'rawctl syn' },
  { id: 'A9', what: 'what the kernel fills in under IP_HDRINCL', texts: 'S0 S1', command: 'rawctl fields' },
  { id: 'A10', what: 'a stream server on a path', texts: 'S3', command: 'unixctl listen test_unix' },
  { id: 'A11', what: 'a stream client', texts: 'S3', command: 'unixctl connect server' },
  { id: 'A12', what: 'datagrams from an unbound socket', texts: 'S3', command: 'socklab run UNIX-06' },
  {
    id: 'A13',
    what: 'passes descriptors and credentials',
    texts: 'S3',
    command: 'unixctl send-fd SOCK FILE',
  },
  { id: 'A14', what: 'socketpair()', texts: 'S3', command: 'unixctl pair A -- B' },
  { id: 'A15', what: 'EPIPE and SIGPIPE', texts: 'S3', command: 'socklab run UNIX-16' },
  { id: 'A16', what: 'a monitor of routes', texts: 'S3', command: 'nlmon routes' },
  {
    id: 'A17',
    what: 'adds, deletes and gets routes and neighbours',
    texts: 'S3',
    command: 'socklab run NL-05',
  },
  { id: 'A18', what: 'lists families of generic netlink', texts: 'S3', command: 'socklab run NL-14' },
  { id: 'A19', what: 'catches packets from NFQUEUE', texts: 'S3', command: 'socklab run NL-18' },
  { id: 'A20', what: 'SCTP servers', texts: 'S3' },
  { id: 'A21', what: 'a TCP client that sends "mymessage"', texts: 'S3', command: 'socklab run TCPC-02' },
  { id: 'A22', what: 'sets IP_RECVERR and reads it', texts: 'S3', command: 'socklab run OPT-06' },
  { id: 'A23', what: 'records the route of a datagram', texts: 'S3', command: 'rawctl record-route HOST' },
  { id: 'A24', what: 'a sniffer on a packet socket', texts: 'S3' },
  { id: 'A25', what: 'a sniffer of cooked packets', texts: 'S3' },
  { id: 'A26', what: 'a sniffer on SOCK_PACKET', texts: 'S2' },
  { id: 'A27', what: 'a program with pcap', texts: 'S2' },
  { id: 'A28', what: 'whether a server sends UDP checksums', texts: 'S2', command: 'rawctl udpsum HOST' },
  { id: 'A29', what: 'event-driven, prefork and threaded servers', texts: 'S2' },
  { id: 'A30', what: 'concurrent UDP servers', texts: 'S2' },
  { id: 'A31', what: 'becomes a daemon', texts: 'S2' },
  { id: 'A32', what: 'inetd', texts: 'S2' },
  { id: 'A33', what: 'a daytime server', texts: 'S2' },
  { id: 'A34', what: 'syslogd', texts: 'S2' },
  { id: 'A35', what: 'logs with openlog() and syslog()', texts: 'S2', command: 'unixctl log MESSAGE' },
  { id: 'A36', what: 'icmpd and a client of it', texts: 'S2' },
  { id: 'A37', what: 'readv(), writev(), sendmsg(), recvmsg()', texts: 'S0', command: 'socklab run TCPC-03' },
  { id: 'A38', what: 'inodes, slabinfo, netstat and lsof', texts: 'S3', command: 'socklab run TIP' },
];
