/** Other processes write to our netlink ports: nothing that they say is believed. */
import { expect, test } from 'vitest';
import { Connection, link } from '../../src/netlink/index.js';
import { acknowledgement, done, join, netlinkMessage, u16, u32 } from '../support/netlink-bytes.js';
import { Peer } from '../support/peer.js';
import { Sandbox } from '../support/sandbox.js';

const RTM_NEWLINK = 16;
const RTMGRP_LINK = 1;

/** An RTM_NEWLINK about interface 4711: struct ifinfomsg. */
const forgedLink = (sequence: number) =>
  netlinkMessage({ type: RTM_NEWLINK, flags: 2, sequence }, u16(0), u16(1), u32(4711, 0, 0));

/** The port of the one netlink socket that `open` adds in the sandbox. */
function portAddedBy(sandbox: Sandbox, open: () => unknown): number {
  const before = new Set(sandbox.ports());
  open();
  const added = sandbox.ports().filter(port => !before.has(port));
  expect(added).toHaveLength(1);
  return added[0]!;
}

const loopback = { schema: link, type: 'RTM_GETLINK' as const, value: { index: 1 } };

test('answers to a request', async ctx => {
  await using sandbox = Sandbox.create(ctx);
  using peer = new Peer(sandbox.namespace);
  let connection!: Connection;
  const port = portAddedBy(sandbox, () => {
    connection = Connection.open({ namespace: sandbox.namespace });
  });
  // The first requests of a connection have the numbers 1 and 2.
  for (const sequence of [1, 2]) {
    peer.send(port, acknowledgement(sequence, -1));
    peer.send(port, join(forgedLink(sequence), acknowledgement(sequence, 0)));
    peer.send(port, done(sequence));
  }
  for (let i = 0; i < 2; i++) {
    const answers = await connection.request(loopback);
    expect(answers.map(({ index }) => index)).toEqual([1]);
  }
  connection.close();
});

test('parts and the end of a dump', async ctx => {
  await using sandbox = Sandbox.create(ctx);
  using peer = new Peer(sandbox.namespace);
  const { connection } = sandbox.rtnetlink;
  // A dump leaves its socket, which the next one uses.
  const before = sandbox.ports();
  const { length } = await connection.dump(link).toArray();
  const port = sandbox.ports().find(port => !before.includes(port))!;
  for (let sequence = 0; sequence < 10; sequence++) {
    peer.send(port, forgedLink(sequence));
    peer.send(port, done(sequence));
    peer.send(port, acknowledgement(sequence, -1));
  }
  const links = await connection.dump(link).toArray();
  expect(links).toHaveLength(length);
  expect(links.map(({ index }) => index)).not.toContain(4711);
  expect(sandbox.ports()).toContain(port);
});

test('a port full of what others sent: requests and dumps go on', async ctx => {
  await using sandbox = Sandbox.create(ctx);
  using peer = new Peer(sandbox.namespace);
  const { connection } = sandbox.rtnetlink;
  await connection.dump(link).toArray();
  const crowd = new Uint8Array(2000);
  const ports = sandbox.ports().filter(port => port !== 0);
  // That of the connection, that of its dumps, and the peer's own.
  expect(ports.length).toBeGreaterThan(2);
  for (const port of ports) while (peer.send(port, crowd));
  // The first request may lose its answer to the crowd; the next may not.
  await connection.request(loopback).catch(error => expect(error.code).toBe('ENOBUFS'));
  expect(await connection.request(loopback)).toHaveLength(1);
  expect(await connection.dump(link).toArray()).not.toHaveLength(0);
});

test('events, sent to the port and to the group', async ctx => {
  await using sandbox = Sandbox.create(ctx);
  using peer = new Peer(sandbox.namespace);
  await using subscription = sandbox.rtnetlink.subscribe(['link']);
  for (const port of sandbox.ports()) if (port !== 0) peer.send(port, forgedLink(0));
  peer.multicast(RTMGRP_LINK, forgedLink(0));
  sandbox.ip('link set lo up');
  const iterator = subscription[Symbol.asyncIterator]();
  const { value } = await iterator.next();
  expect(value).toMatchObject({ event: 'new', object: 'link', value: { ifname: 'lo' } });
});
