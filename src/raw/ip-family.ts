/** IPv4 and IPv6, by the kernel's names of their address families. */
export type IpFamily = 'inet' | 'inet6';
