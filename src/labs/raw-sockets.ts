/** Raw sockets of IPv4 and IPv6 for experiments. */
import { constants as c } from '../socket/index.js';
import type { Host } from './host.js';
import type { LabSocket } from './lab-socket.js';
import { capability } from './needs.js';

/** What an experiment needs that opens one. */
export const needs = [capability('net_raw')];

export const rawSocket = (host: Host, protocol: number): LabSocket =>
  host.socket(c.AF_INET, c.SOCK_RAW, protocol);

export const rawSocket6 = (host: Host, protocol: number): LabSocket =>
  host.socket(c.AF_INET6, c.SOCK_RAW, protocol);

/** A raw socket of ICMP, as ping and traceroute have one. */
export const icmpSocket = (host: Host): LabSocket => rawSocket(host, c.IPPROTO_ICMP);
